"""The switchback: whole weeks at two paces, and what they showed.

Which pace comes first is drawn, and both are spread over the whole time: the order is balanced in
pairs of blocks (each pair has one of each), after Bojinov, Simchi-Levi and Zhao. A block is two
weeks, single weeks where the number does not make whole pairs; each second pair mirrors the one
before, so that one pace lasts four weeks, in which readers who tire slowly show it, and a steady
rise or fall weighs on both alike. Carry-over needs no empty weeks between: the fading stocks know
what really went before.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta

import numpy as np

from skupnost.domain.cadence.advising import (
    FEW_POSTS,
    WEEKS_OF_TRIAL,
    Reading,
    advise_from,
    randomised_weeks,
    read,
)
from skupnost.domain.cadence.logs import wall_clock
from skupnost.domain.cadence.planning import plan_hours
from skupnost.domain.cadence.priors import Prior
from skupnost.domain.cadence.timing import allowed_hours
from skupnost.domain.cadence.values import (
    HOURS_A_WEEK,
    Advice,
    ArmResult,
    Bools,
    ExperimentPlan,
    ExperimentResult,
    ExperimentSlot,
    Limits,
    Loss,
    Notice,
    PastPost,
    Range,
    Verdict,
    WeekResult,
)

FIRST = (0.4, 2.5)
LATER = (0.45, 2.2)
WEEKS = 8
BLOCK_WEEKS = 2
JITTER_HOURS = 1.5
FEWEST, MOST = 1, 35
QUARTERS = 4
LEAST_HOURS_APART = 2
ANY_PACE = math.inf
# A week with so many times the posts of any other is a burst.
BURST = 3.0
# The 0.9 point of Student's t with 1, 2, 3 … degrees of freedom.
T80 = (3.078, 1.886, 1.638, 1.533, 1.476, 1.440, 1.415, 1.397, 1.383, 1.372, 1.363, 1.356)


def levels_around(advice: Advice, limits: Limits, bearable: float = ANY_PACE) -> tuple[int, int]:
    """The two paces: well below and well above, between today and the advice at first, then around
    the advice, but never more than is `bearable`; at least two posts apart where there is room."""
    low_factor, high_factor = LATER if advice.n_randomised_weeks >= WEEKS_OF_TRIAL else FIRST
    middle = float(max(advice.advice_per_week, 1))
    if advice.n_randomised_weeks < WEEKS_OF_TRIAL and advice.today_per_week > 0:
        middle = float(np.sqrt(middle * max(advice.today_per_week, 1.0)))
    least, most = max(limits.least, FEWEST), limits.most or max(MOST, round(advice.today_per_week))
    most = int(max(min(most, QUARTERS * int(allowed_hours(limits).sum()), bearable), least))
    middle = min(middle, bearable / high_factor)
    low = int(np.clip(round(middle * low_factor), least, most))
    high = int(np.clip(round(middle * high_factor), min(low + 2, most), most))
    return low, high


def most_bearable(reading: Reading) -> float:
    """Where one week was a burst (three times and more what any other held), three times the
    busiest of the others: a burst, or an import that put all on one day, is no pace. Three times
    what is usual on its network where the account has too few posts; 0 where its posts stand within
    less than a week."""
    log = reading.log
    if log.n < FEW_POSTS:
        return BURST * reading.fit.prior.usual_pace
    if np.ptp(log.hours) < HOURS_A_WEEK:
        return 0.0
    _weeks, counts = np.unique(log.hours // HOURS_A_WEEK, return_counts=True)
    second, busiest = np.sort(counts)[-2:].tolist()
    return BURST * second if busiest > BURST * second else ANY_PACE


def why_none(reading: Reading, advice: Advice, affordable: float = ANY_PACE) -> Notice | None:
    """Why there is no experiment to offer; None where there is one. `affordable` are the posts a
    week that the person has hours and money for."""
    log, bearable = reading.log, most_bearable(reading)
    if log.blank(reading.limits):
        return Notice("experiment_of_nothing")
    if not bearable:
        return Notice("experiment_without_weeks", {"n": log.n})
    if len(set(levels_around(advice, reading.limits, bearable))) < 2:
        return Notice("experiment_of_one_pace")
    if len(set(levels_around(advice, reading.limits, min(bearable, affordable)))) < 2:
        return Notice("experiment_beyond_means", {"n": int(affordable)})
    return None


def plan(
    reading: Reading,
    advice: Advice,
    *,
    starts_on: date,
    weeks: int = WEEKS,
    seed: int = 0,
    affordable: float = ANY_PACE,
) -> ExperimentPlan:
    """The experiment from the Monday on or after `starts_on`; the same seed gives the same plan."""
    rng = np.random.default_rng(seed)
    bearable = min(most_bearable(reading), affordable)
    levels = levels_around(advice, reading.limits, bearable)
    block = BLOCK_WEEKS if weeks % (2 * BLOCK_WEEKS) == 0 else 1
    order: list[int] = []
    while len(order) < weeks:
        pair = [levels[i] for i in rng.permutation(2) for _ in range(block)]
        order += pair + pair[::-1]
    monday = starts_on + timedelta(days=-starts_on.weekday() % 7)
    allowed = allowed_hours(reading.limits)
    slots: list[ExperimentSlot] = []
    for week, n in enumerate(order[:weeks]):
        start = datetime.combine(monday, time()) + timedelta(weeks=week)
        hours = plan_hours(reading.ground(rng=rng), n)
        slots += [ExperimentSlot(week, start + at) for at in _jittered(hours, allowed, rng)]
    return ExperimentPlan(monday, levels, tuple(order[:weeks]), tuple(slots))


def _jittered(hours: Sequence[int], allowed: Bools, rng: np.random.Generator) -> list[timedelta]:
    """The slots moved by about an hour and a half, to quarters of an hour, where allowed; each to
    the nearest one that is free and no closer to another slot than two hours, in a full week than
    half of what each has on average."""
    free = np.flatnonzero(np.repeat(allowed, QUARTERS))
    apart = int(np.clip(len(free) // (2 * max(len(hours), 1)), 1, QUARTERS * LEAST_HOURS_APART))
    taken = []
    for hour in hours:
        moved = hour + 0.5 + rng.normal(0.0, JITTER_HOURS)
        moved = round(float(np.clip(moved, 0.0, HOURS_A_WEEK - 0.25)) * 4) / 4
        inside = bool(allowed[int(moved) % HOURS_A_WEEK])
        wanted = round(4 * (moved if inside else hour + 0.5))
        if len(free):
            taken.append(int(free[np.argmin(np.abs(free - wanted))]))
            free = free[np.abs(free - taken[-1]) >= apart]
    return [timedelta(minutes=15 * quarter) for quarter in sorted(taken)]


def with_experiment(
    reading: Reading,
    advice: Advice,
    *,
    starts_on: date,
    seed: int = 0,
    affordable: float = ANY_PACE,
) -> Advice:
    """The advice with the experiment that would settle it, where it cannot tell yet, or with the
    reason why none can be offered."""
    if advice.verdict is not Verdict.CANNOT_TELL or not advice.advice_per_week:
        return advice
    if (why := why_none(reading, advice, affordable)) is not None:
        return replace(advice, notices=(*advice.notices, why))
    planned = plan(reading, advice, starts_on=starts_on, seed=seed, affordable=affordable)
    return replace(advice, experiment=planned)


def read_experiment(
    posts: Sequence[PastPost],
    *,
    prior: Prior,
    limits: Limits | None = None,
    losses: Sequence[Loss] = (),
    now: datetime | None = None,
    idle: Collection[date] = (),
) -> ExperimentResult:
    """What the randomised weeks showed: weekly means of the arms, the advice as the posts before
    them gave it and as all posts give it, and whether it may end early: where it can be told after
    four weeks or more and could be without the newest of them. A look each week finds a lucky one
    too easily. `idle` as in `read`."""

    def looked(some: Sequence[PastPost]) -> tuple[Reading, Advice]:
        found = read(some, prior=prior, limits=limits, now=now, idle=idle)
        return found, advise_from(found, losses=losses)

    _first, before = looked([post for post in posts if not post.is_randomised])
    reading, after = looked(posts)
    shown = weeks(reading)
    is_decided = _tells(reading, after)
    if is_decided:
        newest = datetime.combine(shown[-1].monday, time())
        is_decided = _tells(
            *looked([post for post in posts if wall_clock(post.at, reading.log.zone) < newest])
        )
    return ExperimentResult(arms_of(shown), before, after, is_decided, shown)


def _tells(reading: Reading, advice: Advice) -> bool:
    """Whether there is an answer, and weeks enough behind it."""
    return (
        randomised_weeks(reading.log) >= WEEKS_OF_TRIAL
        and advice.verdict is not Verdict.CANNOT_TELL
    )


def arms(reading: Reading) -> tuple[ArmResult, ...]:
    """Randomised weeks below and above their middle pace; nothing where there are none."""
    return arms_of(weeks(reading))


def weeks(reading: Reading) -> tuple[WeekResult, ...]:
    """The randomised weeks in which something is known to have come back, in order; their posts
    count whether or not their own response is known."""
    log = reading.log
    place = (log.hours // HOURS_A_WEEK).astype(int)
    known = np.isfinite(log.response)
    found = []
    for week in np.unique(place[log.is_randomised & known]):
        inside = log.is_randomised & (place == week)
        monday = (log.origin + timedelta(weeks=int(week))).date()
        total = float(log.response[inside & known].sum() / log.scale)
        found.append(WeekResult(monday, int(inside.sum()), total))
    return tuple(found)


def arms_of(shown: Sequence[WeekResult]) -> tuple[ArmResult, ...]:
    """The weeks below and above their middle pace, each group with its mean."""
    if not shown:
        return ()
    paces = [week.n_posts for week in shown]
    middle = (min(paces) + max(paces)) / 2.0
    few = [week for week in shown if week.n_posts <= middle]
    many = [week for week in shown if week.n_posts > middle]
    return tuple(arm(group) for group in (few, many) if group)


def arm(group: Sequence[WeekResult]) -> ArmResult:
    """Some weeks as one: their mean with its range by Student's t, never below nothing."""
    n, total = len(group), np.array([week.response for week in group])
    level, mean = float(np.mean([week.n_posts for week in group])), float(total.mean())
    if n < 2:
        return ArmResult(level, n, mean)
    error = float(total.std(ddof=1) / np.sqrt(n))
    reach = T80[min(n - 1, len(T80)) - 1] * error
    return ArmResult(level, n, mean, error, Range(max(mean - reach, 0.0), mean + reach))
