"""Several accounts of one network together: each gets its neighbours as a slightly better prior.

Empirical Bayes with the shipped prior counting as four accounts, so that two odd neighbours cannot
carry the rest away."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

import numpy as np

from skupnost.domain.cadence.advising import Reading, read
from skupnost.domain.cadence.fitting import Fit
from skupnost.domain.cadence.priors import Prior
from skupnost.domain.cadence.shapes import FELT, PEAKS, POWERS
from skupnost.domain.cadence.values import Floats, Limits, PastPost

SHIPPED_COUNT = 4.0
MIN_POSTS = 20


def read_all(
    accounts: Mapping[str, Sequence[PastPost]],
    *,
    prior: Prior,
    limits: Limits | None = None,
    now: datetime | None = None,
) -> dict[str, Reading]:
    """Every account read under the prior that all of them together make of the shipped one."""
    first = {
        name: read(posts, prior=prior, limits=limits, now=now) for name, posts in accounts.items()
    }
    fits = [reading.fit for reading in first.values() if reading.fit.n_seen >= MIN_POSTS]
    if len(fits) < 2:
        return first
    better = pooled(prior, fits)
    return {
        name: read(posts, prior=better, limits=limits, now=now) for name, posts in accounts.items()
    }


def pooled(prior: Prior, fits: Sequence[Fit]) -> Prior:
    """The prior moved towards what the accounts have in common."""
    pace_mean, pace_sd = _pace(prior, fits)
    timing_mean, timing_sd = _timing(prior, fits)
    return replace(
        prior,
        made_from=f"{prior.made_from}; pooled over {len(fits)} accounts",
        pace_log_mean=pace_mean,
        pace_log_sd=pace_sd,
        timing_mean=timing_mean,
        timing_sd=timing_sd,
    )


def _pace(prior: Prior, fits: Sequence[Fit]) -> tuple[float, float]:
    over = np.mean([_peak_weights(fit) for fit in fits], 0)
    log = np.log(PEAKS)
    mean = float(over @ log)
    variance = float(over @ (log - mean) ** 2)
    share = len(fits) / (len(fits) + SHIPPED_COUNT)
    center = prior.pace_log_mean + share * (mean - prior.pace_log_mean)
    spread = (1 - share) * prior.pace_log_sd**2 + share * variance
    return center, float(np.sqrt(max(spread, 0.16)))


def _peak_weights(fit: Fit) -> Floats:
    cube = fit.weights.reshape(len(FELT), len(POWERS), len(PEAKS))
    return np.asarray(cube.sum((0, 1)))


def _timing(prior: Prior, fits: Sequence[Fit]) -> tuple[tuple[float, ...], tuple[float, ...]]:
    means = np.array([fit.mean[fit.frame.layout.timing] for fit in fits])
    own = np.array([np.diag(fit.covariance)[fit.frame.layout.timing] for fit in fits])
    share = len(fits) / (len(fits) + SHIPPED_COUNT)
    center = np.array(prior.timing_mean)
    center = center + share * (means.mean(0) - center)
    spread = (own + (means - center) ** 2).mean(0)
    sd = np.sqrt((1 - share) * np.array(prior.timing_sd) ** 2 + share * spread)
    return tuple(center.tolist()), tuple(sd.tolist())
