"""Days on which an account was closed do not lower its pace, and change nothing else."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest

from skupnost.domain.cadence import Limits, advise, prior_for, read, read_experiment
from skupnost.domain.cadence.fitting import fit
from skupnost.domain.cadence.tests.histories import MONDAY, posts, steady

PRIOR = prior_for()
WORKDAYS = Limits(weekdays=frozenset(range(5)))


def weekly(closed=(), weeks=16, hours=(10, 34, 58, 82, 106)):
    """Five posts a week on workdays, none in the closed weeks."""
    at = [168 * week + hour for week in range(weeks) if week not in closed for hour in hours]
    return posts(at, [20 + n % 7 for n in range(len(at))])


def days(first, n):
    """So many days from a day after the first Monday on."""
    return [MONDAY.date() + timedelta(days=first + k) for k in range(n)]


def pace(history, idle=(), limits=None):
    return read(history, prior=PRIOR, limits=limits, now=None, idle=idle).today


def test_closed_weeks_are_taken_out_of_the_weeks_of_the_pace():
    history = weekly(closed=(5, 6, 7, 8))
    assert pace(history) == pytest.approx(3.8, abs=0.15)
    assert pace(history, days(35, 28)) == pytest.approx(5.1, abs=0.15)


def test_of_a_closed_part_of_a_week_that_part_is_taken_out():
    whole, part = days(35, 7), days(35, 3)
    history = weekly(closed=(5,))
    assert pace(history) < pace(history, part) < pace(history, whole)


def test_closed_workdays_are_a_whole_week_for_who_works_on_workdays():
    history = weekly(closed=(5,))
    assert pace(history, days(35, 5), WORKDAYS) == pace(history, days(35, 7), WORKDAYS)


def test_closed_weekends_change_nothing_for_who_works_on_workdays():
    weekends = [day for week in range(16) for day in days(7 * week + 5, 2)]
    assert pace(weekly(), weekends, WORKDAYS) == pace(weekly())


def test_closed_weeks_before_the_last_sixteen_do_not_matter():
    history = weekly(closed=(1, 2), weeks=40)
    assert pace(history, days(7, 14)) == pace(history)


def test_a_post_of_a_closed_day_is_not_counted_either():
    stray = posts([168 * 6 + 12], [5])
    closed = days(35, 28)
    history = weekly(closed=(5, 6, 7, 8))
    assert pace([*history, *stray], closed) == pace(history, closed)


def test_an_account_that_was_closed_all_the_time_keeps_the_pace_of_its_posts():
    assert pace(weekly(), days(-7, 200)) == pace(weekly())
    assert pace((), days(0, 7)) == 0.0


def test_the_same_day_named_twice_counts_once():
    history = weekly(closed=(5,))
    assert pace(history, days(35, 7) * 2) == pace(history, days(35, 7))


def test_a_day_far_away_is_no_trouble():
    assert pace(weekly(), [date.min, date.max]) == pace(weekly())


def test_without_idle_days_everything_is_as_before():
    assert advise(steady(), prior=PRIOR, idle=()) == advise(steady(), prior=PRIOR)


def test_the_fit_is_that_of_the_same_posts_at_the_pace_of_the_open_weeks():
    found = read(weekly(closed=(5, 6, 7, 8)), prior=PRIOR, now=None, idle=days(35, 28))
    same = fit(found.log, found.log.is_seen(Limits()), PRIOR, pace=found.today)
    assert np.array_equal(found.fit.weights, same.weights)


def test_an_experiment_is_read_with_the_idle_days_too():
    history, closed = weekly(closed=(5, 6, 7, 8)), days(35, 28)
    found = read_experiment(history, prior=PRIOR, idle=closed)
    assert found.before.today_per_week == pytest.approx(pace(history, closed), abs=0.01)


def with_an_experiment(weeks=(5, 6, 7, 8), n=12):
    """Five posts a week, and weeks of an experiment with more between them."""
    tried = posts(
        [168 * week + 3 + 8 * k for week in weeks for k in range(n)], [9] * n * len(weeks)
    )
    tried = [replace(post, is_randomised=True) for post in tried]
    return sorted([*weekly(closed=weeks), *tried], key=lambda post: post.at)


def test_the_weeks_of_an_experiment_are_taken_out_too():
    assert pace(with_an_experiment()) == pytest.approx(5.1, abs=0.15)


def test_closed_days_within_an_experiment_are_taken_out_once():
    assert pace(with_an_experiment(), days(35, 7)) == pace(with_an_experiment())


def test_an_experiment_at_the_end_does_not_change_the_pace_before_it():
    assert pace(with_an_experiment(weeks=(16, 17))) == pace(weekly())
