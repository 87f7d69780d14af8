"""Posts planned for next week already count towards the advice, and slots keep off them."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from skupnost.domain.delivery import State
from skupnost.domain.payload import Payload
from skupnost.publishing import actions as ledger
from skupnost.publishing.models import Delivery
from skupnost.publishing.queries import planned_between
from skupnost.strategy import actions
from skupnost.strategy.ahead import coming_monday, coming_week, planned_words
from skupnost.strategy.counsel import counsel
from skupnost.strategy.models import (
    FILLS_WITHIN,
    Cadence,
    ChannelLimits,
    Experiment,
    FeedChoice,
    FreeTime,
    Period,
    Slot,
)
from skupnost.strategy.pasts import basis_of

PUT = re.compile(r'name="n" value="(\d+)">.*?Put (\d+) slots? into', re.DOTALL)
HALF = timedelta(minutes=30)


@pytest.fixture
def browser(client, alice):
    client.force_login(alice)
    return client


@pytest.fixture
def plan():
    """Hands a post of a channel over to the ledger, due then."""

    def make(channel, at, state=State.SCHEDULED):
        payload = Payload(text="Fresh potica.")
        row = ledger.hand_over(
            channel=channel,
            payload=payload,
            approved_hash=payload.digest(),
            due_at=at,
            now=timezone.now(),
        )
        Delivery.objects.filter(pk=row.pk).update(state=state)
        return row

    return make


def moment(channel, day, hour, minute=0):
    """A moment of next week by the client's clock."""
    zone = ZoneInfo(channel.client.zone)
    monday = coming_monday(channel, timezone.now())
    local = datetime.combine(monday + timedelta(days=day), time(hour, minute), tzinfo=zone)
    return local.astimezone(UTC)


def plan_days(plan, channel, n):
    return [plan(channel, moment(channel, day % 7, 9 + 3 * (day // 7))) for day in range(n)]


def address(channel, name="advice"):
    return reverse(f"strategy:{name}", args=[channel.client.slug, channel.pk])


def told(browser, channel):
    """The page, and the pace that its button sends with the number that it names."""
    text = browser.get(address(channel)).content.decode()
    button = PUT.search(text)
    return text, button and tuple(map(int, button.groups()))


def press(browser, channel, asked):
    answer = browser.post(address(channel, "place"), {"n": asked}, follow=True)
    return answer.content.decode()


def stand(channel):
    return list(Slot.objects.filter(channel=channel).values_list("at", flat=True))


def are_apart(slots, posts):
    return all(abs(slot - post.due_at) >= FILLS_WITHIN for slot in slots for post in posts)


@pytest.mark.parametrize("state", [State.SCHEDULED, State.TO_DO, State.HELD, State.RETRY_WAIT])
def test_what_is_planned_counts_towards_the_advice(browser, past, plan, state):
    _text, (asked, before) = told(browser, past)
    posts = [plan(past, moment(past, day, 9), state) for day in range(2)]
    text, button = told(browser, past)
    assert button == (asked, asked - 2)
    words = f"2 posts are planned for next week already; {asked - 2} open slots make it {asked}."
    assert words in text
    answer = press(browser, past, asked)
    assert before == asked
    assert len(stand(past)) == asked - 2
    assert are_apart(stand(past), posts)
    assert f"{asked - 2} open slots stand in the calendar of next week." in answer
    assert f"With the planned posts that makes {asked}." in answer
    assert Cadence.objects.get().posts_a_week == asked


@pytest.mark.parametrize("state", [State.CANCELLED, State.REFUSED, State.MISSED, State.PUBLISHED])
def test_what_does_not_go_out_then_counts_for_nothing(browser, past, plan, state):
    _text, button = told(browser, past)
    plan(past, moment(past, 0, 9), state)
    text, after = told(browser, past)
    assert after == button
    assert "planned for next week" not in text


@pytest.mark.parametrize("days", [-1, 7])
def test_a_post_in_another_week_counts_for_nothing(browser, past, plan, days):
    _text, button = told(browser, past)
    plan(past, moment(past, days, 23, 59) if days < 0 else moment(past, days, 0))
    text, after = told(browser, past)
    assert after == button
    assert "planned for next week" not in text


def test_the_first_and_the_last_minute_belong_to_the_week(browser, past, plan):
    plan(past, moment(past, 0, 0))
    plan(past, moment(past, 6, 23, 59))
    assert "2 posts are planned for next week already" in told(browser, past)[0]


@pytest.mark.parametrize("more", [0, 3])
def test_with_as_many_planned_or_more_there_is_a_sentence_and_no_button(browser, past, plan, more):
    _text, (asked, _n) = told(browser, past)
    advised = int(re.search(r'<h2 id="advice">(\d+) posts a week', _text)[1])
    n = max(asked, advised) + more
    plan_days(plan, past, n)
    text, button = told(browser, past)
    assert button is None
    assert "at once" not in text
    assert (
        f"{n} posts are planned for next week already: for {advised} posts a week no open slot "
        "is needed." in text
    )
    assert "no open slot is needed" in press(browser, past, asked)
    assert stand(past) == []


def test_a_post_on_a_closed_day_goes_out_and_counts(browser, past, plan):
    monday = coming_monday(past, timezone.now())
    values = {"kind": "closed", "name": "Oven", "starts_on": monday, "ends_on": monday}
    Period.objects.create(client=past.client, **values)
    _text, (asked, n) = told(browser, past)
    plan(past, moment(past, 0, 9))
    text, button = told(browser, past)
    assert button == (asked, n - 1)
    assert f"1 post is planned for next week already; {n - 1} open slots make it {n}." in text
    assert (f"Of {asked} posts a week {n} fit into next week." in text) is (n < asked)


def test_a_post_of_another_channel_does_not_count_and_is_kept_away_from(
    browser, past, plan, new_channel
):
    other = new_channel(past.client, "mastodon")
    _text, (asked, n) = told(browser, past)
    press(browser, past, asked)
    posts = [plan(other, at) for at in stand(past)]
    text, _button = told(browser, past)
    assert f"{n} open slots stand in next week." in text
    assert "Place them anew" in text
    assert "planned for next week" not in text
    press(browser, past, asked)
    assert not {post.due_at for post in posts} & set(stand(past))


def test_a_post_of_another_client_changes_nothing(browser, past, plan, florist, new_channel):
    _text, (asked, _n) = told(browser, past)
    press(browser, past, asked)
    there = stand(past)
    foreign = new_channel(florist)
    for at in there:
        plan(foreign, at)
    press(browser, past, asked)
    assert stand(past) == there


@pytest.mark.parametrize("minute", [0, 20, 59])
def test_no_slot_lies_where_a_planned_post_fills_it(browser, past, plan, minute):
    """Two hours a day are allowed, and one of them is free."""
    ChannelLimits.objects.create(channel=past, from_hour=9, until_hour=11, least=5, most=14)
    posts = [plan(past, moment(past, day, 8, minute)) for day in range(5)]
    press(browser, past, 14)
    slots = stand(past)
    assert slots
    assert are_apart(slots, posts)


def test_where_planned_posts_fill_every_allowed_hour_nothing_is_placed(browser, past, plan):
    ChannelLimits.objects.create(channel=past, from_hour=9, until_hour=10, least=7, has_weekends=0)
    for day in range(5):
        plan(past, moment(past, day, 9, 30))
    text, button = told(browser, past)
    assert button is None
    assert "5 posts are planned for next week already: there is room for no more." in text
    assert "there is room for no more." in press(browser, past, 7)
    assert stand(past) == []


def test_slots_go_to_the_days_that_have_no_post_yet(browser, past, plan):
    for day in range(3):
        plan(past, moment(past, day, 12))
    press(browser, past, 5)
    zone = ZoneInfo(past.client.zone)
    assert {at.astimezone(zone).weekday() for at in stand(past)} <= {3, 4, 5, 6}
    assert len(stand(past)) == 2


def test_a_post_late_on_sunday_keeps_the_first_slot_of_monday_off(browser, past, plan):
    ChannelLimits.objects.create(channel=past, from_hour=0, until_hour=1)
    FreeTime.objects.create(
        client=past.client, quiet_from=0, quiet_until=24, quiet_days=[1, 2, 3, 4, 5, 6]
    )
    assert told(browser, past)[1][1] == 1
    plan(past, moment(past, -1, 23, 30))
    assert told(browser, past)[1] is None


def test_after_a_slot_was_filled_the_next_click_places_one_fewer(browser, past, plan):
    _text, (asked, n) = told(browser, past)
    press(browser, past, asked)
    filled = plan(past, stand(past)[0])
    assert f"{n - 1} open slots stand in next week." in told(browser, past)[0]
    press(browser, past, asked)
    assert len(stand(past)) == n - 1
    assert are_apart(stand(past), [filled])


def test_a_double_click_changes_nothing_and_undo_gives_back_what_stood(browser, past, plan):
    press(browser, past, 3)
    before = stand(past)
    plan_days(plan, past, 2)
    texts = [press(browser, past, 5) for _click in range(2)]
    assert len(stand(past)) == 3
    undo = re.search(r'action="([^"]*)"><[^>]*>\s*<button type="submit" data-undo', texts[0])
    assert "data-undo" not in texts[1]
    answer = browser.post(undo[1].replace("&amp;", "&"), follow=True).content.decode()
    assert "the open slots that it had before" in answer
    assert stand(past) == before
    assert Delivery.objects.filter(state=State.SCHEDULED).count() == 2
    browser.post(address(past, "remove"))
    assert stand(past) == []
    assert Delivery.objects.filter(state=State.SCHEDULED).count() == 2


def test_where_posts_were_planned_since_the_click_takes_the_slots_out_with_a_way_back(
    browser, past, plan
):
    _text, (asked, _n) = told(browser, past)
    press(browser, past, asked)
    before = stand(past)
    plan_days(plan, past, asked)
    text = press(browser, past, asked)
    assert stand(past) == []
    undo = re.search(r'action="([^"]*)"><[^>]*>\s*<button type="submit" data-undo', text)
    browser.post(undo[1].replace("&amp;", "&"))
    assert stand(past) == before


def test_the_week_of_an_experiment_keeps_its_slots(browser, past, plan):
    browser.post(address(past, "begin"))
    before = stand(past)
    plan_days(plan, past, 3)
    text, button = told(browser, past)
    assert button is None
    assert "planned for next week" not in text
    press(browser, past, 5)
    assert stand(past) == before
    assert Experiment.objects.count() == 1


@pytest.mark.parametrize("zone", ["Pacific/Auckland", "America/Los_Angeles", "Asia/Kathmandu"])
def test_the_week_is_that_of_the_client(browser, past, plan, zone):
    past.client.zone = zone
    past.client.save()
    _text, (asked, n) = told(browser, past)
    posts = [plan(past, moment(past, 0, 0)), plan(past, moment(past, 6, 23, 45))]
    plan(past, moment(past, -1, 22))
    assert told(browser, past)[1] == (asked, n - 2)
    press(browser, past, asked)
    assert are_apart(stand(past), posts)


@pytest.mark.parametrize("due", [(0, 30), (1, 0), (1, 30), (2, 0)])
@pytest.mark.parametrize("week", [date(2026, 10, 19), date(2027, 3, 22)])
def test_in_the_night_of_a_changed_clock_slots_keep_off_by_the_time_that_passes(
    past, plan, week, due
):
    """All allowed hours of that Sunday are asked for; the post is due then in UTC."""
    now = datetime.combine(week - timedelta(days=4), time(9), tzinfo=UTC)
    ChannelLimits.objects.create(channel=past, from_hour=0, until_hour=5)
    FreeTime.objects.create(
        client=past.client, quiet_from=0, quiet_until=24, quiet_days=[0, 1, 2, 3, 4, 5]
    )
    sunday = datetime.combine(week + timedelta(days=6), time(*due), tzinfo=UTC)
    known, found = basis_of(past), counsel(past, now=now)
    whole = actions.place_week(known=known, counsel=found, posts_a_week=5, now=now).moments
    post = plan(past, sunday)
    placed = actions.place_week(known=known, counsel=found, posts_a_week=6, now=now)
    assert placed.n_planned == 1
    free = [at for at in whole if abs(at - sunday) >= FILLS_WITHIN]
    assert list(placed.moments) == free
    assert are_apart(placed.moments, [post])


def test_hours_at_the_top_of_feeds_keep_off_planned_posts_and_quiet_hours(tooter, plan, now):
    FeedChoice.objects.create(channel=tooter, hours_by="feeds")
    quiet = {"quiet_from": 20, "quiet_until": 24, "quiet_days": list(range(7))}
    FreeTime.objects.create(client=tooter.client, **quiet)
    known, found = basis_of(tooter), counsel(tooter, now=now)
    first = actions.place_week(known=known, counsel=found, posts_a_week=5, now=now).moments
    posts = [plan(tooter, at + HALF) for at in first[:2]]
    placed = actions.place_week(known=known, counsel=found, posts_a_week=5, now=now)
    assert (placed.n, placed.n_planned) == (3, 2)
    assert are_apart(placed.moments, posts)
    zone = ZoneInfo(tooter.client.zone)
    assert all(at.astimezone(zone).hour < 20 for at in (*first, *placed.moments))
    gaps = sorted([*placed.moments, *(post.due_at for post in posts)])
    assert min(b - a for a, b in pairwise(gaps)) > timedelta(hours=8)


def test_a_slot_that_a_post_fills_is_not_told_as_open(browser, past, plan, bakery):
    bakery.colleagues.create(name="Alenka", hours_a_week=1)
    bakery.content_kinds.create(name="Post", hours_each=1)
    press(browser, past, 5)
    plan(past, stand(past)[0] + HALF)
    assert "4 open slots stand in next week." in told(browser, past)[0]


def test_planned_posts_are_asked_for_once(browser, past, plan, new_channel):
    """The page of a channel asks for next week, and for the weeks of the experiment it offers."""
    for network in ("mastodon", "bluesky", "facebook"):
        plan(new_channel(past.client, network), moment(past, 1, 9))
    overview = reverse("strategy:overview", args=[past.client.slug])
    for page, n in ((address(past), 2), (overview, 1)):
        browser.get(page)
        with CaptureQueriesContext(connection) as asked:
            browser.get(page)
        rows = [row["sql"] for row in asked.captured_queries if "due_at" in row["sql"]]
        assert len([sql for sql in rows if "BETWEEN" in sql]) == n


def test_what_is_planned_is_told_by_channel_in_order(past, plan, florist, new_channel):
    first, last = coming_week(past, timezone.now())
    for at in (last, first, last + timedelta(seconds=1), first - timedelta(seconds=1)):
        plan(past, at)
    plan(new_channel(florist), first)
    assert planned_between(past.client, first, last) == {past.pk: [first, last]}


def test_an_advice_of_no_posts_asks_for_nothing():
    assert planned_words(2, 0, 0) == ["2 posts are planned for next week already."]
    assert planned_words(0, 3, 3) == []
