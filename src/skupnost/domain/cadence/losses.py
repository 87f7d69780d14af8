"""Followers lost: weekly unfollows ~ Poisson(followers exp(a + b n / 7)), b not below 0. Where
nobody tells them, the growth of the followers is read instead (`growth`)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from skupnost.domain.cadence.growth import OVERDISPERSED, leaving, posterior, read_growth
from skupnost.domain.cadence.logs import Log, wall_clock
from skupnost.domain.cadence.priors import Prior
from skupnost.domain.cadence.values import HOURS_A_WEEK, Floats, Loss

N_STEPS = 40
HORIZON_WEEKS = 26


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


def untold(prior: Prior) -> Losses:
    """What the prior holds of an account of which nothing tells who leaves."""
    return _nodes(np.array(prior.loss_mean), np.diag(np.array(prior.loss_sd) ** 2))


def read_losses(log: Log, losses: Sequence[Loss], prior: Prior) -> Losses:
    """The posterior: the prior, what the growth of the followers says where it tells of more weeks
    than the unfollows do, and the unfollows by Laplace's method. A week in which more left than
    there were is no number."""
    mean, sd = np.array(prior.loss_mean), np.array(prior.loss_sd)
    covariance, n_growth_weeks = np.diag(sd**2), 0
    rows = [row for row in losses if row.followers > 0 and 0 <= row.unfollows <= row.followers]
    grown = read_growth(log)
    if grown.n_weeks > len(rows):
        mean, covariance = posterior(grown, mean, sd)
        n_growth_weeks = grown.n_weeks
    if rows:
        pace = np.array([_pace(log, row) for row in rows]) / 7.0
        lost = np.array([row.unfollows for row in rows]) / OVERDISPERSED
        followers = np.array([row.followers for row in rows]) / OVERDISPERSED
        mean, covariance = _laplace(pace, lost, followers, mean, np.linalg.inv(covariance))
    return replace(_nodes(mean, covariance), n_growth_weeks=n_growth_weeks)


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
