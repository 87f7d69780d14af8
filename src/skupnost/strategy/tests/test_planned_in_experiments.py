"""Posts planned in the weeks of an experiment count towards them, and slots keep off."""

from __future__ import annotations

import re
from collections import Counter
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db.models import F
from django.urls import reverse
from django.utils import timezone

from skupnost.domain.cadence import ExperimentPlan
from skupnost.domain.cadence.values import ExperimentSlot
from skupnost.domain.delivery import State
from skupnost.domain.payload import Payload
from skupnost.publishing import actions as ledger
from skupnost.publishing.models import Delivery
from skupnost.strategy import actions
from skupnost.strategy.ahead import coming_monday
from skupnost.strategy.counsel import counsel
from skupnost.strategy.models import FILLS_WITHIN, ChannelLimits, Experiment, Period, Slot
from skupnost.strategy.pasts import basis_of
from skupnost.strategy.weeks import WeekShown
from skupnost.strategy.weeks_ahead import WeekAhead, begun_lines, laid, level_lines

WEEK = timedelta(weeks=1)
ABOVE = re.compile(r"\d weeks? will have more posts [^.]*\.")
NOTE = "Drafts with a time in the calendar count as planned."


@pytest.fixture
def browser(client, alice):
    client.force_login(alice)
    return client


@pytest.fixture
def offered(past):
    """The plan that the page offers."""
    return counsel(past, now=timezone.now(), seed=past.pk * 1000).advice.experiment


@pytest.fixture
def plan(past, offered):
    """So many posts in a week of the plan, one a day, twelve hours after midnight."""

    def make(week, n, *, state=State.SCHEDULED, channel=past, hour=12):
        zone = ZoneInfo(past.client.zone)
        for day in range(n):
            on = offered.starts_on + week * WEEK + timedelta(days=day % 7)
            at = datetime.combine(on, time(hour + day // 7), tzinfo=zone).astimezone(UTC)
            payload = Payload(text="Fresh potica.")
            values = {"approved_hash": payload.digest(), "due_at": at, "now": timezone.now()}
            row = ledger.hand_over(channel=channel, payload=payload, **values)
            Delivery.objects.filter(pk=row.pk).update(state=state)

    return make


def address(channel, name="advice"):
    return reverse(f"strategy:{name}", args=[channel.client.slug, channel.pk])


def begin(browser, channel):
    return browser.post(address(channel, "begin"), follow=True).content.decode()


def slots_by_week(channel):
    """How many slots stand in each week of the experiment."""
    trial, zone = Experiment.objects.get(), ZoneInfo(channel.client.zone)
    moments = Slot.objects.filter(experiment=trial).values_list("at", flat=True)
    found = Counter((at.astimezone(zone).date() - trial.starts_on) // WEEK for at in moments)
    return [found[week] for week in range(len(trial.order))]


def are_apart():
    posts = list(Delivery.objects.values_list("due_at", flat=True))
    slots = Slot.objects.values_list("at", flat=True)
    return all(abs(slot - post) >= FILLS_WITHIN for slot in slots for post in posts)


def test_planned_posts_count_towards_their_week(browser, past, offered, plan):
    few = min(offered.levels)
    place = offered.order.index(max(offered.levels))
    plan(place, 2)
    text = begin(browser, past)
    expected = list(offered.order)
    expected[place] -= 2
    assert slots_by_week(past) == expected
    assert Experiment.objects.get().order == list(offered.order)
    assert are_apart()
    assert "2 posts are planned in these weeks already and count towards their weeks." in text
    assert NOTE not in text
    assert "more posts than" not in text
    assert few > 0


def test_weeks_without_planned_posts_keep_their_slots(past, offered, plan, now):
    plan(0, 1)
    known = basis_of(past)
    found = laid(known, offered, worth=counsel(past, now=timezone.now()).advice.hours)
    others = [slot for slot in offered.slots if slot.week]
    assert [slot for slot in found.plan.slots if slot.week] == others
    assert [week.n_slots for week in found.weeks] == [offered.order[0] - 1, *offered.order[1:]]


def test_more_planned_than_asked_for_is_told_before_and_after(browser, past, offered, plan):
    few = min(offered.levels)
    place = offered.order.index(few)
    plan(place, few + 2)
    before = browser.get(address(past)).content.decode()
    after = begin(browser, past)
    words = (
        f"1 week will have more posts than the experiment asks for: week {place + 1} ({few + 2} "
        f"instead of {few})."
    )
    assert words in before
    assert "Results are read by what is really posted" in before
    assert NOTE in before
    assert words in after
    assert slots_by_week(past)[place] == 0
    page = reverse(
        "strategy:experiment", args=[past.client.slug, past.pk, Experiment.objects.get().pk]
    )
    text = browser.get(page).content.decode()
    assert words in text
    assert "Results are read by what is really posted" in text


def test_the_weeks_told_before_are_those_that_begin(browser, past, offered, plan):
    """Chance draws the order of each experiment anew, and a post's cost is none of its business."""
    plan(0, min(offered.levels) + 1)
    plan(2, min(offered.levels) + 1)
    for _round in range(5):
        before = browser.get(f"{address(past)}?cost=40").content.decode()
        assert ABOVE.findall(begin(browser, past)) == ABOVE.findall(before)
        args = [past.client.slug, past.pk, Experiment.objects.get(stopped_at=None).pk]
        browser.post(reverse("strategy:stop", args=args))


def test_as_many_planned_as_asked_for_is_no_fault(browser, past, offered, plan):
    plan(0, offered.order[0])
    text = begin(browser, past)
    assert slots_by_week(past)[0] == 0
    assert "more posts than" not in text


@pytest.mark.parametrize("state", [State.CANCELLED, State.REFUSED, State.MISSED])
def test_what_does_not_go_out_counts_for_nothing(browser, past, offered, plan, state):
    plan(0, 2, state=state)
    text = begin(browser, past)
    assert slots_by_week(past) == list(offered.order)
    assert "planned in these weeks" not in text


def test_posts_before_after_and_on_other_channels_count_for_nothing(
    browser, past, offered, plan, new_channel
):
    plan(-1, 3)
    plan(len(offered.order), 3)
    plan(0, 3, channel=new_channel(past.client, "mastodon"))
    text = begin(browser, past)
    assert slots_by_week(past) == list(offered.order)
    assert "planned in these weeks" not in text


def hourly(past, monday, hour, order):
    """A plan with slots at this hour on so many days of each week; no other hour is allowed."""
    ChannelLimits.objects.create(channel=past, from_hour=hour, until_hour=hour + 1, most=7)
    starts = [datetime.combine(monday + week * WEEK, time(hour)) for week in range(len(order))]
    slots = [
        ExperimentSlot(week, starts[week] + timedelta(days=day))
        for week, n in enumerate(order)
        for day in range(n)
    ]
    return ExperimentPlan(monday, (min(order), max(order)), order, tuple(slots))


def test_a_post_at_the_end_of_the_week_before_keeps_the_first_slot_off(past, plan):
    now, zone = timezone.now(), ZoneInfo(past.client.zone)
    trial = hourly(past, coming_monday(past, now), 0, (7, 3))
    at = datetime.combine(trial.starts_on, time(), tzinfo=zone) - timedelta(minutes=10)
    payload = Payload(text="Fresh potica.")
    values = {"approved_hash": payload.digest(), "now": now, "due_at": at.astimezone(UTC)}
    ledger.hand_over(channel=past, payload=payload, **values)
    found = laid(basis_of(past), trial, worth=[0.0] * 168)
    assert [(week.n_stand, week.n_slots) for week in found.weeks] == [(0, 6), (0, 3)]
    actions.begin_experiment(channel=past, plan=found.plan, seed=1, now=now)
    assert slots_by_week(past) == [6, 3]
    assert are_apart()


def test_where_posts_fill_the_hours_a_week_is_below_its_level(past, plan, offered):
    """Two hours of each day are allowed and asked for; a post between them fills both."""
    trial = hourly(past, offered.starts_on, 12, (14, 3))
    ChannelLimits.objects.update(until_hour=14, most=14)
    plan(0, 1)
    Delivery.objects.update(due_at=F("due_at") + timedelta(minutes=30))
    weeks = laid(basis_of(past), trial, worth=[0.0] * 168).weeks
    assert [(week.n_stand, week.n_slots) for week in weeks] == [(1, 12), (0, 3)]
    lines = begun_lines(weeks)
    assert lines[1] == (
        "1 week has no room for all its slots and will have fewer posts than the experiment asks "
        "for: week 1 (13 instead of 14)."
    )


def test_a_week_that_is_passed_over_is_never_above(browser, past, offered, plan):
    monday = offered.starts_on
    values = {"kind": "campaign", "name": "Fair", "starts_on": monday, "ends_on": monday}
    Period.objects.create(client=past.client, **values)
    plan(0, 7)
    text = begin(browser, past)
    assert "more posts than" not in text


def test_the_page_of_the_experiment_counts_what_was_posted_and_what_is_planned(browser, tried, now):
    """Its fifth week asks for nine posts; what stands in weeks that are over is told elsewhere."""
    from skupnost.strategy.results import result_of

    assert result_of(tried, now=now).ahead == ()
    n = Delivery.objects.count()
    for day in range(1, 11):
        at = now + timedelta(hours=8 * day)
        payload = Payload(text="Fresh potica.")
        values = {"approved_hash": payload.digest(), "due_at": at, "now": now}
        ledger.hand_over(channel=tried.channel, payload=payload, **values)
    assert Delivery.objects.count() == n + 10
    lines = result_of(tried, now=now).ahead
    words = "1 week will have more posts than the experiment asks for: week 5 ("
    assert re.fullmatch(re.escape(words) + r"\d\d instead of 9\)\.", lines[0])
    tried.stopped_at = now
    tried.save()
    assert result_of(tried, now=now).ahead == ()


@pytest.mark.parametrize(("asked", "posted"), [(3, 4), (3, 5), (9, 11), (9, 12), (8, 10)])
def test_the_words_of_how_a_week_is_read_are_those_of_the_rule(asked, posted):
    shown = WeekShown(1, date(2026, 12, 7), asked, False, True, posted)
    is_off = posted - asked > 1 and posted - asked > asked / 4
    assert shown.is_kept is not is_off
    said = level_lines([WeekAhead(1, asked, posted)])[-1]
    assert "more than one post and more than a quarter off is left out" in said
