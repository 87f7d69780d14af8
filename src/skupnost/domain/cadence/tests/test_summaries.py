"""A history in numbers."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from skupnost.domain.cadence import Limits
from skupnost.domain.cadence.logs import read_log
from skupnost.domain.cadence.summaries import NAMES, UNKNOWN, summarise
from skupnost.domain.cadence.tests.histories import at, posts, steady

FEW, MANY = 3, 12
N_PAST, N_TRIED = 20, 8


def summary(some, limits=None):
    log = read_log(some)
    return dict(zip(NAMES, summarise(log, log.is_seen(limits or Limits())), strict=True))


def weekly(paces, response, *, first=0, **marks):
    """Posts evenly over each week; `response(week, pace)` comes back to each."""
    hours, found = [], []
    for week, n in enumerate(paces, start=first):
        hours += list(week * 168 + np.linspace(9, 160, n))
        found += [response(week, n)] * n
    return posts(hours, found, **marks)


def tried(response):
    """Twenty weeks of 6 posts, then eight of 3 and 12 in turn."""
    past = weekly([6] * N_PAST, response)
    paces = [FEW, MANY] * (N_TRIED // 2)
    return past + weekly(paces, response, first=N_PAST, is_randomised=True)


def test_each_number_has_a_name_and_is_finite():
    found = summary(steady())
    assert len(found) == len(NAMES) == len(set(NAMES))
    assert all(np.isfinite(list(found.values())))


def test_how_many_people_an_account_reaches_does_not_show():
    rng = np.random.default_rng(5)
    some = steady(n=200, weeks=30, level=400.0)
    marked = [replace(p, is_randomised=p.at >= at(22 * 168)) for p in some]
    larger = [replace(p, response=100.0 * p.response + rng.integers(100)) for p in marked]
    for name, value in summary(marked).items():
        assert summary(larger)[name] == pytest.approx(value, abs=0.02), name


def test_what_comes_back_in_weeks_of_few_and_of_many_posts_is_told():
    found = summary(tried(lambda _week, n: 1000.0 / n))
    assert found["pace_few"] == pytest.approx(np.log(FEW + 0.5))
    assert found["pace_many"] == pytest.approx(np.log(MANY + 0.5))
    assert found["total_many_to_few"] == pytest.approx(0.0, abs=0.01)
    assert found["mean_many"] == pytest.approx(np.log(6 / MANY), abs=0.02)
    assert found["mean_few"] == pytest.approx(np.log(6 / FEW), abs=0.02)
    assert -1.0 < found["tried_mean_by_pace"] < -0.8
    assert found["tried_total_by_pace"] == pytest.approx(0.0, abs=0.02)


def test_where_nothing_was_tried_its_numbers_say_unknown():
    found = summary(weekly([6] * N_PAST, lambda _week, n: 100.0 / n))
    assert found["log_weeks_tried"] == 0.0
    assert (found["tried_mean_by_pace"], found["tried_mean_by_pace_error"]) == UNKNOWN
    assert found["total_many_to_few"] == 0.0


def test_what_the_week_before_takes_is_told_apart():
    rng = np.random.default_rng(3)
    paces = rng.integers(2, 20, 40).tolist()
    found = summary(weekly(paces, lambda week, _n: 5000.0 / (paces[week - 1] + 0.5)))
    assert found["past_mean_by_pace_before"] == pytest.approx(-1.0, abs=0.1)
    assert abs(found["past_mean_by_pace"]) < 0.3


def test_the_part_of_a_week_at_the_end_is_no_slow_week():
    whole = weekly([6] * N_PAST, lambda _week, n: 100.0 / n)
    with_part = whole + posts([N_PAST * 168 + 9.0], [40.0])
    for found in (summary(whole), summary(with_part)):
        assert found["pace_recent"] == pytest.approx(np.log(6.5))
        assert found["pace_spread"] == pytest.approx(0.0, abs=1e-9)


def test_what_a_type_brings_more_is_not_taken_for_a_good_pace():
    weeks = [12 if 8 <= week < 12 else 4 for week in range(N_PAST)]
    plain = weekly(weeks, lambda _week, n: 180 if n == 12 else 60)
    typed = [replace(p, type=" · December" if p.response == 180 else "") for p in plain]
    assert summary(plain)["past_mean_by_pace"] > 0.6
    assert summary(typed)["past_mean_by_pace"] < 0.25


def test_what_the_limits_or_a_person_leave_out_is_no_evidence():
    some = tried(lambda _week, n: 1000.0 / n)
    odd = [replace(some[70], response=1e9, left_out="contest"), replace(some[90], response=None)]
    assert summary([*some[:70], odd[0], *some[71:90], odd[1], *some[91:]]) == pytest.approx(
        summary(some), abs=0.15
    )
    boosted = [
        replace(p, response=1e9, is_boosted=True) if i == 70 else p for i, p in enumerate(some)
    ]
    assert summary(boosted, Limits(exclude_boosted=True))["post_spread"] < 0.1


@pytest.mark.parametrize(
    "some",
    [
        [],
        posts([1.0, 2.0], [3, 4]),
        posts([5.0] * 50, [3] * 50),
        posts(np.linspace(0, 20 * 365 * 24, 7), [0] * 7),
        posts(np.linspace(0, 3000, 40), [0] * 40, is_randomised=True),
    ],
    ids=["none", "two", "all at once", "twenty years", "zeros, all randomised"],
)
def test_odd_histories_give_numbers(some):
    assert all(np.isfinite(list(summary(some).values())))


HISTORIES = st.lists(
    st.tuples(
        st.floats(0, 5e4), st.none() | st.floats(0, 1e9), st.booleans(), st.sampled_from(["", "x"])
    ),
    max_size=60,
)


@given(HISTORIES)
@settings(max_examples=150, deadline=None)
def test_whatever_is_posted_the_numbers_are_finite_and_the_order_of_rows_does_not_matter(rows):
    some = [
        replace(posts([hour], [value])[0], is_randomised=is_tried, left_out=why)
        for hour, value, is_tried, why in rows
    ]
    found = summary(some)
    assert all(np.isfinite(list(found.values())))
    assert summary(some[::-1]) == found
    later = [replace(p, at=p.at + timedelta(weeks=3)) for p in some]
    assert summary(later) == pytest.approx(found, abs=1e-6)
