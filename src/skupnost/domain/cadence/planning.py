"""Placing n posts in a week: the good hours first, but not on top of one another."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

import numpy as np

from skupnost.domain.cadence.timing import allowed_hours
from skupnost.domain.cadence.values import HOURS_A_WEEK, Bools, Floats, Limits, Slot

# What two posts are held to take from each other at least, at the same hour (log), and over how
# many hours it fades: posts hardly ever stood so close together that it could be measured.
CAUTION, CAUTION_HOURS = 0.3, 18.0
NEXT_TO, NEXT_TO_HOURS = 0.3, 2.0
TAKEN_HOURS = 2.0
TAKEN_COST = 0.7
N_EXCHANGES = 2


@dataclass(frozen=True, slots=True)
class Ground:
    """What the planner knows of a week: log worth of each hour, which are allowed, how strongly
    two posts take from each other (168 x 168) as measured and as the planner keeps them apart,
    and what even spacing takes for each post a week (that is the response shape's part)."""

    worth: Floats
    allowed: Bools
    measured: Floats
    kernel: Floats
    even: float


def ground(
    worth: Floats, allowed: Bools, *, crowding: float, tau_hours: float, taken: Collection[int] = ()
) -> Ground:
    """`crowding`: what a post loses, on the log scale, to another at the same hour; `taken` are
    hours of the week at which other channels of the brand publish."""
    hour = np.arange(HOURS_A_WEEK)
    apart = np.abs(hour[:, None] - hour[None, :])
    apart = np.minimum(apart, HOURS_A_WEEK - apart)
    measured = crowding * np.exp(-apart / tau_hours)
    kernel = np.maximum(measured, CAUTION * np.exp(-apart / CAUTION_HOURS))
    kernel = kernel + NEXT_TO * np.exp(-((apart / NEXT_TO_HOURS) ** 2))
    worth = worth.copy()
    for other in taken:
        worth -= TAKEN_COST * np.exp(-apart[other % HOURS_A_WEEK] / TAKEN_HOURS)
    even = crowding * 2.0 * tau_hours / HOURS_A_WEEK
    return Ground(worth, allowed, measured, kernel, even)


def greedy(
    place: Ground, most: int, *, each: int = 1, stand: Sequence[int] = ()
) -> tuple[list[int], Floats]:
    """Hours in the order in which they are taken, beside those of own posts that `stand` already,
    and the total worth of all after the first n for each n from 0; where every allowed hour holds
    `each` posts no more are added."""
    chosen = list(stand)
    totals = [total_worth(place, chosen)]
    load = place.kernel[chosen].sum(0) if chosen else np.zeros(HOURS_A_WEEK)
    for _ in range(min(most, each * int(place.allowed.sum()))):
        gain = np.exp(place.worth - load)
        if chosen:
            present = np.exp(place.worth[chosen] - load[chosen])
            gain = gain - present @ (1.0 - np.exp(-place.kernel[chosen]))
        gain[~place.allowed] = -np.inf
        gain[np.bincount(chosen[len(stand) :], minlength=HOURS_A_WEEK) >= each] = -np.inf
        best = int(np.argmax(gain))
        chosen.append(best)
        load = load + place.kernel[best]
        totals.append(total_worth(place, chosen))
    return chosen[len(stand) :], np.array(totals)


def total_worth(place: Ground, hours: Sequence[int]) -> float:
    """Sum over the posts of exp(worth - what the others take beyond even spacing)."""
    index = np.array(hours, int)
    load = place.measured[np.ix_(index, index)].sum(1) - place.measured[index, index]
    beyond = np.clip(load - place.even * len(index), -1.0, 3.0)
    return float(np.exp(place.worth[index] - beyond).sum())


def plan_hours(place: Ground, n: int, *, stand: Sequence[int] = ()) -> tuple[int, ...]:
    """The best n hours of the week found by greedy choice and exchanges, ascending, beside those of
    own posts that `stand` already. An hour is named twice only where there are more posts than
    allowed hours."""
    n_allowed = int(place.allowed.sum())
    if n > n_allowed > 0:
        chosen, _totals = greedy(place, n, each=-(-n // n_allowed), stand=stand)
        return tuple(sorted(chosen))
    chosen, _totals = greedy(place, n, stand=stand)
    for _ in range(N_EXCHANGES):
        changed = False
        for i in range(len(chosen)):
            better = _best_addition(place, chosen[:i] + chosen[i + 1 :], stand)
            changed = changed or better != chosen[i]
            chosen[i] = better
        if not changed:
            break
    return tuple(sorted(chosen))


def _best_addition(place: Ground, rest: list[int], stand: Sequence[int]) -> int:
    others = [*stand, *rest]
    load = place.kernel[others].sum(0) if others else np.zeros(HOURS_A_WEEK)
    gain = np.exp(place.worth - load)
    if others:
        own = load[others] - place.kernel[others, others]
        gain = gain - np.exp(place.worth[others] - own) @ (1.0 - np.exp(-place.kernel[others]))
    gain[~place.allowed] = -np.inf
    gain[rest] = -np.inf
    return int(np.argmax(gain))


def slots_of(hours: Sequence[int]) -> tuple[Slot, ...]:
    """Hours of the week as slots."""
    return tuple(Slot(hour // 24, hour % 24) for hour in sorted(hours))


def plan_week(
    *,
    monday: date,
    n: int,
    worth: Sequence[float],
    limits: Limits,
    crowding: float = 0.1,
    tau_hours: float = 18.0,
    holidays: Collection[date] = (),
    taken: Collection[datetime] = (),
    stand: Collection[datetime] = (),
) -> tuple[datetime, ...]:
    """Local times (without zone) of n posts in one real week. Holidays stay free; times `taken`
    by other channels (local, without zone) are kept away from where the week allows it. Own posts
    that `stand` already are not among the n: the n are kept apart from them as from each other."""
    allowed = allowed_hours(limits)
    for day in range(7):
        if monday + timedelta(days=day) in holidays:
            allowed[day * 24 : day * 24 + 24] = False
    start = datetime.combine(monday, time())
    inside, own = _hours_since(start, taken), _hours_since(start, stand)
    place = ground(np.array(worth), allowed, crowding=crowding, tau_hours=tau_hours, taken=inside)
    return tuple(start + timedelta(hours=hour) for hour in plan_hours(place, n, stand=own))


def _hours_since(start: datetime, times: Collection[datetime]) -> list[int]:
    """The hours of the week in which these times lie, those outside it passed over."""
    hours = [int((at - start).total_seconds() // 3600) for at in times]
    return [hour for hour in hours if 0 <= hour < HOURS_A_WEEK]
