"""The overview counts posts that are planned for next week, and their hours, on every channel."""

from __future__ import annotations

import re
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from django.utils import timezone

from skupnost.channels.models import Health
from skupnost.domain.delivery import State
from skupnost.domain.payload import Payload
from skupnost.publishing import actions as ledger
from skupnost.publishing.models import Delivery
from skupnost.strategy.ahead import coming_monday
from skupnost.strategy.models import (
    Budget,
    Cadence,
    ChannelClaim,
    ChannelLimits,
    Colleague,
    ContentKind,
    Experiment,
    Period,
    Slot,
)
from skupnost.strategy.sharing import all_ahead, planned_hours, sharing

PUT = re.compile(r"Put next week's (\d+) slots? ")
COLUMN = re.compile(r'data-label="Next week, posts" class="numbers">(\d+)')


@pytest.fixture
def other(past, new_channel):
    return new_channel(past.client, "mastodon")


@pytest.fixture
def hours(bakery):
    ContentKind.objects.create(client=bakery, name="Post", hours_each=1)
    return Colleague.objects.create(client=bakery, name="Alenka", hours_a_week=100)


@pytest.fixture
def browser(client, alice):
    client.force_login(alice)
    return client


def plan(channel, n, state=State.SCHEDULED, after=0):
    """So many posts of a channel, one a day from so many days after next Monday on."""
    zone = ZoneInfo(channel.client.zone)
    for number in range(n):
        day = coming_monday(channel, timezone.now()) + timedelta(days=after + number % 7)
        at = datetime.combine(day, time(9 + 4 * (number // 7)), tzinfo=zone).astimezone(UTC)
        payload = Payload(text="Fresh potica.")
        values = {"approved_hash": payload.digest(), "due_at": at, "now": timezone.now()}
        row = ledger.hand_over(channel=channel, payload=payload, **values)
        Delivery.objects.filter(pk=row.pk).update(state=state)


def look(browser, client_):
    """The page, its button's number and its column of next week."""
    text = browser.get(reverse("strategy:overview", args=[client_.slug])).content.decode()
    button = PUT.search(text)
    return text, int(button[1]) if button else 0, list(map(int, COLUMN.findall(text)))


def press(browser, client_):
    address = reverse("strategy:place_all", args=[client_.slug])
    return browser.post(address, follow=True).content.decode()


def slots(channel):
    return Slot.objects.filter(channel=channel).count()


def test_planned_posts_count_in_the_column_the_button_and_the_message(browser, past, other):
    _text, before, column = look(browser, past.client)
    plan(other, 2)
    text, n, after = look(browser, past.client)
    assert (n, after) == (before - 2, column)
    assert f"2 posts are planned for next week already; {n} open slots make it {before}." in text
    assert text.count("2 planned</span>") == 1
    answer = press(browser, past.client)
    assert f"{n} open slots of all channels stand in the calendar of next week." in answer
    assert f"With the planned posts that makes {before}." in answer
    assert Slot.objects.count() == n
    assert sum(Cadence.objects.values_list("posts_a_week", flat=True)) == before


def test_channels_keep_off_one_anothers_planned_posts(browser, past, other):
    press(browser, past.client)
    taken = set(Slot.objects.filter(channel=past).values_list("at", flat=True))
    Delivery.objects.all().delete()
    for at in taken:
        payload = Payload(text="Fresh potica.")
        values = {"approved_hash": payload.digest(), "due_at": at, "now": timezone.now()}
        ledger.hand_over(channel=other, payload=payload, **values)
    press(browser, past.client)
    assert not taken & set(Slot.objects.values_list("at", flat=True))


@pytest.mark.parametrize("state", [State.CANCELLED, State.PUBLISHED, State.MISSED])
def test_what_does_not_go_out_then_counts_for_nothing(browser, past, other, hours, state):
    before = look(browser, past.client)[1:]
    plan(other, 3, state)
    plan(other, 2, after=7)
    text, *after = look(browser, past.client)
    assert tuple(after) == before
    assert "planned" not in text


def test_more_planned_than_advised_is_told_and_leaves_the_other_its_slots(
    browser, past, other, hours
):
    _text, _n, column = look(browser, past.client)
    shares = {s.channel: s for s in sharing(past.client, now=timezone.now()).shares}
    plan(other, 14)
    text, n, after = look(browser, past.client)
    assert n == shares[past].pace
    assert sorted(after) == sorted([shares[past].pace, 14])
    assert sum(after) > sum(column)
    assert f"14 posts are planned for next week already; {n} open slots make it" in text
    press(browser, past.client)
    assert (slots(past), slots(other)) == (n, 0)


def test_planned_posts_take_their_hours_before_slots_do(browser, past, other, hours):
    Colleague.objects.update(hours_a_week=6)
    found = sharing(past.client, now=timezone.now())
    assert sum(share.n for share in found.shares) == 6
    plan(other, 5)
    found = sharing(past.client, now=timezone.now())
    assert planned_hours(found) == 5
    assert sum(share.n for share in found.shares) == 6
    text, n, column = look(browser, past.client)
    assert (n, sum(column)) == (1, 6)
    assert "What stands in next week already takes 5 hours; hours in all: 6." in text
    press(browser, past.client)
    assert (slots(past), slots(other)) == (1, 0)


def test_where_planned_posts_take_more_than_the_hours_no_slot_is_offered(
    browser, past, other, hours
):
    Colleague.objects.update(hours_a_week=3)
    plan(other, 4)
    text, n, column = look(browser, past.client)
    assert (n, sorted(column)) == (0, [0, 4])
    assert "4 posts are planned for next week already: there is room for no more." in text
    assert "What stands in next week already takes 4 hours; hours in all: 3." in text
    press(browser, past.client)
    assert not Slot.objects.exists()


def test_a_post_taken_over_costs_less_next_week_too(browser, past, other, hours):
    Colleague.objects.update(hours_a_week=6)
    plan(other, 5)
    dear = look(browser, past.client)[1]
    Budget.objects.create(client=past.client, copy_percent=0)
    assert look(browser, past.client)[1] > dear


def test_all_that_is_advised_is_planned(browser, past, other):
    shares = sharing(past.client, now=timezone.now()).shares
    for share in shares:
        plan(share.channel, share.pace)
    total = sum(share.pace for share in shares)
    assert f"next week. {total} posts are planned for next week already." in press(
        browser, past.client
    )
    assert not Slot.objects.exists()
    text, n, column = look(browser, past.client)
    assert (n, sum(column)) == (0, total)
    assert (
        f"{total} posts are planned for next week already: for {total} posts a week no open slot "
        "is needed." in text
    )


def test_closed_days_and_planned_posts_count_together(browser, past, other, hours):
    monday = coming_monday(past, timezone.now())
    last = monday + timedelta(days=2)
    values = {"kind": "closed", "name": "Oven", "starts_on": monday, "ends_on": last}
    Period.objects.create(client=past.client, **values)
    _text, before, column = look(browser, past.client)
    plan(past, 2)
    text, n, after = look(browser, past.client)
    assert (n, after) == (before - 2, column)
    assert "fit into next week." in text
    assert "takes" not in text.split("open slots make it")[1]
    press(browser, past.client)
    assert Slot.objects.count() == n


def test_the_week_of_an_experiment_stays_and_is_told_apart(browser, past, other, hours, now):
    Colleague.objects.update(hours_a_week=8)
    starts_on = coming_monday(past, timezone.now())
    values = {"seed": 1, "levels": [2, 4], "order": [4, 2], "begun_at": timezone.now()}
    Experiment.objects.create(channel=past, starts_on=starts_on, **values)
    plan(past, 3)
    plan(other, 2, after=3)
    text, n, column = look(browser, past.client)
    pace = next(
        s.pace for s in sharing(past.client, now=timezone.now()).shares if s.channel == other
    )
    assert sorted(column) == sorted([4, pace])
    assert n == pace - 2
    assert "Without the weeks of experiments: 2 posts are planned for next week already" in text
    plan(past, 7, after=0)
    found = sharing(past.client, now=timezone.now())
    assert planned_hours(found) == 12
    assert all_ahead(past.client, found, now=timezone.now())[other.pk].n == 0


def test_the_page_of_a_channel_says_what_fits_beside_all_that_next_week_has(
    browser, past, other, hours
):
    ChannelLimits.objects.create(channel=past, least=6)
    Colleague.objects.update(hours_a_week=5)
    plan(past, 3)
    page = reverse("strategy:advice", args=[past.client.slug, past.pk])
    text = browser.get(page).content.decode()
    assert re.search(r"\d posts? a week fits? here into the hours of all channels", text)


def test_nothing_planned_leaves_every_number_as_it_was(past, other, hours):
    for n_hours in range(14):
        Colleague.objects.update(hours_a_week=n_hours)
        found = sharing(past.client, now=timezone.now())
        ahead = all_ahead(past.client, found, now=timezone.now())
        assert [ahead[s.channel.pk].total for s in found.shares] == [s.pace for s in found.shares]


WORDS = "planned for next week without a connected channel and does not go out"


@pytest.fixture
def apart(past, new_channel):
    """A channel whose account was disconnected."""
    channel = new_channel(past.client, "bluesky")
    channel.health = Health.DISCONNECTED
    channel.save()
    return channel


@pytest.mark.parametrize("state", [State.SCHEDULED, State.HELD])
def test_posts_on_a_disconnected_channel_take_their_hours_and_are_told_as_they_are(
    browser, past, other, hours, apart, state
):
    Colleague.objects.update(hours_a_week=6)
    assert look(browser, past.client)[1] == 6
    plan(apart, 5, state)
    found = sharing(past.client, now=timezone.now())
    assert planned_hours(found) == 5
    assert sum(share.n for share in found.shares) == 6
    text, n, column = look(browser, past.client)
    assert (n, sum(column)) == (1, 1)
    assert (
        "5 posts are planned for next week without a connected channel and do not go out as they "
        "stand: Pekarna Zora (Bluesky). Connect again" in text
    )
    assert "The hours for this count as taken until then." in text
    assert "What stands in next week already takes 5 hours; hours in all: 6." in text
    assert "planned for next week already" not in text
    press(browser, past.client)
    assert (slots(past) + slots(other), slots(apart)) == (1, 0)


def test_a_post_for_connected_and_other_channels_costs_less_there_too(
    browser, past, other, hours, apart
):
    Colleague.objects.update(hours_a_week=6)
    Budget.objects.create(client=past.client, copy_percent=0)
    plan(apart, 2)
    assert planned_hours(sharing(past.client, now=timezone.now())) == 2
    plan(other, 2)
    assert planned_hours(sharing(past.client, now=timezone.now())) == 2


def test_what_a_disconnected_channel_costs_is_its_own_word(past, hours, apart):
    ChannelClaim.objects.create(channel=apart, hours_each=3)
    plan(apart, 2)
    assert planned_hours(sharing(past.client, now=timezone.now())) == 6


def test_where_nobody_counted_hours_a_disconnected_channel_is_told_without_them(
    browser, past, apart
):
    plan(apart, 1)
    text, n, _column = look(browser, past.client)
    assert f"1 post is {WORDS}" in text
    assert "The hours for this" not in text
    assert n


@pytest.mark.parametrize("state", [State.CANCELLED, State.PUBLISHED])
def test_a_disconnected_channel_on_which_nothing_is_planned_is_not_told(
    browser, past, hours, apart, state
):
    before = look(browser, past.client)[1:]
    plan(apart, 3, state)
    plan(apart, 2, after=7)
    text, *after = look(browser, past.client)
    assert tuple(after) == before
    assert "without a connected channel" not in text


def test_slots_keep_off_posts_of_a_disconnected_channel(browser, past, apart):
    press(browser, past.client)
    taken = set(Slot.objects.values_list("at", flat=True))
    for at in taken:
        payload = Payload(text="Fresh potica.")
        values = {"approved_hash": payload.digest(), "due_at": at, "now": timezone.now()}
        ledger.hand_over(channel=apart, payload=payload, **values)
    press(browser, past.client)
    assert not taken & set(Slot.objects.values_list("at", flat=True))
