"""How the expected count bends on the log scale: mean, slope and variance of log(1 + y).

y ~ Poisson(exp(eta + sigma e)), e standard normal. Small counts bend the log scale, so an account
with three reactions a post would look insensitive to everything if log(1 + y) were taken as linear.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np

from skupnost.domain.cadence.values import Floats

LOWEST, HIGHEST = -8.0, 18.0
N_GRID = 521
EXACT_BELOW = 200.0
N_COUNTS = 420


@dataclass(frozen=True, slots=True)
class Link:
    """Tables over eta: mean of log(1 + y), its slope, and the variance that counting alone adds."""

    eta: Floats
    mean: Floats
    slope: Floats
    variance: Floats

    def at(self, eta: Floats) -> tuple[Floats, Floats, Floats]:
        clipped = np.clip(eta, LOWEST + 0.5, HIGHEST - 0.5)
        return (
            np.interp(clipped, self.eta, self.mean),
            np.maximum(np.interp(clipped, self.eta, self.slope), 0.05),
            np.interp(clipped, self.eta, self.variance),
        )

    def inverse(self, mean: float) -> float:
        """The eta whose mean of log(1 + y) this is."""
        return float(np.interp(mean, self.mean, self.eta))


@cache
def _poisson() -> tuple[Floats, Floats, Floats]:
    eta = np.linspace(LOWEST, HIGHEST, N_GRID)
    rate = np.exp(eta)
    mean = np.log1p(rate) - 0.5 * rate / (1 + rate) ** 2
    variance = rate / (1 + rate) ** 2
    count = np.arange(N_COUNTS)
    log_factorial = np.concatenate([[0.0], np.cumsum(np.log(np.arange(1, N_COUNTS)))])
    small = rate < EXACT_BELOW
    chance = np.exp(-rate[small, None] + count * eta[small, None] - log_factorial)
    log_count = np.log1p(count)
    mean[small] = chance @ log_count
    variance[small] = np.maximum(chance @ log_count**2 - mean[small] ** 2, 1e-9)
    return eta, mean, variance


@cache
def link(tenths: int) -> Link:
    """The link for a spread of `tenths` / 10 between posts on the log scale."""
    eta, poisson_mean, poisson_variance = _poisson()
    nodes, weights = np.polynomial.hermite_e.hermegauss(9)
    shifted = eta[:, None] + tenths / 10 * nodes
    weights = weights / weights.sum()
    mean = np.interp(shifted, eta, poisson_mean) @ weights
    variance = np.interp(shifted, eta, poisson_variance) @ weights
    return Link(eta, mean, np.gradient(mean, eta), variance)
