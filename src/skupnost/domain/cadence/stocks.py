"""What earlier and later posts of the account do to a post: faded counts.

back(i) = sum over earlier posts of exp(-(t_i - t_j) / tau), forward(i) the same over later posts,
rate(i) = back over tau_days, in posts a week: the account's recent pace as its readers feel it.
"""

from __future__ import annotations

import numpy as np

from skupnost.domain.cadence.shapes import Stock
from skupnost.domain.cadence.values import HOURS_A_WEEK, Floats

N_BURN_IN = 6
FELT_TAUS, MOST_ASSUMED = 6.0, 5000


def faded(hours: Floats, tau: float) -> Floats:
    """The faded number of earlier posts at each post; `hours` ascend."""
    if len(hours) == 0:
        return np.zeros(0)
    decay = np.exp(-np.diff(hours) / tau).tolist()
    load, loads = 0.0, [0.0]
    for factor in decay:
        load = (load + 1.0) * factor
        loads.append(load)
    return np.array(loads)


def rate(hours: Floats, tau: float) -> Floats:
    """Recent posts a week before each post; before the log began its early posts are assumed."""
    before = assumed(hours, tau)
    return faded(np.concatenate([before, hours]), tau)[len(before) :] * (HOURS_A_WEEK / tau)


def assumed(hours: Floats, tau: float) -> Floats:
    """Posts before the log began, as far back as they would be felt: its early posts over three
    decay times (at least six) again and again. With their mean pace instead, the first posts of an
    evenly spaced log would feel another pace than the later ones, and any trend would be put down
    to that. None for a log of fewer posts."""
    if len(hours) < N_BURN_IN:
        return np.zeros(0)
    until = max(hours[0] + 3 * tau, hours[N_BURN_IN - 1])
    early = hours[: int(np.searchsorted(hours, until, side="right"))]
    n = len(early)
    period = max((early[-1] - early[0]) * n / (n - 1), 24.0)
    times = int(min(np.ceil(FELT_TAUS * tau / period), MOST_ASSUMED // n + 1))
    return np.concatenate([early - period * k for k in range(times, 0, -1)])


def felt_pace(hours: Floats, stock: Stock) -> Floats:
    """The pace in posts a week as each post feels it by this stock."""
    tau = stock.days * 24.0
    earlier = rate(hours, tau)
    if not stock.is_two_sided:
        return earlier
    return 0.5 * (earlier + rate(-hours[::-1], tau)[::-1])


def crowding(hours: Floats, tau: float) -> Floats:
    """Columns (n x 2): how much closer than evenly spaced the earlier and the later posts are.

    What even spacing at the same pace would give is taken off, so that these columns speak of
    bunching only and the pace itself is left to the response shape. Before and after the log its
    own first and last posts are assumed."""
    if len(hours) < 2:
        return np.zeros((len(hours), 2))
    window = max(4.0 * tau, HOURS_A_WEEK)
    before, after = assumed(hours, window), -assumed(-hours[::-1], window)[::-1]
    known = slice(len(before), len(before) + len(hours))
    whole = np.concatenate([before, hours, after])
    pace = faded(whole, window) + faded(-whole[::-1], window)[::-1] + 1.0
    even = pace * tau / (2.0 * window)
    back = faded(whole, tau)
    forward = faded(-whole[::-1], tau)[::-1]
    return np.stack([-(back - even), -(forward - even)], 1)[known]
