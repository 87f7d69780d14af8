"""Experiments ask for no more than an account bears; where none is offered the reason is told."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from skupnost.domain.cadence import Limits, advise, advise_from, plan, prior_for, read
from skupnost.domain.cadence import with_experiment as offer
from skupnost.domain.cadence.experiments import ANY_PACE, most_bearable
from skupnost.domain.cadence.tests.histories import posts, steady

PRIOR, DAY = prior_for(), date(2026, 11, 25)
BURST = posts(10 + np.arange(200) / 20, np.arange(200) % 40)


def offered(history, limits=None, **more):
    reading = read(history, prior=PRIOR, limits=limits, now=None)
    return offer(reading, advise_from(reading), starts_on=DAY, **more)


@pytest.mark.parametrize(
    ("history", "limits", "code"),
    [
        (BURST, None, "experiment_without_weeks"),
        (posts(np.arange(60) * 31, [0] * 60), None, "experiment_of_nothing"),
        ((), Limits(most=1), "experiment_of_one_pace"),
    ],
)
def test_where_no_experiment_is_offered_the_reason_is_told(history, limits, code):
    found = offered(history, limits)
    assert found.experiment is None
    assert found.no_experiment.code == code


def test_a_burst_of_one_day_does_not_set_the_pace_of_an_experiment():
    week = np.arange(12)[:, None] * 168
    usual = posts((week + np.array([10, 60, 110])).ravel(), np.arange(36) % 9 + 5)
    found = offered(sorted([*usual, *BURST], key=lambda post: post.at))
    assert found.experiment.levels[1] <= 9


def test_weeks_without_a_burst_do_not_hold_an_experiment_back():
    assert most_bearable(read(steady(), prior=PRIOR, now=None)) == ANY_PACE
    few = posts((10, 60, 400), (3, 4, 5))
    assert most_bearable(read(few, prior=PRIOR, now=None)) == 3 * PRIOR.usual_pace


def test_no_more_is_asked_than_can_be_afforded():
    reading = read(steady(), prior=PRIOR, now=None)
    few = plan(reading, advise_from(reading), starts_on=DAY, affordable=7.5)
    assert few.levels == (1, 7)


def test_what_the_person_has_no_hours_for_is_not_asked_and_one_pace_is_no_experiment():
    assert offered(steady(), affordable=4.0).experiment.levels[1] == 4
    assert offered(steady(), affordable=1.4).no_experiment.code == "experiment_beyond_means"


def test_posts_of_one_day_have_no_pace_to_halve():
    found = advise(BURST, prior=PRIOR)
    assert not found.has_pace
    assert found.first_step == found.advice_per_week


@pytest.mark.parametrize(("value", "code"), [(0, "all_nought"), (7, "all_the_same")])
def test_where_the_same_came_back_to_all_posts_the_number_is_that_of_the_network(value, code):
    hours = np.arange(60) * 31
    same, unknown = posts(hours, [value] * 60), posts(hours, [None] * 60)
    found, none = (advise(history, prior=PRIOR) for history in (same, unknown))
    assert (found.evidence, found.blank.code) == ("none", code)
    assert (found.advice_per_week, found.range95) == (none.advice_per_week, none.range95)


def test_one_other_response_is_something_to_go_by():
    found = advise(posts(np.arange(60) * 31, [0] * 59 + [3]), prior=PRIOR)
    assert found.blank is None
    assert found.evidence != "none"
