"""Placing the posts of a week."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from skupnost.domain.cadence import Limits, plan_week
from skupnost.domain.cadence.planning import ground, plan_hours
from skupnost.domain.cadence.timing import allowed_hours

MONDAY = date(2026, 12, 21)
FLAT = (0.0,) * 168


def _gaps(times):
    return np.diff([at.timestamp() for at in times]) / 3600.0


def test_posts_keep_apart():
    times = plan_week(monday=MONDAY, n=7, worth=FLAT, limits=Limits())
    assert len(times) == 7
    assert _gaps(times).min() >= 8


def test_a_livelier_day_gets_more_posts():
    saturday = [0.4 * (hour // 24 == 5) for hour in range(168)]
    times = plan_week(monday=MONDAY, n=7, worth=saturday, limits=Limits())
    assert 2 <= sum(at.weekday() == 5 for at in times) <= 4


def test_hours_side_by_side_are_not_both_taken_for_a_little():
    evening = [0.1 * (hour in (19, 20, 21)) for hour in range(24)] * 7
    limits = Limits(weekdays=frozenset([5]))
    times = plan_week(monday=MONDAY, n=3, worth=evening, limits=limits)
    assert _gaps(times).min() >= 2


@given(st.integers(0, 10**6), st.integers(2, 12), st.sets(st.integers(0, 167), max_size=5))
@settings(max_examples=30)
def test_no_single_post_could_be_placed_better(seed, n, stand):
    worth = np.random.default_rng(seed).normal(0, 0.5, 168)
    place = ground(worth, allowed_hours(Limits()), crowding=0.1, tau_hours=18.0)
    own = sorted(stand)
    chosen = list(plan_hours(place, n, stand=own))

    def total(hours):
        hours = [*own, *hours]
        load = place.kernel[np.ix_(hours, hours)].sum(1) - place.kernel[hours, hours]
        return np.exp(place.worth[hours] - load).sum()

    others = [hour for hour in np.flatnonzero(place.allowed) if hour not in chosen]
    moved = [total([*chosen[:i], hour, *chosen[i + 1 :]]) for i in range(n) for hour in others]
    assert max(moved) <= total(chosen) * 1.02


def test_holidays_stay_free():
    free = date(2026, 12, 25)
    times = plan_week(monday=MONDAY, n=14, worth=FLAT, limits=Limits(), holidays=[free])
    assert free not in [at.date() for at in times]


def test_times_of_other_channels_are_kept_away_from():
    tuesday = datetime.combine(date(2026, 12, 22), time())
    taken = [tuesday + timedelta(hours=hour) for hour in (9, 12, 15, 18, 21)]
    times = plan_week(monday=MONDAY, n=5, worth=FLAT, limits=Limits(), taken=taken)
    assert not set(times) & set(taken)


def test_posts_are_kept_apart_from_own_ones_that_stand_already():
    stand = [datetime.combine(MONDAY + timedelta(days=day), time(12, 30)) for day in (0, 1, 2)]
    outside = [stand[0] - timedelta(days=7), stand[0] + timedelta(days=14)]
    times = plan_week(monday=MONDAY, n=4, worth=FLAT, limits=Limits(), stand=[*stand, *outside])
    assert {at.weekday() for at in times} == {3, 4, 5, 6}
    assert _gaps(sorted([*times, *stand])).min() >= 12


def test_more_posts_than_hours_share_hours():
    limits = Limits(weekdays=frozenset([0]), hours=frozenset([9, 10]))
    times = plan_week(monday=MONDAY, n=3, worth=FLAT, limits=limits)
    assert {at.hour for at in times} == {9, 10}
    assert len(times) == 3


def test_the_quiet_hours_of_the_week_stay_free():
    quiet = frozenset(range(20, 32)) | frozenset(range(130, 168))
    times = plan_week(monday=MONDAY, n=30, worth=FLAT, limits=Limits(quiet=quiet))
    assert len(times) == 30
    assert not {at.weekday() * 24 + at.hour for at in times} & quiet


@given(st.integers(0, 40), st.sets(st.integers(0, 6)), st.sets(st.integers(0, 23)))
def test_limits_are_never_broken(n, weekdays, hours):
    limits = Limits(weekdays=frozenset(weekdays), hours=frozenset(hours))
    times = plan_week(monday=MONDAY, n=n, worth=FLAT, limits=limits)
    assert all(at.weekday() in weekdays and at.hour in hours for at in times)
    assert len(times) == (n if weekdays and hours else 0)
