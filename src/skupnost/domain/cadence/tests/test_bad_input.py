"""Odd histories get answers that stay sane and say why."""

from __future__ import annotations

from datetime import timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from skupnost.domain.cadence import advise, predict, prior_for, read
from skupnost.domain.cadence.tests.histories import at, posts, steady

PRIOR = prior_for()
RNG = np.random.default_rng(7)
WEEK = 168.0
LONG = np.sort(RNG.uniform(0, 30 * WEEK, 200))
COUNTS = RNG.poisson(25, 200)

ODD = {
    "one post": (posts([10], [4]), "few_posts"),
    "all at one time": (posts([10.0] * 40, range(40)), "all_at_one_time"),
    "thousands of ties": (posts(np.repeat(LONG[:5], 800), [3] * 4000), "all_the_same"),
    "negative": (posts(LONG, [-5, *COUNTS[1:]]), "negative_left_out"),
    "missing": (posts(LONG, [None, *COUNTS[1:]]), "response_missing"),
    "not a number": (posts(LONG, [float("nan"), *COUNTS[1:]]), "response_missing"),
    "infinite": (posts(LONG, [float("inf"), *COUNTS[1:]]), "response_missing"),
    "viral": (posts(LONG, [1_000_000, *COUNTS[1:]]), "outlier"),
    "mixed units": (posts(LONG, [*np.linspace(0.01, 0.4, 100), *COUNTS[100:]]), "mixed_units"),
    "shares": (posts(LONG, COUNTS / 1000.0), "shares_not_counts"),
    "a gap of twenty years": (posts([*LONG[:100], *(LONG[100:] + 175_000)], COUNTS), "long_gap"),
    "a new owner": (posts(LONG, [*COUNTS[:100], *(COUNTS[100:] * 40)]), "level_jump"),
}


def _is_sane(found) -> bool:
    ordered = found.range95.low <= found.range80.low <= found.range50.low
    ordered &= found.range50.high <= found.range80.high <= found.range95.high
    numbers = [found.gain.mean, found.regret_at_stake, found.p_better, *found.hours]
    finite = bool(np.all(np.isfinite(numbers)))
    return ordered and finite and 1 <= found.advice_per_week <= 240 and 0 <= found.p_better <= 1.001


@pytest.mark.parametrize("name", ODD)
def test_the_answer_stays_sane_and_says_why(name):
    history, code = ODD[name]
    found = advise(history, prior=PRIOR)
    assert _is_sane(found)
    assert code in [notice.code for notice in found.notices]


def test_one_viral_post_hardly_moves_the_advice():
    plain = advise(posts(LONG, COUNTS), prior=PRIOR)
    viral = advise(posts(LONG, [*COUNTS[:150], 1_000_000, *COUNTS[151:]]), prior=PRIOR)
    assert abs(viral.advice_per_week - plain.advice_per_week) <= 0.3 * plain.advice_per_week


def test_a_mistyped_year_is_left_out():
    history = [*posts(LONG, COUNTS), *posts([LONG[-1] + 400_000], [9])]
    found = advise(history, prior=PRIOR, now=at(LONG[-1]) + timedelta(days=1))
    assert found.n_posts == 200
    assert "future_left_out" in [notice.code for notice in found.notices]


def test_a_file_whose_clock_runs_ahead_is_read_as_it_is():
    found = advise(posts(LONG, COUNTS), prior=PRIOR, now=at(LONG[150]))
    assert found.n_posts == 200
    assert "times_ahead" in [notice.code for notice in found.notices]


def test_predictions_stay_finite_on_odd_histories():
    ahead = posts([LONG[-1] + 30, LONG[-1] + 9000], [None, None])
    for history, _code in ODD.values():
        told = predict(read(history, prior=PRIOR, now=None), ahead)
        assert all(np.isfinite([row.mean, row.sd]).all() and row.sd > 0 for row in told)


def test_a_prediction_uses_no_result_of_the_future():
    reading = read(steady(), prior=PRIOR, now=None)
    blind = predict(reading, posts([3000, 3001], [None, None]))
    assert blind == predict(reading, posts([3000, 3001], [10, 1e9]))


@given(
    st.lists(st.tuples(st.floats(0, 50_000), st.one_of(st.none(), st.floats(0, 1e9))), max_size=12)
)
def test_any_few_posts_get_a_sane_answer(rows):
    found = advise(posts([row[0] for row in rows], [row[1] for row in rows]), prior=PRIOR)
    assert _is_sane(found)


@pytest.mark.parametrize("n", [6, 100])
def test_where_no_post_earns_its_cost_nobody_loses_more_than_all(n):
    found = advise(posts(200.0 * np.arange(n), COUNTS[:n]), prior=PRIOR, cost=1.0)
    assert found.gain.mean >= -1.0
    assert 0.0 <= found.regret_at_stake <= 1.0
