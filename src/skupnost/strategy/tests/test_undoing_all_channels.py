"""Undo of the click that places the slots of all channels: each gets back what stood there, but
for those that somebody changed since."""

from __future__ import annotations

import html
import re
from datetime import timedelta

import pytest
from django.urls import reverse

from skupnost.strategy.models import Cadence, Slot

STAY = "The slots of next week were changed meanwhile: they stay."
UNDONE = "Undone: next week has the open slots that it had before."


@pytest.fixture
def other(past, new_channel):
    return new_channel(past.client, "mastodon")


@pytest.fixture
def browser(client, alice, past, other):
    client.force_login(alice)
    return client


def address(channel, name):
    return reverse(f"strategy:{name}", args=[channel.client.slug])


def place_all(browser, channel):
    return browser.post(address(channel, "place_all"), follow=True).content.decode()


def undo_of(page):
    found = re.search(r'action="([^"]*)"><[^>]*>\s*<button type="submit" data-undo', page)
    return html.unescape(found.group(1)) if found else ""


def press(browser, undo):
    return browser.post(undo, follow=True).content.decode()


def stand(channel):
    return list(Slot.objects.filter(channel=channel).values_list("at", flat=True))


def place_one(browser, channel, n):
    page = reverse("strategy:place", args=[channel.client.slug, channel.pk])
    browser.post(page, {"n": n}, follow=True)


def test_undo_gives_every_channel_back_what_stood_there(browser, past, other):
    place_one(browser, past, 2)
    before = stand(past)
    undo = undo_of(place_all(browser, past))
    assert stand(past) != before
    assert stand(other)
    assert UNDONE in press(browser, undo)
    assert (stand(past), stand(other)) == (before, [])
    assert list(Cadence.objects.values_list("channel", "posts_a_week")) == [(past.pk, 2)]


def test_a_channel_that_was_changed_since_stays_and_is_named(browser, past, other):
    undo = undo_of(place_all(browser, past))
    Slot.objects.filter(channel=other).first().delete()
    there = stand(other)
    text = press(browser, undo)
    assert (stand(past), stand(other)) == ([], there)
    assert UNDONE in text
    assert f"Pekarna Zora (Mastodon): {STAY}" in text
    assert text.count(STAY) == 1


def test_where_all_were_changed_nothing_is_said_to_be_undone(browser, past, other):
    undo = undo_of(place_all(browser, past))
    for channel in (past, other):
        Slot.objects.create(channel=channel, at=stand(channel)[0] + timedelta(minutes=7))
    there = stand(past), stand(other)
    text = press(browser, undo)
    assert (stand(past), stand(other)) == there
    assert UNDONE not in text
    assert STAY in text


def test_a_second_click_on_the_undo_changes_nothing(browser, past, other):
    undo = undo_of(place_all(browser, past))
    for _click in range(2):
        text = press(browser, undo)
        assert UNDONE in text
        assert STAY not in text
    assert not Slot.objects.exists()


def test_the_same_slots_again_have_nothing_to_undo(browser, past):
    place_all(browser, past)
    assert undo_of(place_all(browser, past)) == ""


def test_the_slots_of_a_running_experiment_stay_and_the_others_go(browser, past, other):
    undo = undo_of(place_all(browser, past))
    browser.post(reverse("strategy:begin", args=[past.client.slug, past.pk]))
    there = stand(past)
    text = press(browser, undo)
    assert (stand(past), stand(other)) == (there, [])
    assert ": An experiment has its own slots there. Stop it first." in text
    assert UNDONE in text


def test_a_week_that_has_begun_stays(browser, past):
    undo = undo_of(place_all(browser, past))
    there = Slot.objects.count()
    earlier = re.sub(r"week=\d{4}", "week=2019", undo)
    assert "That week has begun" in press(browser, earlier)
    assert Slot.objects.count() == there


def test_charlie_undoes_nothing(client, browser, charlie, past):
    undo = undo_of(place_all(browser, past))
    client.force_login(charlie)
    assert client.post(undo).status_code == 404
    assert Slot.objects.exists()


def test_a_channel_of_another_client_is_not_reached(browser, past, florist, new_channel):
    foreign = new_channel(florist)
    undo = undo_of(place_all(browser, past))
    press(browser, undo.replace(f"c{past.pk}=", f"c{foreign.pk}="))
    assert not Slot.objects.filter(channel=foreign).exists()
    assert stand(past)


@pytest.mark.parametrize("written", ["", "~~", "x~y~z", "1~2", "0~-5~99999999", "0~10081~1.2"])
def test_an_address_made_by_hand_does_no_harm(browser, past, other, written):
    undo = undo_of(place_all(browser, past))
    there = stand(past)
    text = press(browser, re.sub(rf"c{past.pk}=[^&]*", f"c{past.pk}={written}", undo))
    assert stand(past) == there
    assert STAY in text


def test_whoever_only_looks_at_the_address_undoes_nothing(browser, past):
    browser.get(undo_of(place_all(browser, past)))
    assert Slot.objects.exists()
