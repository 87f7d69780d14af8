"""The family of response shapes: response of one post when the account posts n a week.

f(n) = exp(-(n / n0)^p / p). Its elasticity is -(n / n0)^p, so n f(n) peaks at n0 whatever p is:
p = 1 is Ricker's curve, p below 1 falls early and gently (towards a power law), p above 1 holds
and then collapses (towards a threshold). The grid of (n0, p, how pace is felt) is summed exactly.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from skupnost.domain.cadence.values import Floats


@dataclass(frozen=True, slots=True)
class Stock:
    """A faded count of posts: earlier ones fading over so many days; two-sided where later posts
    count as well, as in a talk that goes on for days."""

    days: float
    is_two_sided: bool = False


@dataclass(frozen=True, slots=True)
class Felt:
    """How pace is felt: the share `near` of the log response by one stock, the rest by another
    (indices into STOCKS). A short one (posts bury one another) and a long one (readers tire) may
    both be at work; alternating weeks show the first at once, the second hardly."""

    near: int
    far: int
    share: float = 1.0


PEAKS = np.exp(np.linspace(np.log(0.7), np.log(250.0), 36))
POWERS = np.array([0.25, 0.5, 1.0, 1.8, 3.2])
STOCKS = tuple(Stock(days) for days in (1.5, 4.0, 10.0, 25.0)) + tuple(
    Stock(days, is_two_sided=True) for days in (1.0, 3.0, 7.0)
)
NEAR, FAR, SHARES = (0, 4, 5), (1, 2, 3), (0.35, 0.65)
FELT = tuple(Felt(i, i) for i in range(len(STOCKS))) + tuple(
    Felt(near, far, share) for near in NEAR for far in FAR for share in SHARES
)
PURE_WEIGHT = 0.5
N_SHAPES = len(PEAKS) * len(POWERS)


@dataclass(frozen=True, slots=True)
class Shapes:
    """The grid, peaks fastest: `peak` and `power` of each of the 180 shapes."""

    peak: Floats
    power: Floats


def shapes() -> Shapes:
    """All pairs of peak and power."""
    power, peak = np.meshgrid(POWERS, PEAKS, indexing="ij")
    return Shapes(peak.ravel(), power.ravel())


def log_response(n: Floats, family: Shapes) -> Floats:
    """log f for each pace (rows) and shape (columns)."""
    ratio = np.log(np.maximum(n, 1e-3))[:, None] - np.log(family.peak)
    return np.asarray(-np.exp(family.power * ratio) / family.power)


def peak_weights(log_mean: float, log_sd: float) -> Floats:
    """Prior weights over the peaks: a Student curve (6 degrees) on the log scale, sums to 1."""
    distance = (np.log(PEAKS) - log_mean) / log_sd
    weight = (1 + distance**2 / 6.0) ** -3.5
    return np.asarray(weight / weight.sum())


def felt_weights() -> tuple[float, ...]:
    """Prior weights of the ways pace is felt: half for one stock alone, half for two together."""
    n_pure = len(STOCKS)
    rest = (1.0 - PURE_WEIGHT) / (len(FELT) - n_pure)
    return (PURE_WEIGHT / n_pure,) * n_pure + (rest,) * (len(FELT) - n_pure)
