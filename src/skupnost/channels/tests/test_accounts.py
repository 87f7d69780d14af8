"""What is to be seen to on an account: told when it is chosen, on its page, on the desk."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from skupnost.channels.account_words import MESSAGES, told
from skupnost.channels.accounts import findings_of, told_about
from skupnost.channels.actions import connect_assisted
from skupnost.channels.models import Channel, Health
from skupnost.domain.accounts import PERSONAL, ROLE_NEEDED, AccountFinding
from skupnost.domain.payload import Payload
from skupnost.kit.registry import connector
from skupnost.publishing.actions import hand_over


@pytest.fixture
def alice_in(client, alice, bakery):
    client.force_login(alice)
    return client


@pytest.fixture
def profile(bakery, now):
    """A company that speaks through somebody's personal profile."""
    return connect_assisted(
        client=bakery, network="facebook", account_kind="profile", handle="Zora", url="", now=now
    )


@pytest.mark.parametrize("code", MESSAGES)
def test_every_finding_has_words_and_steps(code):
    params = {"day": "2026-12-01", "scopes": "write", "rights": "x", "reason": "token_expired",
              "told": "bot_account"}  # fmt: skip
    note = told(AccountFinding("error", code, params), network="facebook", kind="page")
    assert note.message
    assert "%(" not in note.message
    assert note.steps


@pytest.mark.parametrize("place", sorted({*PERSONAL, *ROLE_NEEDED}))
def test_the_rules_speak_of_kinds_that_exist(place):
    network, kind = place
    assert kind in connector(network).manifest.kinds


def test_a_profile_for_a_company_is_told_as_soon_as_it_is_chosen(alice_in, bakery):
    path = "/c/bakery/channels/new/facebook/profile/"
    assert "a company runs a Page" in alice_in.get(path).text
    type(bakery).objects.update(is_person=True)
    assert "a company runs a Page" not in alice_in.get(path).text


def test_it_stays_on_the_page_of_the_channel_with_the_steps(alice_in, profile):
    page = alice_in.get(f"/c/bakery/channels/{profile.pk}/").text
    assert "a company runs a Page" in page
    assert "Create new Page" in page


def test_a_role_that_is_missing_is_told_until_it_is_given(alice_in, bakery, now):
    form = {"handle": "Pekarna Zora", "url": "", "may_post": "no"}
    alice_in.post("/c/bakery/channels/new/facebook/page/", form)
    channel = Channel.objects.get()
    path = f"/c/bakery/channels/{channel.pk}/"
    assert "somebody has to give you the role" in alice_in.get(path).text
    alice_in.post(f"{path}role/", {"may_post": "yes"})
    channel.refresh_from_db()
    assert findings_of(channel, now) == ()


def test_a_refused_access_says_how_to_renew_it(new_channel, bakery, now):
    channel = new_channel(bakery, "mastodon")
    Channel.objects.update(
        server="https://m.example", health=Health.NEEDS_RECONNECT, health_reason="token_expired"
    )
    channel.refresh_from_db()
    (note,) = told_about(channel, now)
    assert note.level == "error"
    assert "Development" in note.steps[0]


def test_rights_that_the_server_told_are_held_against_the_manifest(new_channel, bakery, now):
    channel = new_channel(bakery, "mastodon")
    channel.server, channel.told = "https://m.example", {"kind": "account", "scopes": ["read"]}
    (finding,) = findings_of(channel, now)
    assert finding.code == "scope_missing"


def test_a_practised_account_has_nothing_to_see_to(channel, now):
    channel.told = {"scopes": ["nothing"]}
    assert findings_of(channel, now) == ()


def test_the_desk_says_it_before_the_next_post(alice_in, profile):
    assert "See to it before the next post" not in alice_in.get("/").text
    now, bread = timezone.now(), Payload("Bread")
    hand_over(
        channel=profile,
        payload=bread,
        approved_hash=bread.digest(),
        due_at=now + timedelta(days=3),
        now=now,
    )
    page = alice_in.get("/").text
    assert "See to it before the next post" in page
    assert "a company runs a Page" in page
