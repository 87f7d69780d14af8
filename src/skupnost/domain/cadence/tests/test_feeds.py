"""Posting into chronological feeds."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from skupnost.domain.cadence import (
    closed_loop,
    even_hours,
    expected_rank,
    hourly_profile,
    open_loop,
    profile_of_counts,
)
from skupnost.domain.cadence.feeds import worth_as_rank


def _area(posts, rivals):
    rank, total = 0.0, 0.0
    for hour, n in enumerate(rivals):
        rank = 0.0 if hour in posts else rank
        total += rank + n / 2
        rank += n
    return total


def test_even_rivals_make_even_gaps():
    found = open_loop([1.0] * 40, 4)
    assert set(np.diff(found)) == {8}


def test_no_choice_of_hours_is_better():
    rivals = list(np.random.default_rng(1).gamma(1.0, 1.0, 11))
    found = open_loop(rivals, 3)
    best = min(_area(some, rivals) for some in itertools.combinations(range(11), 3))
    assert np.isclose(_area(found, rivals), best)


def test_hours_that_are_not_allowed_stay_free():
    allowed = [hour % 24 >= 8 for hour in range(72)]
    assert all(hour % 24 >= 8 for hour in open_loop([1.0] * 72, 6, allowed=allowed))


def test_a_deep_post_is_followed_sooner():
    assert closed_loop([1.0] * 24, 1, rank=60.0)
    assert not closed_loop([1.0] * 24, 1, rank=0.0)


def test_nothing_left_means_nothing_to_post():
    assert not closed_loop([1.0] * 24, 0, rank=60.0)
    assert open_loop([], 3) == ()


def test_a_profile_counts_by_the_hour_and_shrinks():
    profile = hourly_profile([week * 168 + 9.5 for week in range(6)], 6)
    assert int(np.argmax(profile)) == 9
    assert profile[9] < 1.0


def test_a_profile_is_shrunk_to_the_hour_of_all_days_and_that_to_the_mean():
    counts, seen = [0.0] * 168, [1.0] * 168
    counts[9] = 14.0
    profile = profile_of_counts(counts, seen)
    mean = 14 / 168
    of_day = (14 + 7 * mean) / 14
    assert profile[9] == pytest.approx((14 + 4 * of_day) / 5)
    assert profile[24 + 9] == pytest.approx(4 * of_day / 5)
    assert profile[10] == pytest.approx(4 * (7 * mean / 14) / 5)


def test_hours_worth_twice_as_much_get_twice_the_bonus():
    assert worth_as_rank((), (), total=9.0, n=3) == ()
    found = worth_as_rank([0.0, float(np.log(2))], [True, True], total=9.0, n=3)
    assert found == pytest.approx((2.0, 4.0))


def test_an_hour_seen_more_often_is_believed_more():
    seen = [8.0] * 84 + [0.0] * 84
    profile = profile_of_counts(
        [80.0 if hour == 9 else 8.0 for hour in range(84)] + [0.0] * 84, seen
    )
    assert 6 < profile[9] < 10
    assert 1 < profile[6 * 24 + 9] < profile[9]


def test_the_expected_rank_is_the_area_under_the_rivals():
    rivals = list(np.random.default_rng(2).gamma(1.0, 1.0, 30))
    found = open_loop(rivals, 3)
    assert np.isclose(expected_rank(rivals, found), _area(found, rivals) / 30)
    assert expected_rank(rivals, found) <= expected_rank(rivals, even_hours(30, 3))
    assert expected_rank(rivals, (), start_rank=5) > expected_rank(rivals, ())


def test_even_hours_keep_to_what_is_allowed():
    assert even_hours(24, 3) == (4, 12, 20)
    allowed = [9 <= hour % 24 < 12 for hour in range(48)]
    assert all(allowed[hour] for hour in even_hours(48, 5, allowed=allowed))
    assert len(even_hours(48, 9, allowed=allowed)) == 6


def test_a_bonus_draws_posts_to_its_hours():
    rivals = [1.0] * 48
    bonus = [200.0 if hour % 24 == 9 else 0.0 for hour in range(48)]
    assert open_loop(rivals, 2, bonus=bonus) == (9, 33)
    assert open_loop(rivals, 2, bonus=[0.0] * 48) == open_loop(rivals, 2)
