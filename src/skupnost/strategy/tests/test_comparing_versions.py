"""What changed between two versions, in sentences."""

from __future__ import annotations

from django.urls import reverse

from skupnost.strategy.comparing import changes
from skupnost.strategy.versions import save_version

GOAL = {"what": "Followers", "number": "2000", "by": "2027-06-01"}
PACE = {"id": 1, "channel": "Zora", "network": "mastodon", "posts_a_week": 5}


def test_nothing_changed_says_nothing():
    value = {"goals": [GOAL], "cadence": [PACE], "voice": "Warm"}
    assert changes(value, value) == []


def test_goals_come_go_and_move():
    moved = GOAL | {"number": "2500", "by": "2027-09-01"}
    other = {"what": "Orders", "number": "40", "by": "2027-03-01"}
    assert changes({"goals": [GOAL]}, {"goals": [moved, other]}) == [
        "The goal “Followers” went from 2000 to 2500.",
        "The day of the goal “Followers” moved from 1 Jun 2027 to 1 Sept 2027.",
        "New goal: Orders, 40 by 1 Mar 2027.",
    ]
    assert changes({"goals": [GOAL]}, {}) == ["The goal “Followers” is gone."]


def test_two_goals_of_one_name_are_told_apart_by_their_order():
    assert changes({"goals": [GOAL, GOAL]}, {"goals": [GOAL]}) == ["The goal “Followers” is gone."]


def test_shares_and_paces_say_from_what_to_what():
    old = {"pillars": [{"name": "Bread", "share": 60}], "cadence": [PACE]}
    new = {"pillars": [{"name": "Bread", "share": 40}], "cadence": [PACE | {"posts_a_week": 7}]}
    assert changes(old, new) == [
        "The share of “Bread” went from 60 % to 40 %.",
        "Zora (Mastodon) went from 5 to 7 posts a week.",
    ]


def test_a_channel_begins_and_ends():
    assert changes({}, {"cadence": [PACE]}) == ["Zora (Mastodon) now has a pace: 5 posts a week."]
    assert changes({"cadence": [PACE]}, {}) == ["Zora (Mastodon) no longer has a pace."]


def test_words_are_new_rewritten_or_gone():
    assert changes({}, {"voice": "Warm"}) == ["The voice is new."]
    assert changes({"voice": "Warm"}, {"voice": "Sober"}) == ["The voice is written anew."]
    assert changes({"audiences": "All"}, {}) == ["The audiences are gone."]


def test_a_new_contact_and_a_new_advice_are_told():
    old = {"figures": [{"channel": 1, "name": "Zora", "network": "mastodon", "advice": 5}]}
    new = {"figures": [old["figures"][0] | {"advice": 7}], "crisis_name": "Bor"}
    assert changes(old, new) == [
        "In a crisis, call now: Bor.",
        "The advice for Zora (Mastodon) went from 5 to 7 posts a week.",
    ]


def test_the_page_compares_with_the_version_before_or_any_other(client, alice, bakery, now):
    for voice in ("Warm", "Sober", "Loud"):
        save_version(client=bakery, value={"voice": voice, "crisis": "x"}, by=alice, now=now)
    client.force_login(alice)
    page = reverse("strategy:document", args=[bakery.slug])
    assert "What changed from version 2 to 3" in client.get(page).content.decode()
    other = client.get(page, {"version": 3, "against": 1}).content.decode()
    assert "What changed from version 1 to 3" in other


def test_a_name_from_right_to_left_does_not_turn_the_figures_around():
    old, new = ({"pillars": [{"name": "שלום", "share": share}]} for share in (60, 40))
    assert changes(old, new) == ["The share of “\u2068שלום\u2069” went from 60 % to 40 %."]
