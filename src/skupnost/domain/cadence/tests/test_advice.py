"""What the adviser says where the truth is known."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta, timezone

import numpy as np
import pytest

from skupnost.domain.cadence import (
    Evidence,
    Limits,
    PastPost,
    Verdict,
    WeekResult,
    advise,
    doubted,
    known_networks,
    plan,
    prior_for,
    read,
    read_experiment,
    with_experiment,
)
from skupnost.domain.cadence.advising import advise_from, evidence_of, first_step
from skupnost.domain.cadence.experiments import arms_of, levels_around, weeks
from skupnost.domain.cadence.tests.histories import posts, steady, switchback

PRIOR = prior_for()


@pytest.mark.parametrize("best", [4.0, 9.0, 20.0])
def test_a_randomised_history_finds_the_best_pace(best):
    found = advise(switchback(best=best), prior=PRIOR)
    assert 0.6 * best <= found.advice_per_week <= 1.6 * best
    assert found.range95.low <= best <= found.range95.high


def test_without_posts_the_prior_answers_and_says_so():
    found = advise((), prior=PRIOR)
    assert found.evidence is Evidence.NONE
    assert found.verdict is Verdict.CANNOT_TELL
    assert 3 <= found.advice_per_week <= 10
    assert [notice.code for notice in found.notices] == ["no_posts"]


def test_more_evidence_narrows_the_range():
    few, many = (
        advise(switchback(best=8, weeks=4), prior=PRIOR),
        advise(switchback(best=8, weeks=40), prior=PRIOR),
    )
    assert many.range80.high / many.range80.low < few.range80.high / few.range80.low
    assert many.regret_at_stake < few.regret_at_stake


@pytest.mark.parametrize(
    ("narrowed", "ratio", "said"),
    [(0.4, 2, "strong"), (0.4, 4, "fair"), (0.4, 8, "weak"), (0.7, 2, "fair"), (0.9, 2, "weak")],
)
def test_evidence_must_narrow_what_was_known_and_to_a_range_that_helps(narrowed, ratio, said):
    assert evidence_of(narrowed, ratio) == said


def test_a_dear_post_means_fewer_posts():
    history = switchback(best=12)
    cheap, dear = advise(history, prior=PRIOR), advise(history, prior=PRIOR, cost=0.5)
    assert dear.advice_per_week < cheap.advice_per_week
    assert dear.curve == cheap.curve
    assert dear.gain.mean < cheap.gain.mean


def test_the_first_step_is_at_most_double():
    history = [post for post in switchback(best=25, weeks=30)]
    tamed = posts([i * 84.0 for i in range(4)], [3, 4, 3, 4])
    found = advise(tamed, prior=PRIOR)
    assert found.first_step <= 2 * max(found.today_per_week, 1)
    assert advise(history, prior=PRIOR).first_step >= 1


def test_there_are_as_many_slots_as_posts_and_all_within_the_limits():
    limits = Limits(weekdays=frozenset(range(5)), hours=frozenset(range(9, 17)), most=12)
    found = advise(steady(), prior=PRIOR, limits=limits)
    assert len(set(found.slots)) == len(found.slots) == found.advice_per_week <= 12
    assert all(slot.weekday < 5 and 9 <= slot.hour < 17 for slot in found.slots)


def test_limits_that_leave_no_hour_give_no_posts_and_say_so():
    found = advise(steady(), prior=PRIOR, limits=Limits(hours=frozenset()))
    assert found.advice_per_week == 0
    assert found.slots == ()
    assert [notice.code for notice in found.notices] == ["limits_leave_no_room"]


@pytest.mark.parametrize("limits", [Limits(most=3), Limits(least=20), Limits(least=9, most=12)])
def test_limits_set_the_pace_but_not_what_a_pace_brings(limits):
    free, held = (advise(steady(), prior=PRIOR, limits=some) for some in (Limits(), limits))
    n = held.advice_per_week
    assert limits.least <= n <= (limits.most or n)
    assert held.range80.low <= n <= held.range80.high
    assert held.range95.low >= limits.least
    assert len(held.curve) == len(free.curve)
    one, other = held.curve[n - 1], free.curve[n - 1]
    assert one.middle == pytest.approx(other.middle)
    assert one.range80.high == pytest.approx(other.range80.high)
    assert held.gain.range80.low == pytest.approx(other.range80.low - 1)
    assert held.free_per_week == free.advice_per_week != n
    assert free.free_per_week is None


def test_limits_that_do_not_reach_the_advice_change_nothing():
    free = advise(steady(), prior=PRIOR)
    room = Limits(least=free.advice_per_week - 1, most=50)
    found = advise(steady(), prior=PRIOR, limits=room)
    assert found.advice_per_week == free.advice_per_week
    assert found.free_per_week is None


@pytest.mark.parametrize(("today", "step"), [(1.0, 2), (8.0, 4), (30.0, 6)])
def test_the_first_step_is_never_more_than_the_person_can_do(today, step):
    assert first_step(4, today, Limits(most=6)) == step


@pytest.mark.parametrize(
    ("n", "today", "step"), [(12, 2.0, 8), (30, 6.0, 12), (9, 0.5, 8), (5, 1.0, 5)]
)
def test_the_first_step_is_never_less_than_the_person_wants(n, today, step):
    """The last one: the week has no room for the least."""
    assert first_step(n, today, Limits(least=8)) == step


def test_no_chance_is_none_or_certain():
    closed = advise(steady(), prior=PRIOR, limits=Limits(hours=frozenset()))
    assert (closed.p_better, doubted(0.0), doubted(0.5), doubted(1.0)) == (0.001, 0.001, 0.5, 0.999)


def test_where_the_limits_leave_one_pace_no_experiment_is_offered():
    def offered(most):
        reading = read((), prior=PRIOR, limits=Limits(most=most), now=None)
        day = date(2026, 11, 25)
        return with_experiment(reading, advise_from(reading), starts_on=day).experiment

    assert offered(1) is None
    assert offered(3).levels == (1, 3)


def test_the_curve_reaches_as_far_as_today():
    busy = posts(np.arange(0.0, 168 * 12, 3.0), np.arange(672) % 40)
    found = advise(busy, prior=PRIOR)
    assert found.curve[-1].n == np.ceil(found.today_per_week) == 56


def test_boosted_posts_can_be_left_out():
    history = steady()
    boosted = posts([50.5, 800.5], [90_000, 80_000], is_boosted=True)
    limits = Limits(exclude_boosted=True)
    both = advise([*history, *boosted], prior=PRIOR, limits=limits)
    assert both.n_read == len(history)


def test_posts_left_out_count_for_the_pace_only():
    history = steady()
    contest = posts([50.5, 800.5, 900.5], [90_000, 80_000, None], left_out="contest")
    found = advise([*history, *contest], prior=PRIOR)
    assert (found.n_posts, found.n_read) == (len(history) + 3, len(history))
    assert not {"outlier", "response_missing"} & {notice.code for notice in found.notices}


def test_a_season_with_a_type_of_its_own_does_not_look_like_a_good_pace():
    rng = np.random.default_rng(3)
    weeks = [(week, 26 <= week < 31) for week in range(60)]
    rows = [
        (168 * week + hour, rng.poisson(180 if is_high else 60), is_high)
        for week, is_high in weeks
        for hour in np.sort(rng.uniform(7, 160, 12 if is_high else 4))
    ]
    plain = [post for hour, value, _high in rows for post in posts([hour], [value])]
    typed = [post for hour, value, high in rows
             for post in posts([hour], [value], type=" · December" if high else "")]  # fmt: skip
    told = [advise(history, prior=PRIOR).advice_per_week for history in (plain, typed)]
    assert told[1] < told[0]


def test_posts_at_one_hour_of_success_draw_the_slots_there():
    rng = np.random.default_rng(3)
    hours = np.sort(rng.choice(np.arange(40 * 168), 500, replace=False)).astype(float)
    evening = (hours % 24 >= 18) & (hours % 24 < 22)
    found = advise(posts(hours, rng.poisson(np.where(evening, 90, 30))), prior=PRIOR)
    assert np.mean([17 <= slot.hour <= 22 for slot in found.slots]) > 0.5


def test_the_same_history_gives_the_same_advice():
    assert advise(steady(), prior=PRIOR) == advise(steady(), prior=PRIOR)


def test_an_experiment_is_balanced_in_pairs_of_blocks_and_the_same_for_the_same_seed():
    reading = read(steady(), prior=PRIOR, now=None)
    advice = advise_from(reading)
    first, again = (plan(reading, advice, starts_on=date(2026, 11, 25), seed=4) for _ in range(2))
    assert first == again
    assert first.starts_on.weekday() == 0
    blocks = list(zip(first.order[::2], first.order[1::2], strict=True))
    assert all(len(set(block)) == 1 for block in blocks)
    pairs = zip(blocks[::2], blocks[1::2], strict=True)
    assert all({one[0], other[0]} == set(first.levels) for one, other in pairs)


@pytest.mark.parametrize("weeks", [8, 12, 16])
def test_the_second_pair_of_an_experiment_mirrors_the_first(weeks):
    reading = read(steady(), prior=PRIOR, now=None)
    advice = advise_from(reading)
    starts = set()
    for seed in range(12):
        order = plan(reading, advice, starts_on=date(2026, 11, 25), weeks=weeks, seed=seed).order
        starts.add(order[0])
        for at in range(0, weeks - 7, 8):
            a, b = order[at], order[at + 2]
            assert order[at : at + 8] == (a, a, b, b, b, b, a, a)
            assert a != b
    assert len(starts) == 2


@pytest.mark.parametrize(
    ("today", "weeks_before", "limits", "levels"),
    [
        (10.0, 0, Limits(), (4, 25)),  # four tenths and two and a half times
        (2.5, 0, Limits(), (2, 12)),  # between today and the advice
        (2.5, 4, Limits(), (4, 22)),  # after an experiment around the advice alone
        (10.0, 0, Limits(least=6, most=12), (6, 12)),
        (0.0, 0, Limits(most=2), (2, 2)),
    ],
)
def test_the_levels_lie_around_the_advice(today, weeks_before, limits, levels):
    advice = replace(
        advise((), prior=PRIOR), advice_per_week=10, today_per_week=today,
        n_randomised_weeks=weeks_before,
    )  # fmt: skip
    assert levels_around(advice, limits) == levels


def test_the_weeks_of_an_experiment_are_in_the_unit_of_the_file():
    shares = posts([24.0 * day for day in range(28)], [0.25] * 28, is_randomised=True)
    assert [week.response for week in weeks(read(shares, prior=PRIOR, now=None))] == pytest.approx(
        [1.75] * 4
    )


def test_weeks_of_one_pace_are_one_arm():
    shown = [WeekResult(date(2026, 1, 5), 4, float(response)) for response in (10, 14)]
    (only,) = arms_of(shown)
    assert (only.level, only.n_weeks, only.response_per_week) == (4, 2, 12)
    assert only.standard_error == pytest.approx(2.0)
    assert only.range80.high == pytest.approx(12 + 3.078 * 2)
    assert arms_of(shown[:1])[0].range80 is None


def test_an_experiment_of_six_weeks_changes_every_week_or_two():
    reading = read(steady(), prior=PRIOR, now=None)
    found = plan(reading, advise_from(reading), starts_on=date(2026, 11, 25), weeks=6)
    assert sorted(found.order) == sorted(found.levels * 3)


def test_an_experiment_is_offered_only_where_nothing_can_be_told():
    unsure = read(steady(), prior=PRIOR, now=None)
    sure = read(switchback(best=9, weeks=60), prior=PRIOR, now=None)
    told = [
        with_experiment(reading, advise_from(reading), starts_on=date(2026, 11, 25))
        for reading in (unsure, sure)
    ]
    assert told[0].experiment is not None
    assert told[1].experiment is None


def test_an_experiment_is_read_arm_by_arm():
    result = read_experiment([*steady(weeks=6), *switchback(best=6, weeks=16)], prior=PRIOR)
    low, high = result.arms
    assert low.level < high.level
    assert result.after.n_randomised_weeks == low.n_weeks + high.n_weeks
    assert result.before.n_randomised_weeks == 0


def test_local_time_is_that_of_the_last_rows():
    rng = np.random.default_rng(5)
    hours = np.sort(rng.uniform(0, 20 * 168, 300))
    history = posts(hours, rng.poisson(30, 300))
    assert read(history, prior=PRIOR, now=None).log.hours[0] == pytest.approx(hours[0])
    east = timezone(timedelta(hours=7))
    moved = [*history[:-1], replace(history[-1], at=history[-1].at.astimezone(east))]
    log = read(moved, prior=PRIOR, now=None).log
    assert np.mod(log.hours, 168) == pytest.approx(np.mod(hours + 7, 168))


def test_summer_time_keeps_the_hour_on_the_clock():
    winter, summer = (timezone(timedelta(hours=n)) for n in (1, 2))
    days = [datetime(2026, 3, 27 + n, 9, tzinfo=winter if n < 2 else summer) for n in range(5)]
    log = read([PastPost(day, 5.0) for day in days], prior=PRIOR, now=None).log
    assert np.mod(log.hours, 24) == pytest.approx([9] * 5)
    assert log.hours[0] == 4 * 24 + 9


def test_each_network_has_a_prior_and_an_unknown_one_gets_the_general():
    assert {"facebook", "general", "mastodon"} <= set(known_networks())
    assert prior_for("facebook").hash != PRIOR.hash
    assert prior_for("no-such-network") == PRIOR


def test_no_post_of_an_experiment_is_lost_where_two_fall_on_one_quarter():
    reading = read(posts(range(0, 3000, 2), [5] * 1500), prior=PRIOR, now=None)
    planned = plan(reading, advise_from(reading), starts_on=date(2026, 12, 7), weeks=4)
    for week, n in enumerate(planned.order):
        assert sum(slot.week == week for slot in planned.slots) == n
    assert all(7 <= slot.at.hour < 23 for slot in planned.slots)
