"""Chronological feeds: when to post so that a post stays near the top of its readers' feeds.

A post is pushed down by what others publish after it. With Lambda(t) the rivals' posts until t, a
gap from t_i to t_(i+1) costs the integral of Lambda(t) - Lambda(t_i): the rank summed over time.
The programme finds the n moments of an hour grid with the least sum, in O(hours^2 n); it needs only
an hourly profile of the feeds. Compared with RedQueen (Zarezade et al., WSDM 2017) in the docs.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from datetime import datetime

import numpy as np

from skupnost.domain.cadence.values import HOURS_A_WEEK, Floats, Ints

FARTHEST = 1e15


def hourly_profile(rival_hours: Sequence[float], weeks: float) -> tuple[float, ...]:
    """Rivals' posts an hour for the 168 hours of a week; `rival_hours` are hours since a Monday
    00:00, all hours were seen for so many weeks."""
    hour = np.floor(np.mod(np.asarray(rival_hours, float), HOURS_A_WEEK)).astype(int)
    count = np.bincount(hour, minlength=HOURS_A_WEEK)
    return profile_of_counts(count, [max(weeks, 1e-9)] * HOURS_A_WEEK)


def profile_of_counts(counts: Sequence[float] | Ints, seen: Sequence[float]) -> tuple[float, ...]:
    """The same from the posts counted in each hour of the week and how often it was seen, shrunk
    to the hour of the day and that to the mean."""
    count, times = np.asarray(counts, float), np.asarray(seen, float)
    mean = count.sum() / max(times.sum(), 1e-9)
    by_day, days = count.reshape(7, 24).sum(0), times.reshape(7, 24).sum(0)
    of_day = (by_day + mean * 7) / (days + 7)
    shrunk = (count + np.tile(of_day, 7) * 4) / (times + 4)
    return tuple(float(x) for x in shrunk)


def week_profile(
    hours: Iterable[tuple[datetime, int]],
) -> tuple[tuple[float, ...], tuple[int, ...]]:
    """The profile from the rivals' posts of single hours (local beginning, number), and how often
    each hour of the week is among them."""
    counts, seen = [0] * HOURS_A_WEEK, [0] * HOURS_A_WEEK
    for at, n_posts in hours:
        hour = at.weekday() * 24 + at.hour
        counts[hour] += n_posts
        seen[hour] += 1
    return profile_of_counts(counts, seen), tuple(seen)


def open_loop(
    rivals: Sequence[float],
    n: int,
    *,
    start_rank: float = 0.0,
    allowed: Sequence[bool] = (),
    bonus: Sequence[float] = (),
) -> tuple[int, ...]:
    """The n hours (indices into `rivals`, the expected rivals of each hour ahead) that keep the
    expected rank lowest on average; `start_rank` is how deep the latest post lies now. `bonus` is
    what a post at each hour is worth besides, as rank summed over hours that it may cost."""
    hours = len(rivals)
    may = np.ones(hours, bool) if not len(allowed) else np.array(allowed, bool)
    n = min(n, int(may.sum()))
    if n <= 0:
        return ()
    cost, first = _costs(np.asarray(rivals, float), start_rank)
    if len(bonus):
        cost[:hours] -= np.asarray(bonus, float)[:, None]
    best = np.where(may, first[:hours], FARTHEST)
    came_from: list[Ints] = []
    for _ in range(n - 1):
        total = best[:, None] + cost[:hours, :hours]
        came = np.argmin(total, axis=0)
        best = np.where(may, total[came, np.arange(hours)], FARTHEST)
        came_from.append(came)
    at = int(np.argmin(best + cost[:hours, hours]))
    found = [at]
    for came in reversed(came_from):
        at = int(came[at])
        found.append(at)
    return tuple(reversed(found))


def expected_rank(rivals: Sequence[float], at: Sequence[int], *, start_rank: float = 0.0) -> float:
    """The mean rank of the latest post over the hours ahead, when posts go out at these."""
    if not len(rivals):
        return 0.0
    cost, first = _costs(np.asarray(rivals, float), start_rank)
    stops = [*sorted(set(at)), len(rivals)]
    total = first[stops[0]] + sum(cost[i, j] for i, j in itertools.pairwise(stops))
    return float(total / len(rivals))


def worth_as_rank(
    worth: Sequence[float], allowed: Sequence[bool], *, total: float, n: int
) -> tuple[float, ...]:
    """The log worth of hours as a bonus for `open_loop`: a share of what n posts bring at average
    hours counts as the same share of `total`, the rank summed over the hours. None for no worth."""
    if not len(worth):
        return ()
    brings = np.exp(np.asarray(worth, float))
    mean = brings[np.asarray(allowed, bool)].mean() if any(allowed) else 1.0
    return tuple(float(x) for x in total / max(n, 1) * brings / mean)


def even_hours(hours: int, n: int, *, allowed: Sequence[bool] = ()) -> tuple[int, ...]:
    """n hours evenly apart, half a gap from both ends, each moved to the nearest that is allowed
    and free."""
    free = [hour for hour in range(hours) if not len(allowed) or allowed[hour]]
    found = []
    for number in range(min(n, len(free))):
        wanted = (number + 0.5) * hours / n
        hour = min(free, key=lambda hour: (abs(hour - wanted), hour))
        free.remove(hour)
        found.append(hour)
    return tuple(sorted(found))


def _costs(rivals: Floats, start_rank: float) -> tuple[Floats, Floats]:
    """Rank summed over [i, j) after a post at the start of hour i (infinite for j <= i), and over
    [0, j) before the first post. Half of an hour's rivals come before its middle."""
    hours = len(rivals)
    until = np.concatenate([[0.0], np.cumsum(rivals)])
    middle = until[:-1] + 0.5 * rivals
    total = np.concatenate([[0.0], np.cumsum(middle)])
    start, stop = np.arange(hours + 1)[:, None], np.arange(hours + 1)[None, :]
    cost = total[None, :] - total[:, None] - (stop - start) * until[:, None]
    cost = np.where(stop > start, cost, FARTHEST)
    first = total + start_rank * np.arange(hours + 1)
    return cost, first


def closed_loop(rivals: Sequence[float], n_left: int, *, rank: float) -> bool:
    """Whether to post now, where the feeds can be read: the rest is planned anew from the rank that
    the latest post really has. Asked once an hour with the expected rivals of the hours left."""
    if n_left <= 0 or not len(rivals):
        return False
    return open_loop(rivals, n_left, start_rank=rank)[0] == 0
