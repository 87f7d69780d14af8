from __future__ import annotations

import pytest

from skupnost.kit.registry import connectors
from skupnost.networks.addresses import open_at
from skupnost.networks.steps import STEPS, steps_for
from skupnost.networks.steps.own_sites import ANYWHERE

EVERYTHING = ("media", "image", "title", "tags", "thread", "link", "alt")
BY_HAND = [
    (slug, kind.slug)
    for slug, known in connectors().items()
    for kind in known.manifest.kinds.values()
    if kind.publish == "assisted"
]
# Any site that speaks Micropub: nobody can say what its editor looks like.
UNSAYABLE = {("blog", "micropub")}


@pytest.mark.parametrize(("network", "kind"), BY_HAND)
def test_every_kind_of_account_that_a_person_posts_on_has_steps_of_its_own(network, kind):
    steps = steps_for(network, kind, EVERYTHING)
    assert len(steps) >= 4
    assert len(set(steps)) == len(steps)
    is_general = (network, kind) not in STEPS and (network, "") not in STEPS
    assert is_general == ((network, kind) in UNSAYABLE)


@pytest.mark.parametrize("network", sorted({network for network, _kind in STEPS}))
def test_no_steps_are_kept_for_what_is_not_known(network):
    kinds = {kind for slug, kind in STEPS if slug == network and kind}
    assert kinds <= set(connectors()[network].manifest.kinds)


def test_a_page_a_profile_and_a_group_are_posted_on_differently():
    three = {steps_for("facebook", kind, ()) for kind in ("page", "profile", "group")}
    assert len(three) == 3


def test_steps_follow_what_the_post_has():
    bare = steps_for("youtube", "channel", ())
    full = steps_for("youtube", "channel", ("media", "video", "title", "tags"))
    assert any("no film" in str(step) for step in bare)
    assert not any("no film" in str(step) for step in full)


def test_a_place_we_know_nothing_of_still_has_steps():
    assert steps_for("elsewhere", "", ()) == tuple(s.words for s in ANYWHERE if not s.when)


def test_the_way_in_is_the_networks_own_or_the_account():
    assert open_at("x", "standard").startswith("https://x.com/")
    assert open_at("forum", "phpbb_member", "https://forum.example/") == "https://forum.example/"
