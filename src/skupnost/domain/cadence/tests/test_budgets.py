"""Several channels within one budget of hours."""

from __future__ import annotations

from skupnost.domain.cadence import Claim, advise, prior_for, within_budget
from skupnost.domain.cadence.tests.histories import steady, switchback

ONE = advise(steady(), prior=prior_for())
OTHER = advise(switchback(best=6), prior=prior_for())


def test_the_hours_are_never_exceeded():
    given = within_budget([Claim(ONE, 1.5), Claim(OTHER, 2.0)], 9.0)
    assert 1.5 * given[0] + 2.0 * given[1] <= 9.0
    assert sum(given) > 0


def test_with_hours_enough_each_gets_its_advice_at_most():
    given = within_budget([Claim(ONE, 1.0), Claim(OTHER, 1.0)], 1000.0)
    assert given[0] <= ONE.advice_per_week
    assert given[1] <= OTHER.advice_per_week


def test_the_dearer_post_of_equal_channels_gives_way():
    cheap, dear = within_budget([Claim(ONE, 1.0), Claim(ONE, 3.0)], 4.0)
    assert cheap > dear


def test_without_hours_nothing_is_posted():
    assert within_budget([Claim(ONE, 1.0)], 0.0) == (0,)
