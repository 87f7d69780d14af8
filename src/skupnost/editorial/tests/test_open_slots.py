"""Slots of the strategy room in the calendar: outlines until a post fills them."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape

import pytest
from django.urls import reverse
from django.utils import timezone

from skupnost.editorial.actions import cancel, schedule, write_post
from skupnost.strategy.actions import Placed, take_back
from skupnost.strategy.ahead import coming_week
from skupnost.strategy.models import Cadence, Experiment, Slot
from skupnost.strategy.planned import open_slots

VIEWS = ("month", "week")


@pytest.fixture
def slot(channel):
    at = timezone.now().replace(hour=11, minute=15) + timedelta(days=1)
    return Slot.objects.create(channel=channel, at=at)


@pytest.fixture
def look(client, alice, slot):
    client.force_login(alice)
    address = reverse("editorial:calendar", args=[slot.channel.client.slug])
    asked = {"at": slot.at.date().isoformat()}
    return lambda view: client.get(address, asked | {"view": view}).content.decode()


@pytest.mark.parametrize("view", VIEWS)
def test_an_open_slot_is_an_outline_that_leads_to_the_composer(look, view):
    text = look(view)
    assert "Open slot<" in text
    assert "posts/new/?at=" in text


@pytest.mark.parametrize("view", VIEWS)
def test_an_open_slot_leads_to_its_own_channel(look, view, slot, client, new_channel):
    new_channel(slot.channel.client, "bluesky", "account")
    address = re.search(r'href="([^"]+/posts/new/\?at=[^"]+channel=\d+)"', look(view))
    page = client.get(unescape(address[1]))
    assert [c.channel.pk for c in page.context["choices"] if c.is_chosen] == [slot.channel.pk]


@pytest.mark.parametrize("view", VIEWS)
def test_a_calendar_with_open_slots_is_not_called_empty(look, view):
    assert "Nothing is planned here yet" not in look(view)


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize(("minutes", "is_open"), [(20, False), (-59, False), (60, True)])
def test_a_post_on_its_channel_within_the_hour_fills_it(look, view, slot, alice, minutes, is_open):
    write_post(
        client=slot.channel.client,
        by=alice,
        now=timezone.now(),
        text="Rolls",
        channels=[slot.channel],
        planned_at=slot.at + timedelta(minutes=minutes),
        language="en",
    )
    assert ("Open slot<" in look(view)) is is_open


@pytest.mark.parametrize("view", VIEWS)
def test_a_cancelled_post_fills_no_slot(look, view, slot, alice):
    at, now = slot.at, timezone.now()
    values = {"by": alice, "now": now, "text": "Rolls", "language": "en", "planned_at": at}
    post = write_post(client=slot.channel.client, channels=[slot.channel], **values)
    schedule(post=post, at=at, by=alice, now=now)
    assert "Open slot<" not in look(view)
    assert open_slots(post.client, [slot]) == []
    cancel(post=post, by=alice, now=now)
    assert "Open slot<" in look(view)
    assert open_slots(post.client, [slot]) == [slot]


def test_undoing_the_placing_of_a_slot_leaves_the_post_in_it(channel, alice):
    now = timezone.now()
    first, _last = coming_week(channel, now)
    Slot.objects.create(channel=channel, at=first)
    values = {"by": alice, "now": now, "text": "Rolls", "language": "en"}
    post = write_post(client=channel.client, channels=[channel], planned_at=first, **values)
    assert take_back(channel=channel, placed=Placed((first,), ()), now=now)
    post.refresh_from_db()
    assert (post.planned_at, post.deleted_at, Slot.objects.count()) == (first, None, 0)


def test_slots_beside_scheduled_posts_all_stand_open_in_the_calendar(client, alice, channel):
    now = timezone.now()
    first, _last = coming_week(channel, now)
    client.force_login(alice)
    args = [channel.client.slug, channel.pk]
    for text, hour in [("One", 9), ("Two", 34), ("Called off", 60)]:
        at = first + timedelta(hours=hour, minutes=30)
        values = {"by": alice, "now": now, "text": text, "language": "en"}
        post = write_post(client=channel.client, channels=[channel], planned_at=at, **values)
        schedule(post=post, at=at, by=alice, now=now)
    cancel(post=post, by=alice, now=now)
    answer = client.post(reverse("strategy:place", args=args), {"n": 6}, follow=True)
    assert "4 open slots stand in the calendar of next week." in answer.content.decode()
    address = reverse("editorial:calendar", args=args[:1])
    week = client.get(address, {"at": f"{first + timedelta(days=2):%Y-%m-%d}", "view": "week"})
    assert week.content.decode().count("Open slot<") == Slot.objects.count() == 4


def test_the_week_is_tinted_with_the_posts_behind_it(look, slot):
    hours = {"worth": [n / 100 for n in range(168)], "behind": [1] * 168}
    Cadence.objects.create(channel=slot.channel, posts_a_week=3, chosen_at=slot.at, **hours)
    text = look("week")
    assert 'data-level="' in text
    assert "168 past posts stand behind it" in text
    assert 'title="1 past post behind it"' in text


@pytest.mark.parametrize("view", VIEWS)
def test_a_slot_of_an_experiment_says_so_with_the_number_of_its_week(look, view, slot):
    monday = slot.at.date() - timedelta(days=slot.at.weekday() + 7)
    values = {"seed": 1, "levels": [3, 9], "order": [3, 9], "begun_at": slot.at}
    trial = Experiment.objects.create(channel=slot.channel, starts_on=monday, **values)
    Slot.objects.update(experiment=trial)
    text = look(view)
    assert "Experiment, week 2 of 2: 9 posts planned<" in text
    assert "Open slot<" not in text
    assert f"Experiment on {slot.channel.name} (Practice network)" in text
    assert view == "month" or ", week 2 of 2: 9 posts planned." in text
    assert 'aria-hidden="true">9<' in text


@pytest.mark.parametrize("view", VIEWS)
def test_channels_of_one_network_are_told_apart_by_name(look, view, slot, new_channel):
    named = f'class="clip" dir="auto">{slot.channel.name}<'
    other = new_channel(slot.channel.client, "bluesky")
    Slot.objects.create(channel=other, at=slot.at)
    assert named not in look(view)
    Slot.objects.create(channel=new_channel(slot.channel.client), at=slot.at)
    text = look(view)
    assert text.count(named) == 2
    assert text.count(f'title="{slot.channel.name}"><span class="numbers">') == 3


@pytest.mark.parametrize("view", VIEWS)
def test_open_slots_and_posts_stand_in_the_order_of_their_time(look, view, slot, alice):
    for minute in (5, 40):
        at = slot.at.replace(minute=minute)
        values = {"by": alice, "now": timezone.now(), "text": "Rolls", "language": "en"}
        write_post(client=slot.channel.client, channels=[], planned_at=at, **values)
    shown = re.findall(r'data-at="[^"]+:(\d\d)"', look(view))
    assert shown == ["05", "15", "40"]


@pytest.mark.parametrize("view", VIEWS)
def test_a_slot_speaks_of_its_own_experiment_and_of_no_other(look, view, slot, new_channel):
    monday = slot.at.date() - timedelta(days=slot.at.weekday() + 7)
    values = {"seed": 1, "starts_on": monday, "begun_at": slot.at}
    others = [new_channel(slot.channel.client, "bluesky", "account") for _ in range(2)]
    channels = (others[0], slot.channel, others[1])
    orders = ([5, 5], [3, 9], [5, 5])
    _before, mine, _after = (
        Experiment.objects.create(channel=channel, levels=[3, 9], order=order, **values)
        for channel, order in zip(channels, orders, strict=True)
    )
    Slot.objects.update(experiment=mine)
    assert 'aria-hidden="true">9<' in look(view)
