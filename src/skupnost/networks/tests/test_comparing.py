"""Networks side by side, and facts by age."""

from __future__ import annotations

import re

import pytest

from skupnost.kit.registry import connectors
from skupnost.networks.comparisons import FIRST_FACTS, FIRST_NETWORKS
from skupnost.networks.names import name_of


@pytest.fixture
def alice_in(client, alice):
    client.force_login(alice)
    return client


def rows(page: str) -> list[str]:
    return re.findall(r"<tr>.*?</tr>", page.partition('class="table compare"')[2], re.DOTALL)


def test_the_usual_choice_exists():
    assert set(FIRST_NETWORKS) <= set(connectors())
    assert all(name_of(key) for key in FIRST_FACTS)


def test_the_usual_choice_is_shown_at_first(alice_in):
    page = alice_in.get("/networks/compare/").text
    assert len(rows(page)) == 1 + len(FIRST_NETWORKS)


def test_networks_and_rules_can_be_chosen(alice_in):
    asked = {"network": ["mastodon", "bluesky"], "fact": ["text.text_max"]}
    page = alice_in.get("/networks/compare/", asked).text
    head, mastodon, bluesky = rows(page)
    assert "Length of a post" in head
    assert head.count("<th") == 2
    assert "500 characters" in mastodon
    assert "300 characters" in bluesky


def test_every_kind_of_account_can_be_compared(alice_in):
    page = alice_in.get("/networks/compare/", {"network": "facebook", "kinds": "all"}).text
    assert len(rows(page)) == 1 + len(connectors()["facebook"].manifest.kinds)


def test_what_networks_call_differently_is_compared_as_one(alice_in):
    page = alice_in.get(
        "/networks/compare/", {"network": ["instagram", "x"], "fact": "media.images_max"}
    ).text
    assert "not known" not in rows(page)[1]


def test_a_choice_that_does_not_exist_is_left_out(alice_in):
    page = alice_in.get("/networks/compare/", {"network": "nowhere", "fact": "no.thing"}).text
    assert len(rows(page)) == 1 + len(FIRST_NETWORKS)


def test_facts_by_age_name_date_and_source(alice_in):
    page = alice_in.get("/networks/ages/", {"network": "mastodon"}).text
    assert "23 Nov 2026" in page
    assert "Posting to your profile" in page
    assert "/networks/mastodon/#rule-text-text_max" in page


def test_facts_by_age_can_be_narrowed(alice_in):
    page = alice_in.get("/networks/ages/", {"network": "mastodon", "only": "unverified"}).text
    assert "not verified" in page
    assert "documentation</span>" not in page
    assert alice_in.get("/networks/ages/", {"page": "x", "network": "?"}).status_code == 200
