"""Weekly plans of one who knows what every hour is worth: the measure that all advice is held to.

They are made without the adviser's planner, so that a fault of that one does not hide in the
measure. How far apart posts do best is tried, as it differs from kind to kind.
"""

from __future__ import annotations

import numpy as np

from tests.benchmarks.cadence_kinds.days import HOUR

ALLOWED = (HOUR % 24 >= 7) & (HOUR % 24 <= 22)
_APART = np.abs(HOUR[:, None] - HOUR[None, :])
_APART = np.minimum(_APART, 168 - _APART)
# What two posts are assumed to take from each other at the same hour, over how many hours that
# fades, and how: slowly (1) or with a sharp end (2).
CROWDING = (
    (0.0, 18, 1), (0.03, 18, 1), (0.12, 18, 1), (0.4, 18, 1), (0.12, 48, 1),
    (0.15, 2, 2), (0.5, 2, 2), (0.5, 6, 2), (3.0, 10, 2),
)  # fmt: skip


# The same in the simulator that the figures to reach come from.
FORMER = (0.25, 18, 1)


def candidates(worth: np.ndarray, n: int) -> list[np.ndarray]:
    """Plans of n posts a week (hours of the week) among which the best is looked for."""
    found = [_spread(worth, n, *taken) for taken in CROWDING]
    day = np.where(ALLOWED, worth, -np.inf).reshape(7, 24).mean(0)
    return [*found, daily(n, day.argmax() + 0.5)]


def former(worth: np.ndarray, n: int) -> np.ndarray:
    """The one plan of n posts that the prototype's simulator takes for the best."""
    return _spread(worth, n, *FORMER)


def daily(n: int, hour: float) -> np.ndarray:
    """n posts evenly over the days, all at one hour."""
    return np.linspace(0, 6.99, n).astype(int) * 24 + hour + 1e-2 * np.arange(n)


def _spread(worth: np.ndarray, n: int, height: float, hours: float, power: int) -> np.ndarray:
    """One post after the other at the hour that adds most, where two posts take `height` (log) from
    each other at the same hour."""
    taken = height * np.exp(-((_APART / hours) ** power))
    chosen: list[int] = []
    load = np.zeros(168)
    for _ in range(n):
        others = np.exp(worth[chosen] - load[chosen]) @ (1.0 - np.exp(-taken[chosen]))
        gain = np.where(ALLOWED, np.exp(worth - load) - others, -np.inf)
        gain[chosen] = -np.inf
        chosen.append(int(np.argmax(gain)))
        load = load + taken[chosen[-1]]
    return np.sort(np.array(chosen)) + 0.5
