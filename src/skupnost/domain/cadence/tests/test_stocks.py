"""The pace as posts feel it does not depend on where a log happens to begin or end."""

from __future__ import annotations

import numpy as np
import pytest

from skupnost.domain.cadence import Verdict, advise, prior_for
from skupnost.domain.cadence.shapes import STOCKS
from skupnost.domain.cadence.stocks import assumed, crowding, felt_pace
from skupnost.domain.cadence.tests.histories import posts

EVENLY = np.arange(60) * 24.0


@pytest.mark.parametrize("stock", STOCKS)
def test_every_post_of_an_evenly_spaced_log_feels_the_same_pace(stock):
    felt = felt_pace(EVENLY, stock)
    assert felt == pytest.approx(np.full(60, felt[30]), rel=0.02)


@pytest.mark.parametrize("tau", [1.0, 6.0, 18.0, 48.0])
def test_no_post_of_an_evenly_spaced_log_is_more_crowded_than_another(tau):
    bunched = crowding(EVENLY, tau)
    assert bunched == pytest.approx(np.tile(bunched[30], (60, 1)), abs=0.02)


def test_even_spacing_is_no_crowding_and_bunches_are():
    bunches = np.arange(20)[:, None] * 168.0 + np.arange(3)
    assert np.abs(crowding(EVENLY, 48.0)).max() < 0.5  # half a post: a sum for an integral
    assert crowding(bunches.ravel(), 6.0)[1::3].max() < -0.5


@pytest.mark.parametrize("level", [-1, 1])
def test_a_page_that_rose_or_fell_at_one_pace_is_told_nothing_of_pace(level):
    rng = np.random.default_rng(1)
    hours = EVENLY + rng.normal(0, 4, 60)
    mean = 40 * np.exp(level * (EVENLY / EVENLY[-1] - 0.5) * 3)
    found = advise(posts(hours, rng.poisson(mean)), prior=prior_for())
    assert found.verdict is Verdict.CANNOT_TELL
    assert found.range80.low <= 7 <= found.range80.high
    assert 4 <= found.advice_per_week <= 10


@pytest.mark.parametrize("hours", [np.zeros(0), np.zeros(5), np.zeros(50), np.arange(6) * 1e-6])
def test_what_is_assumed_before_a_log_stays_small_and_before_it(hours):
    before = assumed(hours, 600.0)
    assert len(before) <= 5100
    assert not len(before) or before.max() < hours[0]
    assert np.all(np.diff(before) >= 0)
