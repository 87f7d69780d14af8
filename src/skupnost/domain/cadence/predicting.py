"""What posts to come will bring back: mean and spread of log(1 + response)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from skupnost.domain.cadence import stocks
from skupnost.domain.cadence.advising import Reading
from skupnost.domain.cadence.design import columns
from skupnost.domain.cadence.links import link
from skupnost.domain.cadence.logs import Log, monday_before, wall_clock
from skupnost.domain.cadence.shapes import FELT, log_response, shapes
from skupnost.domain.cadence.values import HOURS_A_WEEK, Bools, Floats, Ints, PastPost, Prediction

FARTHEST_WEEKS = 104.0
FARTHEST_EFFECT = 3.0


def predict(reading: Reading, future: Sequence[PastPost]) -> tuple[Prediction, ...]:
    """One prediction for each future post, in the order given. The whole future calendar is used,
    none of its results."""
    if not future:
        return ()
    log, order = _joined(reading.log, future)
    rows = np.zeros(log.n, bool)
    rows[order] = True
    matrix = columns(log, reading.fit.frame, reading.fit.tau_hours, rows=rows)
    offset, offset_var = _pace_effect(reading, log, rows)
    eta = matrix @ reading.fit.mean + offset + reading.fit.anchor
    variance = offset_var + np.einsum("ij,jk,ik->i", matrix, reading.fit.covariance, matrix)
    variance += _drift(reading, log.hours[rows])
    place = {int(at): i for i, at in enumerate(np.flatnonzero(rows))}
    means, sds = _counted(reading, eta, variance)
    return tuple(_scaled(reading, means[place[int(i)]], sds[place[int(i)]]) for i in order)


def _joined(log: Log, future: Sequence[PastPost]) -> tuple[Log, Ints]:
    """The log with the future posts in it, and where each of them stands."""
    if log.n == 0:
        zone = future[0].at.tzinfo or log.zone
        log = replace(log, origin=monday_before(future[0].at), zone=zone)
    local = [wall_clock(post.at, log.zone) for post in future]
    ahead = [(at - log.origin).total_seconds() / 3600.0 for at in local]
    hours = np.concatenate([log.hours, ahead])
    place = {name: i for i, name in enumerate(log.kinds)}
    kind = np.array([place.get(post.type, 0) for post in future], np.int64)
    followers = [np.log(p.followers) if p.followers and p.followers > 0 else np.nan for p in future]
    n = len(future)
    by_time = np.argsort(hours, kind="stable")
    marks = [post.is_randomised for post in future]
    joined = replace(
        log,
        hours=hours[by_time],
        response=np.concatenate([log.response, np.full(n, np.nan)])[by_time],
        kind=np.concatenate([log.kind, kind])[by_time],
        followers=np.concatenate([log.followers, _carried(log, followers)])[by_time],
        is_randomised=np.concatenate([log.is_randomised, marks])[by_time].astype(bool),
        is_boosted=np.concatenate([log.is_boosted, np.zeros(n, bool)])[by_time],
    )
    where = np.empty(len(hours), np.int64)
    where[by_time] = np.arange(len(hours))
    return joined, where[log.n :]


def _carried(log: Log, followers: list[float]) -> Floats:
    """Followers of future posts; where not told, the last number that was."""
    known = log.followers[np.isfinite(log.followers)]
    values = np.array(followers, float)
    return np.where(np.isfinite(values), values, known[-1] if len(known) else np.nan)


def _pace_effect(reading: Reading, log: Log, rows: Bools) -> tuple[Floats, Floats]:
    """Mean and variance over the shapes of log f, centred as in the fit."""
    family = shapes()
    weights = reading.fit.weights.reshape(len(FELT), -1)
    seen = np.isfinite(log.response)
    first, second = np.zeros(int(rows.sum())), np.zeros(int(rows.sum()))
    for felt, share in zip(FELT, weights, strict=True):
        pace = stocks.felt_pace(log.hours, felt)
        own = log_response(pace[rows], family)
        own -= log_response(pace[seen], family).mean(0) if seen.any() else own.mean(0)
        own = np.clip(own, -FARTHEST_EFFECT, FARTHEST_EFFECT)
        first += own @ share
        second += own**2 @ share
    return first, np.maximum(second - first**2, 0.0)


def _drift(reading: Reading, hours: Floats) -> Floats:
    """Variance of the level's walk since the last knot, of the week and of the post."""
    ahead = np.maximum(hours - reading.fit.frame.knots[-1], 0.0) / HOURS_A_WEEK
    walk = reading.fit.prior.level_step**2 * np.minimum(ahead, FARTHEST_WEEKS) / 4.0
    return np.asarray(walk + reading.fit.week_sd**2)


def _counted(reading: Reading, eta: Floats, variance: Floats) -> tuple[Floats, Floats]:
    """Mean and standard deviation on the scale of log(1 + y), by the count link."""
    total = variance + reading.fit.post_sd**2
    sd = float(np.sqrt(np.median(total)))
    mean, slope, _variance = link(int(np.clip(round(sd * 10), 1, 30))).at(eta)
    _mean, _slope, counting = link(0).at(eta)
    return mean, np.sqrt(np.minimum(total, 25.0) * slope**2 + counting)


def _scaled(reading: Reading, mean: float, sd: float) -> Prediction:
    """Back in the units of the history: shares were read as counts per thousand."""
    if reading.log.scale == 1.0:
        return Prediction(float(mean), float(sd))
    value = np.expm1(mean) / reading.log.scale
    return Prediction(float(np.log1p(max(value, 0.0))), float(sd / reading.log.scale))
