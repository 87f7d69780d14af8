"""How much of what the hours promise held up in the account's own later posts."""

from __future__ import annotations

import numpy as np

from skupnost.domain.cadence import timing
from skupnost.domain.cadence.advising import Reading
from skupnost.domain.cadence.features import mask_of
from skupnost.domain.cadence.fitting import fit
from skupnost.domain.cadence.values import Floats, Ints

READ_AT_MOST, SPLIT, LEAST_POSTS = 1500, 0.6, 30
USUAL, DOUBT_SD, LEAST_VARIANCE = 0.8, 0.4, 0.05
LEVEL_POSTS = 20


def kept_share(reading: Reading) -> float:
    """The share k of an hour's log worth that may be promised: k ~ N(0.8, 0.4^2), as the best of
    many hours never keep all, given later = k * promised + noise on the newest two fifths of the
    posts, told by the fit of the earlier ones; at least 0."""
    log = reading.log
    seen = np.flatnonzero(log.is_seen(reading.limits))[-READ_AT_MOST:]
    cut = int(SPLIT * len(seen))
    before, later = seen[:cut], seen[cut:]
    if len(before) < LEAST_POSTS or len(later) < LEAST_POSTS:
        return USUAL
    inner = fit(log, mask_of(log.n, before), reading.fit.prior, pace=reading.today)
    promised = timing.basis(log.hours[later]) @ inner.mean[inner.frame.layout.timing]
    promised = promised - promised.mean()
    stray = _levelled(np.log1p(log.response[later]), log.kind[later])
    variance = max(float(stray.var()), LEAST_VARIANCE)
    weight = 1.0 / DOUBT_SD**2
    told = weight * USUAL + float(promised @ stray) / variance
    return max(told / (weight + float(promised @ promised) / variance), 0.0)


def _levelled(logs: Floats, kind: Ints) -> Floats:
    """Less the running mean of 41 posts, less the mean of the type."""
    side = min(LEVEL_POSTS, max(len(logs) // 2 - 1, 1))
    width = 2 * side + 1
    level = np.convolve(np.pad(logs, side, mode="reflect"), np.ones(width) / width, "valid")
    stray = logs - level
    means = np.bincount(kind, stray) / np.maximum(np.bincount(kind), 1)
    return np.asarray(stray - means[kind])
