"""Followers lost: weekly unfollows ~ Poisson(followers exp(a + b n / 7)), b not below 0. Where
nobody tells them, the growth of the followers is read instead (`growth`)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from skupnost.domain.cadence.growth import leaving, posterior, read_growth
from skupnost.domain.cadence.logs import Log, wall_clock
from skupnost.domain.cadence.priors import Prior
from skupnost.domain.cadence.values import HOURS_A_WEEK, Floats, Loss

N_STEPS = 40
HORIZON_WEEKS = 26
OVERDISPERSED = 2.0


@dataclass(frozen=True, slots=True)
class Losses:
    """Nodes of (a, b) with their weights: the posterior of how pace drives followers away.
    `n_growth_weeks` is of how many weeks the followers' growth was read for it."""

    base: Floats
    slope: Floats
    weights: Floats
    n_growth_weeks: int = 0

    def kept(self, n: Floats) -> Floats:
        """Mean share of followers still there over 26 weeks: nodes x paces."""
        rate = leaving(self.base[:, None], self.slope[:, None], n / 7.0)
        return np.asarray((1 - (1 - rate) ** HORIZON_WEEKS) / (rate * HORIZON_WEEKS))


def read_losses(log: Log, losses: Sequence[Loss], prior: Prior) -> Losses:
    """The posterior: of unfollows by Laplace's method, without them of the followers' growth, and
    without either it is the prior. A week in which more left than there were is no number."""
    mean0 = np.array(prior.loss_mean)
    precision = np.diag(1.0 / np.array(prior.loss_sd) ** 2)
    rows = [row for row in losses if row.followers > 0 and 0 <= row.unfollows <= row.followers]
    if not rows:
        grown = read_growth(log)
        known = _nodes(*posterior(grown, mean0, np.array(prior.loss_sd)))
        return replace(known, n_growth_weeks=grown.n_weeks)
    pace = np.array([_pace(log, row) for row in rows]) / 7.0
    lost = np.array([row.unfollows for row in rows]) / OVERDISPERSED
    followers = np.array([row.followers for row in rows]) / OVERDISPERSED
    return _nodes(*_laplace(pace, lost, followers, mean0, precision))


def _pace(log: Log, loss: Loss) -> float:
    """Posts in the week of the loss."""
    start = (wall_clock(loss.at, log.zone) - log.origin).total_seconds() / 3600.0
    return float(np.sum((log.hours >= start) & (log.hours < start + HOURS_A_WEEK)))


def _laplace(
    pace: Floats, lost: Floats, followers: Floats, mean0: Floats, precision: Floats
) -> tuple[Floats, Floats]:
    mean = mean0.copy()
    x = np.stack([np.ones_like(pace), pace], 1)
    hessian = precision
    for _ in range(N_STEPS):
        expected = followers * np.exp(np.clip(x @ mean, -20.0, 0.0))
        gradient = x.T @ (lost - expected) - precision @ (mean - mean0)
        hessian = (x * expected[:, None]).T @ x + precision
        mean = mean + np.clip(np.linalg.solve(hessian, gradient), -0.5, 0.5)
    return mean, np.linalg.inv(hessian)


def _nodes(mean: Floats, covariance: Floats) -> Losses:
    """Three nodes along the base by five along the slope given the base."""
    base_points, base_weights = np.polynomial.hermite_e.hermegauss(3)
    points, weights = np.polynomial.hermite_e.hermegauss(5)
    root = np.linalg.cholesky(covariance)
    first, second = (grid.ravel() for grid in np.meshgrid(base_points, points, indexing="ij"))
    base = mean[0] + root[0, 0] * first
    slope = mean[1] + root[1, 0] * first + root[1, 1] * second
    both = np.outer(base_weights, weights).ravel()
    return Losses(base, np.maximum(slope, 0.0), both / both.sum())
