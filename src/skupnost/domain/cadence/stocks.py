"""What earlier and later posts of the account do to a post: faded counts.

back(i) = sum over earlier posts of exp(-(t_i - t_j) / tau), forward(i) the same over later posts,
rate(i) = back over tau_days, in posts a week: the account's recent pace as its readers feel it.
"""

from __future__ import annotations

import numpy as np

from skupnost.domain.cadence.shapes import Stock
from skupnost.domain.cadence.values import HOURS_A_WEEK, Floats

N_BURN_IN = 6


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
    """Recent posts a week before each post; before the log began, its early pace is assumed."""
    felt = faded(hours, tau) * (HOURS_A_WEEK / tau)
    if len(hours) < N_BURN_IN:
        return felt
    early = early_rate(hours, tau) * np.exp(-(hours - hours[0]) / tau)
    return np.asarray(felt + early)


def felt_pace(hours: Floats, stock: Stock) -> Floats:
    """The pace in posts a week as each post feels it by this stock."""
    tau = stock.days * 24.0
    earlier = rate(hours, tau)
    if not stock.is_two_sided:
        return earlier
    return 0.5 * (earlier + rate(-hours[::-1], tau)[::-1])


def early_rate(hours: Floats, tau: float) -> float:
    """Posts a week over the first three decay times of the log (at least six posts)."""
    until = max(hours[0] + 3 * tau, hours[N_BURN_IN - 1])
    n = int(np.searchsorted(hours, until, side="right"))
    span = max(until - hours[0], 24.0)
    return float((n - 1) / span * HOURS_A_WEEK)


def crowding(hours: Floats, tau: float) -> Floats:
    """Columns (n x 2): how much closer than evenly spaced the earlier and the later posts are.

    What even spacing at the same pace would give is taken off, so that these columns speak of
    bunching only and the pace itself is left to the response shape."""
    if len(hours) < 2:
        return np.zeros((len(hours), 2))
    window = max(4.0 * tau, HOURS_A_WEEK)
    pace = faded(hours, window) + faded(-hours[::-1], window)[::-1] + 1.0
    even = pace * tau / (2.0 * window)
    back = faded(hours, tau)
    forward = faded(-hours[::-1], tau)[::-1]
    return np.stack([-(back - even), -(forward - even)], 1)
