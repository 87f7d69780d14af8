"""Several ways of telling later posts, mixed as far as each did well on the account's own past.

Five voices: the response model; a regression and trees on what the calendar tells; and two that
know of no difference between posts, their mean (older ones fade) and that of the latest. Their
shares begin at what is sensible for any account and move towards what would have been best in inner
folds (each told from the posts before it only), the further the more posts those folds have.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import numpy as np

from skupnost.domain.cadence import stocks
from skupnost.domain.cadence.design import columns
from skupnost.domain.cadence.features import features, mask_of
from skupnost.domain.cadence.fitting import Fit, fit
from skupnost.domain.cadence.links import link
from skupnost.domain.cadence.logs import Log
from skupnost.domain.cadence.regressing import regress
from skupnost.domain.cadence.shapes import FELT, STOCKS, log_response, shapes
from skupnost.domain.cadence.trees import grow
from skupnost.domain.cadence.values import HOURS_A_WEEK, Bools, Floats, Ints

FARTHEST_WEEKS, FARTHEST_EFFECT = 104.0, 3.0
USUAL_SHARES = (0.25, 0.3, 0.2, 0.15, 0.1)
TENTHS = 10
LATEST, HALF_LIFE_HOURS = 30, 180 * 24.0
READ_AT_MOST = 2500
LEAST_TO_TELL, LEAST_TO_JUDGE = 3, 20
FOLDS, FOLD_WEIGHTS = ((0.55, 0.7), (0.7, 0.85), (0.85, 1.0)), (1.0, 2.0, 3.0)
BELIEF_IN_USUAL, MOST_BELIEVED = 30.0, 150
BELIEF_IN_SPREAD = 20.0


@dataclass(frozen=True, slots=True)
class Told:
    """What every voice says of the chosen posts (5 x posts), and its spread."""

    means: Floats
    sds: Floats


@dataclass(frozen=True, slots=True)
class Blend:
    """Shares of the voices, and what the spread is multiplied by."""

    shares: Floats
    sd_factor: float

    def mixed(self, told: Told) -> tuple[Floats, Floats]:
        return self.shares @ told.means, self.sd_factor * np.sqrt(self.shares @ told.sds**2)


def tell(fitted: Fit, log: Log, seen: Ints, rows: Ints) -> Told:
    """The chosen posts from the `seen` ones (places in the log), by every voice."""
    mean, sd = forecast(fitted, log, mask_of(log.n, rows), mask_of(log.n, seen))
    if len(seen) < LEAST_TO_TELL:
        return Told(np.tile(mean, (len(USUAL_SHARES), 1)), np.tile(sd, (len(USUAL_SHARES), 1)))
    logs = np.log1p(log.response[seen])
    mean = np.clip(mean, logs.min(), logs.max())
    newest = seen[-READ_AT_MOST:]
    ours, bent, ours_sd = _by_calendar(log, newest, rows, logs[-READ_AT_MOST:])
    weights = 0.5 ** ((log.hours[seen[-1]] - log.hours[seen]) / HALF_LIFE_HOURS)
    levels = (float(np.average(logs, weights=weights)), float(logs[-LATEST:].mean()))
    plain = [np.full(len(rows), level) for level in levels]
    return Told(np.stack([mean, ours, bent, *plain]), np.stack([sd, *[ours_sd] * 4]))


def _by_calendar(log: Log, seen: Ints, rows: Ints, logs: Floats) -> tuple[Floats, Floats, Floats]:
    """The regression, and its level with trees on top; the regression's spread."""
    known = features(log, seen, rows)
    found, n = regress(known, logs), len(seen)
    plain = np.column_stack([known.plain, found.level])
    bent = found.level[n:] + grow(plain[:n], logs - found.level[:n], plain[n:])
    return found.mean[n:], bent, found.sd


def blend_of(fitted: Fit, log: Log, seen: Ints, *, pace: float) -> Blend:
    """The shares for this account; the usual ones where its past is too short to judge."""
    errors, variances = [], []
    for before, rows in _folds(seen):
        inner = fit(log, mask_of(log.n, before), fitted.prior, pace=pace)
        told = tell(inner, log, before, rows)
        errors.append(told.means - np.log1p(log.response[rows]))
        variances.append(told.sds**2)
    usual = np.array(USUAL_SHARES)
    if not errors:
        return Blend(usual, 1.0)
    shares = _shares(errors, usual)
    return Blend(shares, _sd_factor(shares, errors, variances))


def _folds(seen: Ints) -> Iterator[tuple[Ints, Ints]]:
    n = len(seen)
    if n >= LEAST_TO_JUDGE:
        for start, stop in FOLDS:
            first, last = int(start * n), int(stop * n)
            yield seen[max(first - READ_AT_MOST, 0) : first], seen[first:last]


def _shares(errors: list[Floats], usual: Floats) -> Floats:
    """The shares (tenths) with the least squared error, in each fold by what the usual shares would
    have, later folds counting more. Straying costs the more the fewer posts there are, of which
    no more than 150 count: posts of a fold share one level, which is a single draw."""
    tried, n = _simplex(), min(sum(part.shape[1] for part in errors), MOST_BELIEVED)
    each = [_square(part) / (usual @ _square(part) @ usual + 1e-6) for part in errors]
    squares = np.average(each, axis=0, weights=FOLD_WEIGHTS)
    costs = np.einsum("gi,ij,gj->g", tried, squares, tried)
    costs += BELIEF_IN_USUAL / n * ((tried - usual) ** 2).sum(1)
    return np.asarray(tried[int(np.argmin(costs))])


def _square(errors: Floats) -> Floats:
    return np.asarray(errors @ errors.T / errors.shape[1])


@cache
def _simplex() -> Floats:
    """All shares of the voices in tenths."""
    n = len(USUAL_SHARES)
    grid = np.indices((TENTHS + 1,) * n).reshape(n, -1).T
    return np.asarray(grid[grid.sum(1) == TENTHS] / TENTHS)


def _sd_factor(shares: Floats, errors: list[Floats], variances: list[Floats]) -> float:
    """How much wider the errors were than told, shrunk to 1."""
    squares = np.concatenate([shares @ part for part in errors]) ** 2
    told = np.concatenate([shares @ part for part in variances])
    ratio = (float(np.sum(squares / told)) + BELIEF_IN_SPREAD) / (len(told) + BELIEF_IN_SPREAD)
    return float(np.clip(np.sqrt(ratio), 0.7, 1.6))


def forecast(fitted: Fit, log: Log, rows: Bools, seen: Bools) -> tuple[Floats, Floats]:
    """Mean and sd of log(1 + y) of the chosen posts by the response model."""
    matrix = columns(log, fitted.frame, fitted.tau_hours, rows=rows)
    offset, offset_var = _pace_effect(fitted, log, rows, seen)
    eta = matrix @ fitted.mean + offset + fitted.anchor
    variance = offset_var + np.einsum("ij,jk,ik->i", matrix, fitted.covariance, matrix)
    variance += _drift(fitted, log.hours[rows])
    return _counted(fitted, eta, variance)


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
