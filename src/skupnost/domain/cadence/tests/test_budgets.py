"""Several channels within one budget of hours."""

from __future__ import annotations

import pytest

from skupnost.domain.cadence import Claim, advise, hours_of, prior_for, within_budget
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


def test_a_post_taken_over_costs_its_share_and_the_dearest_writing_once():
    claims = [Claim(ONE, 1.0), Claim(OTHER, 2.0)]
    assert hours_of(claims, [3, 2]) == pytest.approx(7.0)
    assert hours_of(claims, [3, 2], copy_share=0.5) == pytest.approx(2 * 2.5 + 1.0)
    assert hours_of(claims, [3, 2], copy_share=0.0) == pytest.approx(5.0)
    assert hours_of([], []) == 0


@pytest.mark.parametrize("share", [0.0, 0.3, 1.0])
def test_cheaper_copies_never_break_the_budget(share):
    claims = [Claim(ONE, 1.5), Claim(OTHER, 0.0), Claim(ONE, 2.0)]
    given = within_budget(claims, 7.0, copy_share=share)
    assert hours_of(claims, given, copy_share=share) <= 7.0 + 1e-9


def test_the_least_of_a_channel_comes_before_the_gain_of_others():
    claims = [Claim(ONE, 1.0, worth_today=100.0), Claim(OTHER, 1.0, worth_today=0.0, least=2)]
    assert within_budget(claims, 5.0) == (3, 2)
    assert within_budget(claims, 1.0) == (0, 1)


def test_posts_that_stand_take_their_hours_first_whatever_they_cost():
    claims = [Claim(ONE, 1.0, stand=9), Claim(OTHER, 1.0)]
    assert within_budget(claims, 11.0) == (9, 2)
    assert within_budget(claims, 5.0) == (9, 0)


def test_no_channel_gets_more_than_its_most():
    assert within_budget([Claim(ONE, 1.0, most=2), Claim(OTHER, 1.0, most=0)], 1000.0) == (2, 0)
