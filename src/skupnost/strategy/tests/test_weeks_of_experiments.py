"""The weeks of an experiment: those of the client's zone, as they were and not as planned."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from skupnost.domain.cadence import PastPost, WeekResult, arm
from skupnost.strategy.experimenting import (
    current_week,
    mondays_until,
    weeks_between,
    weeks_of,
)
from skupnost.strategy.models import Experiment
from skupnost.strategy.outcomes import newest_outcome
from skupnost.strategy.pasts import basis_of, past_posts
from skupnost.strategy.weeks import arms_shown, weeks_shown

ZONE = ZoneInfo("Europe/Ljubljana")
HOUR = timedelta(hours=1)


@pytest.mark.parametrize(("monday", "hours"), [((2026, 3, 23), 167), ((2026, 10, 19), 169)])
def test_a_week_in_which_the_clocks_change_is_an_hour_shorter_or_longer(channel, monday, hours):
    experiment = Experiment(channel=channel, starts_on=date(*monday), levels=[3, 9], order=[3, 9])
    changed, usual = weeks_of(experiment, ZONE)
    assert (changed.ends_at - changed.starts_at) / HOUR == hours
    assert (usual.ends_at - usual.starts_at) / HOUR == 168
    last = changed.ends_at - timedelta(minutes=1)
    assert current_week(experiment, ZONE, last).number == 1
    assert current_week(experiment, ZONE, last + HOUR).number == 2
    assert len(mondays_until(experiment, ZONE, last)) == 1


def test_a_post_late_on_sunday_belongs_to_the_week_of_its_readers(channel):
    experiment = Experiment(
        channel=channel, starts_on=date(2026, 3, 23), levels=[1, 2], order=[1, 2]
    )
    times = [(29, 21, 59), (29, 22, 1)]
    posts = [PastPost(datetime(2026, 3, *at, tzinfo=UTC).astimezone(ZONE), 5.0) for at in times]
    weeks = weeks_shown(experiment, posts, now=datetime(2026, 5, 1, tzinfo=UTC))
    assert [week.posted for week in weeks] == [1, 1]


def test_weeks_are_shown_as_they_were(tried, now):
    weeks = weeks_shown(tried, past_posts(tried.channel), now=now)
    assert [week.posted for week in weeks][:5] == [3, 9, 4, 3, 3]
    assert [week.is_kept for week in weeks][:4] == [True, True, False, True]
    assert [week.is_over for week in weeks] == [True] * 4 + [False] * 4
    assert weeks[4].response is None
    few, many = (found for _is_many, found in arms_shown(weeks))
    assert (few.n_weeks, many.n_weeks) == (2, 1)
    assert few.range80.low < few.response_per_week < few.range80.high
    assert many.range80 is None


def test_only_the_weeks_that_share_a_moment_with_the_stretch_are_named(tried, florist):
    client, day = tried.channel.client, datetime(2026, 11, 4, tzinfo=ZONE)
    named = weeks_between(client, day, day + timedelta(days=7))
    assert [week.number for week in named] == [2, 3]
    assert weeks_between(client, day - timedelta(days=90), day - timedelta(days=80)) == []
    assert weeks_between(florist, day, day + timedelta(days=7)) == []


def test_the_newest_experiment_with_a_result_is_told(tried, now):
    monday = now.date() - timedelta(days=now.weekday())
    values = {"seed": 2, "levels": [2, 5], "order": [2, 5], "begun_at": now}
    Experiment.objects.create(channel=tried.channel, starts_on=monday, **values)
    assert len(newest_outcome(basis_of(tried.channel), now=now).weeks) == 8
    later = newest_outcome(basis_of(tried.channel), now=now + timedelta(days=30))
    assert len(later.weeks) == 2


def test_an_experiment_whose_posts_have_no_figures_yet_has_no_result(channel, now):
    monday = now.date() - timedelta(days=now.weekday() + 14)
    values = {"seed": 2, "levels": [1, 2], "order": [1, 2], "begun_at": now - timedelta(days=20)}
    Experiment.objects.create(channel=channel, starts_on=monday, **values)
    for days, name in ((0, "a"), (8, "b"), (9, "c")):
        at = datetime.combine(monday, datetime.min.time(), tzinfo=ZONE) + timedelta(days=days)
        channel.past_posts.create(identity=name, digest=name, posted_at=at + 9 * HOUR)
    assert newest_outcome(basis_of(channel), now=now) is None


def test_a_week_without_posts_brought_nothing_and_was_not_kept(channel):
    experiment = Experiment(
        channel=channel, starts_on=date(2026, 3, 2), levels=[3, 9], order=[3, 9]
    )
    weeks = weeks_shown(experiment, (), now=datetime(2026, 5, 1, tzinfo=UTC))
    assert [(week.response, week.is_kept) for week in weeks] == [(0.0, False)] * 2


def test_the_range_of_a_mean_is_that_of_student():
    day = date(2026, 3, 2)
    found = arm([WeekResult(day, 3, value) for value in (10.0, 20.0, 30.0)])
    assert found.standard_error == pytest.approx(5.7735, abs=1e-3)
    assert found.range80.low == pytest.approx(20 - 1.886 * 5.7735, abs=1e-2)
    assert arm([WeekResult(day, 3, 0.0), WeekResult(day, 3, 1.0)]).range80.low == 0
