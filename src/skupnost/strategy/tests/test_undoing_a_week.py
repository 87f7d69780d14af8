"""Undo of the click that places a week's slots: it gives back what stood there, and no more."""

from __future__ import annotations

import html
import re
from datetime import timedelta

import pytest
from django.urls import reverse

from skupnost.strategy import actions
from skupnost.strategy.actions import Placed
from skupnost.strategy.ahead import coming_week
from skupnost.strategy.counsel import counsel
from skupnost.strategy.models import Cadence, Experiment, Slot
from skupnost.strategy.pasts import basis_of


@pytest.fixture
def alice_in(client, alice):
    client.force_login(alice)
    return client


def address(channel, name, **query):
    found = reverse(f"strategy:{name}", args=[channel.client.slug, channel.pk])
    return found + "".join(f"{'&' if n else '?'}{key}={value}"
                           for n, (key, value) in enumerate(query.items()))  # fmt: skip


def place(browser, channel, n):
    return browser.post(address(channel, "place"), {"n": n}, follow=True).content.decode()


def undo_of(page):
    found = re.search(r'action="([^"]*)"><[^>]*>\s*<button type="submit" data-undo', page)
    return html.unescape(found.group(1)) if found else ""


def press(browser, undo):
    return browser.post(undo, follow=True).content.decode()


def stand():
    return list(Slot.objects.values_list("at", flat=True))


def test_undo_takes_the_new_slots_out_and_puts_those_before_back(alice_in, past):
    place(alice_in, past, 3)
    before = stand()
    undo = undo_of(place(alice_in, past, 6))
    assert len(stand()) == 6
    assert "the open slots that it had before" in press(alice_in, undo)
    assert stand() == before
    assert Cadence.objects.get(channel=past).posts_a_week == 3


def test_undo_of_the_first_slots_leaves_nothing_behind(alice_in, past):
    press(alice_in, undo_of(place(alice_in, past, 3)))
    assert not Slot.objects.exists()
    assert not Cadence.objects.exists()


def test_a_second_click_on_an_old_undo_changes_nothing(alice_in, past):
    place(alice_in, past, 3)
    before = stand()
    undo = undo_of(place(alice_in, past, 6))
    press(alice_in, undo)
    assert "the open slots that it had before" in press(alice_in, undo)
    assert stand() == before


def test_the_same_slots_again_have_nothing_to_undo_and_keep_the_first_undo(alice_in, past):
    for _click in range(2):
        alice_in.post(address(past, "place"), {"n": 3})
    page = alice_in.get(address(past, "advice")).content.decode()
    assert page.count("data-undo") == 1
    press(alice_in, undo_of(page))
    assert not Slot.objects.exists()


@pytest.mark.parametrize("meanwhile", ["placed", "one_removed", "one_added"])
def test_what_somebody_changed_meanwhile_stays(alice_in, past, meanwhile):
    undo = undo_of(place(alice_in, past, 3))
    if meanwhile == "placed":
        place(alice_in, past, 5)
    elif meanwhile == "one_removed":
        Slot.objects.first().delete()
    else:
        at = Slot.objects.first().at + timedelta(minutes=7)
        Slot.objects.create(channel=past, at=at)
    there = stand()
    assert "were changed meanwhile: they stay" in press(alice_in, undo)
    assert stand() == there


def test_a_week_that_has_begun_stays(alice_in, past):
    undo = undo_of(place(alice_in, past, 3)).replace("placed=20", "placed=19", 1)
    assert "That week has begun" in press(alice_in, undo)
    assert Slot.objects.count() == 3


def test_once_the_week_has_begun_the_next_one_is_left_alone(past, now):
    found = counsel(past, now=now)
    placed = actions.place_week(known=basis_of(past), counsel=found, posts_a_week=3, now=now)
    there = stand()
    assert not actions.take_back(channel=past, placed=placed, now=now + timedelta(days=7))
    assert stand() == there


def test_the_slots_of_a_running_experiment_stay(alice_in, past):
    undo = undo_of(place(alice_in, past, 3))
    alice_in.post(address(past, "begin"))
    there = stand()
    assert "An experiment has its own slots there" in press(alice_in, undo)
    assert stand() == there
    experiment = Experiment.objects.get()
    args = [past.client.slug, past.pk, experiment.pk]
    alice_in.post(reverse("strategy:stop", args=args))
    press(alice_in, undo)
    assert not Slot.objects.exists()


def test_charlie_undoes_nothing(client, alice_in, charlie, past):
    undo = undo_of(place(alice_in, past, 3))
    client.force_login(charlie)
    assert client.post(undo).status_code == 404
    assert Slot.objects.count() == 3


@pytest.mark.parametrize(
    "query",
    [
        {},
        {"placed": "never", "at": "now", "pace": "many"},
        {"placed": "2036-12-07T10:00"},
        {"at": "2036-12-07T10:00"},
    ],
)
def test_an_address_made_by_hand_does_no_harm(alice_in, past, query):
    place(alice_in, past, 3)
    there = stand()
    assert "were changed meanwhile: they stay" in press(
        alice_in, address(past, "take_back", **query)
    )
    assert stand() == there


def test_an_address_made_by_hand_puts_no_slot_outside_the_week(alice_in, past):
    undo = undo_of(place(alice_in, past, 3))
    press(alice_in, f"{undo}&at=2036-12-07T10:00")
    assert Slot.objects.count() == 3


def test_whoever_only_looks_at_the_address_undoes_nothing(alice_in, past):
    alice_in.get(undo_of(place(alice_in, past, 3)))
    assert Slot.objects.count() == 3


def test_nothing_placed_over_nothing_has_no_way_back(past, now):
    assert not actions.take_back(channel=past, placed=Placed((), ()), now=now)


def test_slots_of_another_channel_stay(past, new_channel, now):
    first, _last = coming_week(past, now)
    other = Slot.objects.create(channel=new_channel(past.client, "mastodon"), at=first)
    found = counsel(past, now=now)
    placed = actions.place_week(known=basis_of(past), counsel=found, posts_a_week=3, now=now)
    assert actions.take_back(channel=past, placed=placed, now=now)
    assert Slot.objects.get() == other
