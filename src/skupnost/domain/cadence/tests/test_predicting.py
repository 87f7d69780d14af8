"""What posts to come bring back: told from the calendar, as far as the past bears it out."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from skupnost.domain.cadence import predict, prior_for, read
from skupnost.domain.cadence.stacking import blend_of
from skupnost.domain.cadence.tests.histories import posts, steady
from skupnost.domain.cadence.trees import grow

PRIOR = prior_for()


def told(history, future):
    return predict(read(history, prior=PRIOR, now=None), future)


def typed(n=160):
    """Every other post is a film and brings three times as much."""
    hours, rng = np.arange(n) * 29.0, np.random.default_rng(11)
    plain = posts(hours, rng.poisson(30 * np.where(np.arange(n) % 2, 3.0, 1.0)))
    return [replace(post, type="film" if i % 2 else "photo") for i, post in enumerate(plain)]


def test_a_film_is_told_to_bring_more_where_films_did():
    ahead = [replace(post, type=kind) for kind in ("film", "photo") for post in posts([4700], [0])]
    film, photo = (told(typed(), [post])[0].mean for post in ahead)
    assert 0.6 < film - photo < 1.3


def test_where_nothing_matters_all_posts_are_told_alike():
    rows = told(steady(n=200, weeks=40), posts(np.linspace(6750, 7400, 40), [None] * 40))
    assert np.std([row.mean for row in rows]) < 0.15


def test_a_short_history_is_not_carried_beyond_what_was_seen():
    history = steady(n=30, weeks=20)
    rows = told(history, posts(np.arange(3400, 3500), [None] * 100))
    logs = np.log1p([post.response for post in history])
    assert all(logs.min() <= row.mean <= logs.max() for row in rows)


def test_the_spread_holds_about_as_many_posts_as_it_says():
    history = steady(n=300, weeks=60)
    rows = told(history[:200], [replace(post, response=None) for post in history[200:]])
    truth = np.log1p([post.response for post in history[200:]])
    inside = [abs(y - row.mean) < 1.2816 * row.sd for y, row in zip(truth, rows, strict=True)]
    assert 0.65 < np.mean(inside) < 0.93


@pytest.mark.parametrize("place", [30, 100, 160, 194])
def test_one_viral_post_does_not_widen_what_is_told_of_all_later_ones(place):
    plain, ahead = steady(n=200, weeks=40), posts(np.linspace(6750, 7000, 9), [None] * 9)
    viral = [*plain[:place], replace(plain[place], response=1e6), *plain[place + 1 :]]
    usual, found = (np.mean([row.sd for row in told(some, ahead)]) for some in (plain, viral))
    assert 0.9 < found / usual < 1.15


def test_the_shares_of_the_voices_make_one():
    reading = read(typed(), prior=PRIOR, now=None)
    seen = np.flatnonzero(reading.log.is_seen(reading.limits))
    assert blend_of(reading.fit, reading.log, seen, pace=6.0).shares.sum() == 1.0


def test_posts_are_told_in_the_order_they_are_given():
    ahead = posts([5000, 4900, 4950], [None] * 3)
    history = typed()
    assert told(history, ahead)[::-1] == told(history, ahead[::-1])


def test_trees_find_what_only_two_columns_together_tell():
    columns = np.random.default_rng(11).normal(size=(600, 4))
    both = (columns[:, 0] > 0) & (columns[:, 1] > 0)
    said = grow(columns, both - both.mean(), np.array([[1.0, 1, 0, 0], [1.0, -1, 0, 0]]))
    assert said[0] - said[1] > 0.5


def test_the_times_of_posts_to_come_may_be_anywhere():
    rows = told(typed(), posts([-900, 4700, 90_000], [None] * 3))
    assert np.isfinite([row.mean for row in rows]).all()


def test_without_a_history_posts_to_come_are_told_alike_in_their_own_week():
    one, other = told([], posts([9, 33], [None] * 2))
    assert one.mean == pytest.approx(other.mean, abs=0.5)
    assert one.sd > 0.3


def test_the_spread_of_shares_is_in_the_unit_of_shares():
    rng = np.random.default_rng(3)
    shares = 0.1 * np.exp(rng.normal(0, 0.3, 120))
    (row,) = told(posts(np.arange(120) * 29.0, shares), posts([3500], [None]))
    assert 0.08 < row.mean < 0.12
    assert 0.015 < row.sd < 0.06
