"""Drafts with a time count as planned, and a slot that a post fills is nowhere an open one."""

from __future__ import annotations

import html
import re
from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from skupnost.editorial.actions import bin_post, cancel, move_post, schedule, write_post
from skupnost.editorial.queries import drafts_between
from skupnost.strategy.ahead import coming_monday, coming_week
from skupnost.strategy.models import Colleague, ContentKind, Experiment, Period, Slot
from skupnost.strategy.off_slots import slots_on_days_off, take_away

LISTED = re.compile(r'name="slot" value="\d+"')
OUTLINE = "Open slot<"
NOTE = "Drafts with a time in the calendar count as planned."


@pytest.fixture
def browser(client, alice):
    client.force_login(alice)
    return client


@pytest.fixture
def draft(channel, alice):
    """A draft of the channel at that moment."""

    def make(at, *channels):
        values = {"by": alice, "now": timezone.now(), "text": "Rolls", "language": "en"}
        chosen = channels or (channel,)
        return write_post(client=channel.client, channels=chosen, planned_at=at, **values)

    return make


def address(channel, name="advice"):
    return reverse(f"strategy:{name}", args=[channel.client.slug, channel.pk])


def place(browser, channel, n):
    return browser.post(address(channel, "place"), {"n": n}, follow=True).content.decode()


def hours(channel, n):
    """So many hours after the coming week begins."""
    return coming_week(channel, timezone.now())[0] + timedelta(hours=n)


def outlines(browser, channel, view="week"):
    monday = coming_monday(channel, timezone.now())
    page = reverse("editorial:calendar", args=[channel.client.slug])
    return browser.get(page, {"at": f"{monday}", "view": view}).content.decode().count(OUTLINE)


def listed(browser, channel):
    return len(LISTED.findall(browser.get(address(channel)).content.decode()))


def moments():
    return list(Slot.objects.values_list("at", flat=True))


def test_drafts_with_a_time_count_as_planned(browser, channel, draft):
    posts = [draft(hours(channel, n)) for n in (10, 34)]
    text = browser.get(address(channel)).content.decode()
    assert "2 posts are planned for next week already" in text
    assert NOTE in text
    answer = place(browser, channel, 5)
    assert "3 open slots stand in the calendar of next week." in answer
    assert "With the planned posts that makes 5." in answer
    assert len(moments()) == outlines(browser, channel) == listed(browser, channel) == 3
    near = [abs(at - post.planned_at) for at in moments() for post in posts]
    assert min(near) >= timedelta(hours=1)


def test_a_draft_that_is_scheduled_counts_once(browser, channel, draft, alice):
    post = draft(hours(channel, 10))
    schedule(post=post, at=post.planned_at, by=alice, now=timezone.now())
    draft(hours(channel, 40))
    assert "2 posts are planned for next week already" in place(browser, channel, 2)
    assert not moments()


@pytest.mark.parametrize("fate", ["no_time", "binned", "cancelled", "other_week", "elsewhere"])
def test_what_does_not_stand_there_then_counts_for_nothing(
    browser, channel, draft, alice, new_channel, fate
):
    at, now = hours(channel, 10), timezone.now()
    other = new_channel(channel.client, "bluesky")
    where = {"other_week": at - timedelta(weeks=1), "no_time": None}.get(fate, at)
    post = draft(where, other if fate == "elsewhere" else channel)
    if fate == "binned":
        bin_post(post=post, by=alice, now=now)
    if fate == "cancelled":
        schedule(post=post, at=at, by=alice, now=now)
        cancel(post=post, by=alice, now=now)
    text = browser.get(address(channel)).content.decode()
    assert "planned for next week" not in text
    assert NOTE not in text
    place(browser, channel, 5)
    assert len(moments()) == 5


def test_the_overview_counts_drafts_too(browser, channel, draft):
    draft(hours(channel, 10))
    text = browser.get(reverse("strategy:overview", args=[channel.client.slug])).content.decode()
    assert "1 post is planned for next week already" in text
    assert "1 planned</span>" in text
    assert NOTE in text


def test_drafts_are_told_by_channel_in_order(bakery, channel, draft, new_channel, florist):
    other = new_channel(bakery, "mastodon")
    first, last = coming_week(channel, timezone.now())
    draft(last, channel, other)
    draft(first)
    draft(last + timedelta(seconds=1))
    assert drafts_between(bakery, first, last) == {channel.pk: [first, last], other.pk: [last]}
    assert drafts_between(florist, first, last) == {}


def test_the_composer_opened_from_a_slot_fills_it_wherever_it_is_told(browser, channel):
    place(browser, channel, 3)
    page = reverse("editorial:calendar", args=[channel.client.slug])
    text = browser.get(page, {"at": f"{moments()[0]:%Y-%m-%d}", "view": "week"}).content.decode()
    links = re.findall(r'href="([^"]+/posts/new/\?at=[^"]+channel=\d+)"', text)
    sheet = browser.get(html.unescape(links[0])).context["sheet"]
    form = {"post": sheet.post_id, "version": 0, "text": "Rolls", "do": "save"}
    form |= {"channel": [one.pk for one in sheet.draft.channels]}
    browser.post(html.unescape(links[0]), form | {"date": sheet.day, "time": sheet.clock})
    assert outlines(browser, channel) == outlines(browser, channel, "month") == 2
    assert listed(browser, channel) == 2


@pytest.mark.parametrize("minutes", [-59, 0, 59])
def test_a_post_moved_onto_a_slot_fills_it_and_moved_away_opens_it(
    browser, channel, draft, alice, minutes
):
    place(browser, channel, 3)
    far = coming_week(channel, timezone.now())[1] + timedelta(days=3)
    post = draft(far)
    assert listed(browser, channel) == outlines(browser, channel) == 3
    to = moments()[1] + timedelta(minutes=minutes)
    post = move_post(post=post, to=to, by=alice, now=timezone.now()).post
    assert listed(browser, channel) == outlines(browser, channel) == 2
    move_post(post=post, to=far, by=alice, now=timezone.now())
    assert listed(browser, channel) == outlines(browser, channel) == 3


def test_a_list_in_which_every_slot_is_filled_is_not_shown(browser, channel, draft):
    place(browser, channel, 2)
    for at in moments():
        draft(at)
    text = browser.get(address(channel)).content.decode()
    assert "Open slots in the calendar" not in text
    assert "Remove all" not in text


def test_removing_all_tells_the_open_ones_and_undo_brings_all_back(browser, channel, draft):
    place(browser, channel, 3)
    before = moments()
    draft(before[0])
    answer = browser.post(address(channel, "remove"), follow=True).content.decode()
    assert "2 slots are gone." in answer
    assert not moments()
    undo = re.search(r'action="([^"]*)"><[^>]*>\s*<button type="submit" data-undo', answer)
    browser.post(html.unescape(undo[1]))
    assert moments() == before


def test_the_count_beside_the_hours_is_that_of_the_list(browser, channel, draft):
    Colleague.objects.create(client=channel.client, name="Alenka", hours_a_week=1)
    ContentKind.objects.create(client=channel.client, name="Post", hours_each=1)
    place(browser, channel, 4)
    draft(moments()[0])
    text = browser.get(address(channel)).content.decode()
    assert "3 open slots stand in next week." in text
    assert len(LISTED.findall(text)) == 3


def test_a_filled_slot_of_an_experiment_is_not_listed(browser, channel, draft):
    monday = coming_monday(channel, timezone.now())
    values = {"seed": 1, "levels": [2, 4], "order": [2, 4], "begun_at": timezone.now()}
    trial = Experiment.objects.create(channel=channel, starts_on=monday, **values)
    for n in (10, 60):
        Slot.objects.create(channel=channel, at=hours(channel, n), experiment=trial)
    draft(hours(channel, 10))
    assert listed(browser, channel) == 1


def test_a_filled_slot_on_a_day_off_is_neither_told_nor_taken_away(channel, draft):
    monday = coming_monday(channel, timezone.now())
    values = {"kind": "closed", "name": "Oven", "starts_on": monday, "ends_on": monday}
    Period.objects.create(client=channel.client, **values)
    open_one, filled = (Slot.objects.create(channel=channel, at=hours(channel, n)) for n in (8, 12))
    draft(filled.at + timedelta(minutes=30))
    now = datetime.now(UTC)
    assert slots_on_days_off(channel.client, now) == [open_one]
    assert take_away(channel.client, now) == 1
    assert list(Slot.objects.all()) == [filled]
