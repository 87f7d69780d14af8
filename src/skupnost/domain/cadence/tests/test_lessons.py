"""What simulated histories teach, and where they keep silent."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from skupnost.domain.cadence import Limits, Prior, advise, known_networks, prior_for, read
from skupnost.domain.cadence.lessons import (
    ENOUGH_POSTS,
    FEW_POSTS,
    HEARD,
    STAYS,
    Told,
    from_json,
    shipped,
    to_json,
)
from skupnost.domain.cadence.summaries import NAMES
from skupnost.domain.cadence.tests.histories import posts, steady
from skupnost.domain.cadence.values import Range

PRIOR = prior_for()
BARE = replace(PRIOR, lessons=None)
PACES = np.array([4, 9] * 8)
LOG_BEST = np.log(np.array([2.0, 5.0, 12.0]))
WEIGHTS = np.array([0.2, 0.5, 0.3])


def tried(best, *, seed=1, level=60.0, habit=6):
    """Thirty weeks of habit and sixteen of 4 and 9 posts in turn, two weeks each; a post brings
    exp(-n / best) of the level when n were posted in its week."""
    rng = np.random.default_rng(seed)
    paces = [*rng.poisson(habit, 30).clip(1), *np.repeat([4, 9, 9, 4, 4, 9, 9, 4], 2)]
    hours, mean = [], []
    for week, n in enumerate(paces):
        hours += list(week * 168 + np.sort(rng.uniform(8, 160, n)))
        mean += [level * np.exp(-n / best) * np.exp(rng.normal(0, 0.15))] * n
    counts = rng.poisson(np.array(mean) * np.exp(rng.normal(0, 0.4, len(mean))))
    some = posts(hours, counts)
    return [replace(p, is_randomised=hour >= 30 * 168) for p, hour in zip(some, hours, strict=True)]


def told(some, prior=PRIOR):
    return read(some, prior=prior, now=None).told


def test_every_network_has_the_lessons_and_a_prior_by_hand_none():
    assert {prior_for(network).lessons for network in known_networks()} == {shipped()}
    assert Prior().lessons is None
    assert told(tried(8.0), Prior()) is None


def test_the_file_gives_the_same_lessons_and_a_broken_one_says_so():
    lessons = shipped()
    again = from_json(to_json(lessons))
    assert again.hash == lessons.hash
    assert to_json(again) == to_json(lessons)
    text = to_json(replace(lessons, centres=lessons.centres[:, 1:]))
    with pytest.raises(ValueError, match=f"{len(NAMES)} numbers each"):
        from_json(text)


def test_the_hash_of_a_prior_changes_with_its_lessons():
    other = replace(shipped(), log_pace=shipped().log_pace + 0.01)
    assert len({BARE.hash, PRIOR.hash, replace(PRIOR, lessons=other).hash}) == 3


def test_the_best_pace_of_simulated_accounts_follows_what_weeks_of_many_posts_brought():
    few, many = ([told(tried(best, seed=seed)) for seed in range(6)] for best in (4.0, 25.0))
    assert np.mean([one.log_mean for one in many]) > np.mean([one.log_mean for one in few]) + 0.5
    assert min(one.likeness for one in few + many) > 0.5


def test_experiments_make_it_surer():
    whole = tried(8.0)
    assert told(whole).log_sd < told([p for p in whole if not p.is_randomised]).log_sd


def test_the_advice_moves_towards_what_they_tell():
    some = tried(25.0)
    lessons = shipped()
    low, high = (
        advise(some, prior=replace(PRIOR, lessons=replace(
            lessons, weights=np.zeros_like(lessons.weights), log_pace=np.log(pace))))
        for pace in (3.0, 20.0)
    )  # fmt: skip
    assert low.advice_per_week < advise(some, prior=BARE).advice_per_week < high.advice_per_week
    assert low.range80.high < high.range80.high
    assert low.simulated80.low < 3 < low.simulated80.high


@pytest.mark.parametrize(
    "some",
    [
        [],
        steady(n=FEW_POSTS),
        posts(np.arange(4000) * 2.0, [5] * 4000),
        posts(np.arange(100) * 24.0 * 30, [5] * 100),
    ],
    ids=["no posts", "few", "84 a week", "one a month"],
)
def test_where_nothing_like_it_was_simulated_they_keep_silent(some):
    with_them, without = advise(some, prior=PRIOR), advise(some, prior=BARE)
    assert with_them.simulated80 is None
    assert replace(with_them, prior_hash="") == replace(without, prior_hash="")


def test_they_come_in_little_by_little():
    some = steady(n=200, weeks=80)
    likeness = [told(some[-n:]).likeness for n in (FEW_POSTS, FEW_POSTS + 6, ENOUGH_POSTS - 6, 150)]
    assert 0 == likeness[0] < likeness[1] < likeness[2] < likeness[3] <= 1
    almost = Told(np.log(12.0), 0.3, 0.01).weigh(WEIGHTS, LOG_BEST)
    assert almost == pytest.approx(WEIGHTS, abs=0.05)


def test_what_is_told_joins_what_is_believed_of_the_posts():
    found = Told(np.log(5.0), 0.5, 1.0).weigh(WEIGHTS, LOG_BEST)
    normal = np.exp(-0.5 * ((LOG_BEST - np.log(5.0)) / 0.5) ** 2)
    product = WEIGHTS**STAYS * normal**HEARD
    assert found == pytest.approx(product / product.sum())
    assert Told(np.log(5.0), 0.5, 0.0).weigh(WEIGHTS, LOG_BEST) is WEIGHTS


def test_the_range_of_simulated_accounts_is_of_whole_posts():
    assert Told(np.log(6.0), 0.4, 1.0).range80 == Range(4.0, 10.0)
    assert Told(np.log(6.0), 0.4, 0.0).range80 is None
    assert Told(np.log(0.6), 0.4, 1.0).range80.low == 1.0


def test_limits_and_cost_hold_as_before():
    some = tried(25.0)
    assert advise(some, prior=PRIOR, limits=Limits(most=3)).advice_per_week <= 3
    free, dear = (advise(some, prior=PRIOR, cost=cost).advice_per_week for cost in (0.0, 0.8))
    assert dear <= free
    allowed = Limits(most=3)
    assert read(some, prior=PRIOR, limits=allowed, now=None).told == told(some)
