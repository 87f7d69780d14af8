"""Who leaves, read from how the number of followers grew."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from skupnost.domain.cadence import Loss, advise_from, prior_for, read
from skupnost.domain.cadence.growth import FEWEST_WEEKS, MOST_WEEKS, read_growth
from skupnost.domain.cadence.losses import read_losses
from skupnost.domain.cadence.tests.histories import at, posts

PRIOR = prior_for()
WEEKS = 50
PACES = np.random.default_rng(4).integers(2, 25, WEEKS)
HOURS = np.concatenate(
    [week * 168 + np.linspace(10, 160, n) for week, n in enumerate(PACES.tolist())]
)
IN_WEEK = (HOURS // 168).astype(int)


def history(leaving, *, comes=0.004, size=20_000.0, at_end=None):
    """Responses that depend on nothing, and the number of followers at each post: so many come a
    week, `leaving(posts a week)` of them leave."""
    rng, known = np.random.default_rng(7), [size]
    for n in PACES:
        known.append(known[-1] + rng.poisson(known[-1] * comes) - rng.poisson(
            known[-1] * leaving(n)))  # fmt: skip
    told = np.round(np.interp(HOURS / 168, np.arange(WEEKS + 1), known))
    some = posts(HOURS, rng.poisson(30 * np.exp(rng.normal(0, 0.5, len(HOURS)))))
    told = told if at_end is None else np.full(len(HOURS), at_end)
    return [replace(post, followers=float(n)) for post, n in zip(some, told, strict=True)]


def steeply(n):
    return 0.0015 * np.exp(1.1 * n / 7)


def known(some, losses=()):
    return read_losses(read(some, prior=PRIOR, now=None).log, losses, PRIOR)


def kept(losses, n):
    return float(losses.weights @ losses.kept(np.array([float(n)]))[:, 0])


def test_followers_who_leave_in_weeks_of_many_posts_are_seen_in_their_number():
    unknown = known(posts(HOURS, np.full(len(HOURS), 30)))
    seen = known(history(steeply))
    assert unknown.n_growth_weeks == 0
    assert seen.n_growth_weeks in (WEEKS - 1, WEEKS)
    truth = np.mean([(1 - steeply(20)) ** week for week in range(26)])
    assert kept(unknown, 20) > 0.85
    assert kept(seen, 20) == pytest.approx(truth, abs=0.12)


def test_where_posts_drive_people_away_fewer_are_advised():
    told = history(lambda n: min(steeply(1.6 * n), 0.5), size=2e6)
    untold = [replace(post, followers=None) for post in told]
    with_them, without = (advise_from(read(some, prior=PRIOR, now=None)) for some in (told, untold))
    assert with_them.advice_per_week < 0.8 * without.advice_per_week
    assert (with_them.n_growth_weeks > 0, without.n_growth_weeks) == (True, 0)


def test_where_nobody_leaves_for_the_posts_as_many_are_advised_as_before():
    told = history(lambda _n: 0.001)
    untold = [replace(post, followers=None) for post in told]
    with_them, without = (advise_from(read(some, prior=PRIOR, now=None)) for some in (told, untold))
    assert with_them.advice_per_week >= without.advice_per_week


@pytest.mark.parametrize("comes", [0.0, 0.004, 0.03])
def test_how_many_come_matters_little_as_long_as_they_come_steadily(comes):
    assert kept(known(history(steeply, comes=comes)), 20) == pytest.approx(
        kept(known(history(steeply)), 20), abs=0.1
    )


def test_one_number_in_all_rows_tells_nothing():
    some = history(steeply, at_end=20_500.0)
    assert not read_growth(read(some, prior=PRIOR, now=None).log).n_weeks
    assert kept(known(some), 20) == kept(known(posts(HOURS, np.full(len(HOURS), 30))), 20)


def test_numbers_that_stay_are_weeks_not_counted_anew():
    some = history(steeply)
    first = {week: post.followers for week, post in zip(IN_WEEK[::-1], some[::-1], strict=True)}
    stale = [
        replace(post, followers=first[week - week % 2])
        for week, post in zip(IN_WEEK, some, strict=True)
    ]
    assert kept(known(stale), 20) == pytest.approx(kept(known(some), 20), abs=0.15)


def test_a_mistyped_number_hardly_counts():
    some = history(steeply)
    wrong = [
        replace(post, followers=10 * post.followers) if week == 20 else post
        for week, post in zip(IN_WEEK, some, strict=True)
    ]
    assert kept(known(wrong), 20) == pytest.approx(kept(known(some), 20), abs=0.1)


def test_unfollows_that_were_told_count_alone():
    told = [Loss(at(168 * week), 3, 20_000) for week in range(WEEKS)]
    some = history(steeply)
    untold = [replace(post, followers=None) for post in some]
    assert known(some, told).n_growth_weeks == 0
    assert kept(known(some, told), 20) == kept(known(untold, told), 20)


def test_two_weeks_of_unfollows_do_not_silence_what_fifty_of_followers_say():
    told = [Loss(at(168 * week), 20, 20_000) for week in range(2)]
    some = history(steeply)
    untold = [replace(post, followers=None) for post in some]
    assert known(some, told).n_growth_weeks > 0
    assert kept(known(some, told), 20) < kept(known(untold, told), 20) - 0.05


@pytest.mark.parametrize("n_weeks", [0, 1, FEWEST_WEEKS, FEWEST_WEEKS + 1, MOST_WEEKS + 40])
def test_few_weeks_are_not_read_and_of_many_the_newest(n_weeks):
    hours = 168.0 * np.arange(n_weeks) + 12
    some = [
        replace(post, followers=1000.0 + place)
        for place, post in enumerate(posts(hours, np.ones(n_weeks)))
    ]
    found = read_growth(read(some, prior=PRIOR, now=None).log) if some else None
    n_rows = len(found.growth) if found else 0
    assert n_rows == (min(n_weeks - 1, MOST_WEEKS) if n_weeks > FEWEST_WEEKS else 0)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.floats(0, 9000, allow_nan=False),
            st.none() | st.floats(allow_nan=True, allow_infinity=True),
        ),
        max_size=40,
    )
)
def test_whatever_stands_there_as_followers_the_answer_is_finite(rows):
    some = [
        replace(posts([hour], [3])[0], followers=followers) for hour, followers in sorted(
            rows, key=lambda row: row[0])
    ]  # fmt: skip
    found = known(some) if some else known(posts([1.0], [1]))
    share = found.kept(np.array([1.0, 20.0, 60.0]))
    assert np.isfinite(share).all()
    assert (share >= 0).all()
    assert (share <= 1).all()
