"""What posts to come will bring back: mean and spread of log(1 + response)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from skupnost.domain.cadence import stocks
from skupnost.domain.cadence.advising import Reading
from skupnost.domain.cadence.design import columns
from skupnost.domain.cadence.fitting import Fit, fit
from skupnost.domain.cadence.links import link
from skupnost.domain.cadence.logs import Log, monday_before, wall_clock
from skupnost.domain.cadence.shapes import FELT, STOCKS, log_response, shapes
from skupnost.domain.cadence.values import HOURS_A_WEEK, Bools, Floats, Ints, PastPost, Prediction

FARTHEST_WEEKS = 104.0
FARTHEST_EFFECT = 3.0
LATEST, HOUR_COUNT = 20, 10.0
LEAST_TO_BLEND, DOUBT = 60, 0.06
INNER_FOLDS = ((0.6, 0.8), (0.8, 1.0))


def predict(reading: Reading, future: Sequence[PastPost]) -> tuple[Prediction, ...]:
    """One prediction for each future post, in the order given. The whole future calendar is used,
    none of its results. The model is blended with two plain rivals (the account's mean, its latest
    level by hour) as far as they did better on its own later posts."""
    if not future:
        return ()
    log, order = _joined(reading.log, future)
    rows = np.zeros(log.n, bool)
    rows[order] = True
    seen = log.is_seen(reading.limits) & ~rows
    means, sds = forecast(reading.fit, log, rows, seen)
    blend = blend_of(reading)
    means = blend.mixed(means, rivals(log, rows, seen))
    place = {int(at): i for i, at in enumerate(np.flatnonzero(rows))}
    return tuple(
        _scaled(reading, means[place[int(i)]], blend.sd_factor * sds[place[int(i)]]) for i in order
    )


def forecast(fitted: Fit, log: Log, rows: Bools, seen: Bools) -> tuple[Floats, Floats]:
    """Mean and sd of log(1 + y) of the chosen posts by a fit of the `seen` ones."""
    matrix = columns(log, fitted.frame, fitted.tau_hours, rows=rows)
    offset, offset_var = _pace_effect(fitted, log, rows, seen)
    eta = matrix @ fitted.mean + offset + fitted.anchor
    variance = offset_var + np.einsum("ij,jk,ik->i", matrix, fitted.covariance, matrix)
    variance += _drift(fitted, log.hours[rows])
    return _counted(fitted, eta, variance)


@dataclass(frozen=True, slots=True)
class Blend:
    """Shares of the model and of its two rivals, and what the model's spread is multiplied by."""

    shares: tuple[float, float, float]
    sd_factor: float

    def mixed(self, model: Floats, others: tuple[Floats, Floats]) -> Floats:
        mean, latest = others
        return np.asarray(self.shares[0] * model + self.shares[1] * mean + self.shares[2] * latest)


ALONE = Blend((1.0, 0.0, 0.0), 1.0)


def rivals(log: Log, rows: Bools, seen: Bools) -> tuple[Floats, Floats]:
    """The mean of all seen posts; and that of the last 20 with each hour's stray, shrunk."""
    n = int(rows.sum())
    if not seen.any():
        return np.zeros(n), np.zeros(n)
    logs = np.log1p(log.response[seen])
    hour = np.floor(np.mod(log.hours, 24.0)).astype(int)
    count = np.bincount(hour[seen], minlength=24)
    stray = np.bincount(hour[seen], logs - logs.mean(), 24) / (count + HOUR_COUNT)
    return np.full(n, logs.mean()), logs[-LATEST:].mean() + stray[hour[rows]]


def blend_of(reading: Reading) -> Blend:
    """Shares by least squares over two inner folds of the account's own history."""
    log = reading.log
    seen = log.is_seen(reading.limits)
    index = np.flatnonzero(seen)
    if len(index) < LEAST_TO_BLEND:
        return ALONE
    errors, spreads = [], []
    for start, stop in INNER_FOLDS:
        first, last = int(start * len(index)), int(stop * len(index))
        before, rows = np.zeros(log.n, bool), np.zeros(log.n, bool)
        before[index[:first]] = True
        rows[index[first:last]] = True
        inner = fit(log, before, reading.fit.prior, pace=reading.today)
        mean, sd = forecast(inner, log, rows, before)
        truth = np.log1p(log.response[rows])
        errors.append(np.stack([mean, *rivals(log, rows, before)]) - truth)
        spreads.append(sd)
    return _least(np.concatenate(errors, 1), np.concatenate(spreads))


def _least(errors: Floats, spreads: Floats) -> Blend:
    """The shares (tenths) with the least squared error; the model needs no better reason."""
    tried = [
        (1.0 - 0.1 * (i + j), 0.1 * i, 0.1 * j) for i in range(6) for j in range(6) if i + j <= 5
    ]
    squares = errors @ errors.T / errors.shape[1]
    costs = [
        float(np.array(w) @ squares @ np.array(w)) * (1 + DOUBT * (w[1] + w[2])) for w in tried
    ]
    best = int(np.argmin(costs))
    factor = float(np.sqrt(costs[best] / max(float(np.mean(spreads**2)), 1e-9)))
    return Blend(tried[best], float(np.clip(factor, 0.7, 1.5)))


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


def _pace_effect(fitted: Fit, log: Log, rows: Bools, seen: Bools) -> tuple[Floats, Floats]:
    """Mean and variance over the shapes of log f, centred as in the fit."""
    family = shapes()
    weights = fitted.weights.reshape(len(FELT), -1)
    first, second = np.zeros(int(rows.sum())), np.zeros(int(rows.sum()))
    by_stock = []
    for stock in STOCKS:
        pace = stocks.felt_pace(log.hours, stock)
        own = log_response(pace[rows], family)
        own -= log_response(pace[seen], family).mean(0) if seen.any() else own.mean(0)
        by_stock.append(np.clip(own, -FARTHEST_EFFECT, FARTHEST_EFFECT))
    for felt, share in zip(FELT, weights, strict=True):
        own = felt.share * by_stock[felt.near] + (1.0 - felt.share) * by_stock[felt.far]
        first += own @ share
        second += own**2 @ share
    return first, np.maximum(second - first**2, 0.0)


def _drift(fitted: Fit, hours: Floats) -> Floats:
    """Variance of the level's walk since the last knot, of the week and of the post."""
    ahead = np.maximum(hours - fitted.frame.knots[-1], 0.0) / HOURS_A_WEEK
    walk = fitted.prior.level_step**2 * np.minimum(ahead, FARTHEST_WEEKS) / 4.0
    return np.asarray(walk + fitted.week_sd**2)


def _counted(fitted: Fit, eta: Floats, variance: Floats) -> tuple[Floats, Floats]:
    """Mean and standard deviation on the scale of log(1 + y), by the count link."""
    total = variance + fitted.post_sd**2
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
