"""From possibilities to a number, where both are small enough to count by hand."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from skupnost.domain.cadence import Limits, Loss, Range, Verdict, prior_for, read
from skupnost.domain.cadence import advising as module
from skupnost.domain.cadence.advising import advise_from, choose
from skupnost.domain.cadence.deciding import FALL_ABOVE, FALL_BELOW, Outlook, fallen
from skupnost.domain.cadence.losses import read_losses
from skupnost.domain.cadence.tests.histories import at, posts, steady

PRIOR = prior_for()
# Two possibilities, the second thrice as likely; shares of the best at 1, 2, 3 posts a week.
SHARES = np.array([[1.0, 0.8, 0.4], [0.5, 0.9, 1.0]])


def outlook(today=(0.5, 0.6)) -> Outlook:
    weights = np.array([0.25, 0.75])
    return Outlook(
        np.arange(1.0, 4.0), SHARES, SHARES, weights, np.array([1.0, 3.0]), np.array(today)
    )


def test_the_pace_with_the_highest_expected_share_is_chosen_within_the_limits():
    view = outlook()
    assert view.expected == pytest.approx([0.625, 0.875, 0.85])
    assert choose(view, Limits(), today=1.0) == 2
    assert choose(view, Limits(least=3), today=1.0) == 3
    assert choose(view, Limits(most=1), today=1.0) == 1


def test_staying_gets_a_hairs_breadth():
    view = outlook()
    close = replace(view, usual=SHARES[:, [0, 1, 1]])
    assert [choose(close, Limits(), today=pace) for pace in (2.0, 3.0)] == [2, 3]


def test_a_possibility_names_the_best_pace_and_the_fall_beside_it_is_the_usual_one():
    steep = np.array([0.1, 4.0, 0.1, 0.1])[:, None, None]
    found = fallen(steep, np.array([1.0, 2.0, 4.0, 6.0]))[:, 0, 0]
    half, twice, thrice = (
        np.exp(-fall * np.log(x) ** 2)
        for fall, x in ((FALL_BELOW, 2), (FALL_ABOVE, 2), (FALL_ABOVE, 3))
    )
    assert found == pytest.approx([4.0 * half, 4.0, 4.0 * twice, 4.0 * thrice])


def test_where_the_best_may_lie_beyond_what_is_looked_at_the_shape_stays():
    growing = np.array([1.0, 2.0, 2.9])[:, None, None]
    assert np.array_equal(fallen(growing, np.array([1.0, 2.0, 3.0])), growing)


def test_each_possibility_falls_for_itself():
    both = np.array([[[3.0, 1.0]], [[1.0, 2.0]], [[1.0, 1.0]]])
    found = fallen(both, np.array([1.0, 2.0, 3.0]))
    assert found.argmax(0).ravel().tolist() == [0, 1]
    assert found.max(0).ravel() == pytest.approx([3.0, 2.0])


def test_gain_chance_and_stake_are_those_of_the_chosen_pace(monkeypatch):
    monkeypatch.setattr(module, "outlook", lambda *_given, **_named: outlook())
    found = advise_from(read(steady(), prior=PRIOR, now=None))
    assert found.advice_per_week == 2
    assert found.regret_at_stake == pytest.approx(1 - 0.875)
    assert found.gain.mean == pytest.approx(0.875 / (0.25 * 0.5 + 0.75 * 0.6) - 1)
    assert found.p_better == 0.999
    assert found.range80 == Range(1.0, 3.0)
    assert found.verdict is Verdict.CANNOT_TELL


def test_the_chance_counts_the_possibilities_in_which_it_is_better(monkeypatch):
    monkeypatch.setattr(module, "outlook", lambda *_given, **_named: outlook(today=(0.9, 0.6)))
    assert advise_from(read(steady(), prior=PRIOR, now=None)).p_better == pytest.approx(0.75)


def test_who_posts_at_the_poor_hours_is_promised_more():
    def gain(good_hours):
        rng = np.random.default_rng(8)
        hours = np.array([24 * day + (12 if rng.random() < good_hours else 8)
                          for day in range(200)])  # fmt: skip
        mean = np.where(hours % 24 == 12, 120, 30)
        return advise_from(read(posts(hours, rng.poisson(mean)), prior=PRIOR, now=None)).gain.mean

    assert gain(0.3) > gain(0.9) + 0.2


@pytest.mark.parametrize(
    ("unfollows", "followers", "counts"),
    [(0, 5000, True), (9, 5000, True), (-3, 5000, False), (9, 0, False), (9, -1, False)],
)
def test_weeks_with_figures_that_cannot_be_are_passed_over(unfollows, followers, counts):
    log = read(steady(), prior=PRIOR, now=None).log
    known = [Loss(at(168 * week), unfollows, followers) for week in range(8)]
    told, unknown = (read_losses(log, some, PRIOR) for some in (known, ()))
    assert (told.base != pytest.approx(unknown.base)) == counts


@pytest.mark.parametrize("cost", [0.0, 0.5, 1.0])
def test_the_advice_lies_in_its_own_range_even_where_no_post_earns_its_cost(cost):
    for seed in (21, 30):
        rng = np.random.default_rng(seed)
        n = int(rng.integers(3, 12))
        hours = np.sort(rng.uniform(0, rng.choice([60, 400, 2000]), n)).round(1)
        history = posts(hours, rng.integers(0, 60, n))
        found = advise_from(read(history, prior=PRIOR, now=None), cost=cost)
        assert found.range80.low <= found.advice_per_week <= found.range80.high
        assert found.gain.mean >= -1
        assert 0 <= found.regret_at_stake <= 1
