"""The columns of the response model for one log.

eta_i = level(t_i) + type_i + timing(t_i) + c' crowding_i + log f(rate_i) + (1 - E_i) d log rate_i
        + g followers_i + week(i) + noise: see docs/reference/cadence.md.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from skupnost.domain.cadence import stocks
from skupnost.domain.cadence.logs import Log
from skupnost.domain.cadence.priors import Prior
from skupnost.domain.cadence.shapes import STOCKS, log_response, shapes
from skupnost.domain.cadence.timing import N_TIMING, basis
from skupnost.domain.cadence.values import HOURS_A_WEEK, Bools, Floats, Ints

KNOT_DAYS = 28.0
MAX_KNOTS = 90
TYPE_SD = 0.5
N_CROWDING = 2
BIAS_DAYS = 10.0
LEAST_PACE = 0.05
N_PACE_KNOTS = 28
STEP_AT_LEAST = 2.0
STEP_SIDE_HOURS = 8 * HOURS_A_WEEK
STEP_POSTS = 24


@dataclass(frozen=True, slots=True)
class Layout:
    """Where each block of columns begins."""

    n_levels: int
    n_kinds: int

    @property
    def timing(self) -> slice:
        start = self.n_levels + self.n_kinds
        return slice(start, start + N_TIMING)

    @property
    def crowding(self) -> slice:
        return slice(self.bias - N_CROWDING, self.bias)

    @property
    def bias(self) -> int:
        return self.n_levels + self.n_kinds + N_TIMING + N_CROWDING

    @property
    def followers(self) -> int:
        return self.bias + 1

    @property
    def step(self) -> int:
        return self.bias + 2

    @property
    def n(self) -> int:
        return self.bias + 3


@dataclass(frozen=True, slots=True)
class Frame:
    """What turns times into columns: knots, mean pace and followers, where a jump was seen."""

    layout: Layout
    knots: Floats
    mean_log_rate: float
    mean_followers: float
    step_at: float | None


@dataclass(frozen=True, slots=True)
class Pace:
    """The log response of every shape at each post: `hats` (posts x knots) times `values` (knots x
    shapes), straight lines between knots of the log pace; its mean over the posts is 0."""

    hats: Floats
    values: Floats


@dataclass(frozen=True, slots=True)
class Design:
    """Columns of the posts that were seen, the response to pace by each stock, their weeks."""

    frame: Frame
    columns: Floats
    paces: tuple[Pace, ...]
    week: Ints


def frame_of(log: Log, seen: Bools) -> Frame:
    """Knots every 28 days (fewer where the log is very long), means of what was seen."""
    hours = log.hours
    span = max(hours[-1] - hours[0], 24.0)
    n = int(np.clip(np.ceil(span / (KNOT_DAYS * 24.0)), 1, MAX_KNOTS))
    knots = np.linspace(hours[0], hours[0] + span, n + 1)
    followers = log.followers[np.isfinite(log.followers)]
    layout = Layout(n + 1, len(log.kinds))
    return Frame(
        layout,
        knots,
        float(np.mean(_log_rate(hours)[seen])) if seen.any() else 0.0,
        float(followers.mean()) if len(followers) else 0.0,
        _step(log, seen),
    )


def _log_rate(hours: Floats) -> Floats:
    return np.log(np.maximum(stocks.rate(hours, BIAS_DAYS * 24.0), 0.05))


def _step(log: Log, seen: Bools) -> float | None:
    """Where the responses jump by more than a factor of seven and stay for two months, as after a
    change of owner; None where they do not."""
    logs, hours = np.log1p(log.response[seen]), log.hours[seen]
    total = np.concatenate([[0.0], np.cumsum(logs)])
    if len(hours) < 2 * STEP_POSTS:
        return None
    weeks = np.arange(hours[0], hours[-1], HOURS_A_WEEK)
    at = np.unique(np.searchsorted(hours, weeks))
    before = np.searchsorted(hours, hours[at] - STEP_SIDE_HOURS)
    after = np.searchsorted(hours, hours[at] + STEP_SIDE_HOURS)
    fits = (at - before >= STEP_POSTS) & (after - at >= STEP_POSTS)
    at, before, after = at[fits], before[fits], after[fits]
    if not len(at):
        return None
    earlier = (total[at] - total[before]) / (at - before)
    later = (total[after] - total[at]) / (after - at)
    best = int(np.argmax(np.abs(later - earlier)))
    return float(hours[at[best]]) if abs(later - earlier)[best] > STEP_AT_LEAST else None


def columns(
    log: Log, frame: Frame, tau_hours: float, *, rows: Bools, is_causal: bool = False
) -> Floats:
    """The design matrix of the chosen posts of the log."""
    layout = frame.layout
    chosen = np.flatnonzero(rows)
    hours = log.hours[chosen]
    out = np.zeros((len(chosen), layout.n))
    _put_levels(out, hours, frame.knots)
    out[np.arange(len(chosen)), layout.n_levels + log.kind[chosen]] = 1.0
    out[:, layout.timing] = basis(hours)
    out[:, layout.crowding] = stocks.crowding(log.hours, tau_hours)[chosen]
    free = 0.0 if is_causal else (~log.is_randomised[chosen]).astype(float)
    out[:, layout.bias] = free * (_log_rate(log.hours)[chosen] - frame.mean_log_rate)
    followers = log.followers[chosen] - frame.mean_followers
    out[:, layout.followers] = np.where(np.isfinite(followers), followers, 0.0)
    if frame.step_at is not None:
        out[:, layout.step] = (hours >= frame.step_at).astype(float)
    return out


def _put_levels(out: Floats, hours: Floats, knots: Floats) -> None:
    place = np.clip((hours - knots[0]) / (knots[-1] - knots[0]), 0.0, 1.0) * (len(knots) - 1)
    left = np.minimum(place.astype(int), len(knots) - 2)
    rows = np.arange(len(hours))
    out[rows, left] = 1.0 - (place - left)
    out[rows, left + 1] = place - left


def design_of(log: Log, seen: Bools, frame: Frame, tau_hours: float) -> Design:
    """Everything the fit reads."""
    paces = tuple(_pace(stocks.felt_pace(log.hours, stock)[seen]) for stock in STOCKS)
    week = (log.hours[seen] // HOURS_A_WEEK).astype(np.int64)
    _values, week = np.unique(week, return_inverse=True)
    matrix = columns(log, frame, tau_hours, rows=seen)
    return Design(frame, matrix, paces, week.astype(np.int64))


def _pace(felt: Floats) -> Pace:
    log = np.log(np.maximum(felt, LEAST_PACE))
    knots = np.linspace(log.min() - 1e-6, log.max() + 1e-6, N_PACE_KNOTS)
    place = (log - knots[0]) / (knots[1] - knots[0])
    left = np.clip(place.astype(int), 0, N_PACE_KNOTS - 2)
    hats = np.zeros((len(log), N_PACE_KNOTS))
    rows = np.arange(len(log))
    hats[rows, left] = 1.0 - (place - left)
    hats[rows, left + 1] = place - left
    values = log_response(np.exp(knots), shapes())
    return Pace(hats, values - hats.mean(0) @ values)


def prior_of(frame: Frame, prior: Prior, timing_sd: Floats | None = None) -> tuple[Floats, Floats]:
    """Mean and precision of the columns under the network's prior; `timing_sd` is how far this
    account's rhythm may stray, where another than the network's is meant."""
    layout, knots = frame.layout, frame.knots
    precision = np.zeros((layout.n, layout.n))
    months = (knots[1] - knots[0]) / (KNOT_DAYS * 24.0)
    walk = 1.0 / (prior.level_step**2 * max(months, 0.05))
    for i in range(layout.n_levels - 1):
        precision[i : i + 2, i : i + 2] += walk * np.array([[1.0, -1.0], [-1.0, 1.0]])
    levels = np.arange(layout.n_levels)
    precision[levels, levels] += 1.0 / (4.0 * layout.n_levels)
    sd = np.ones(layout.n)
    mean = np.zeros(layout.n)
    sd[layout.n_levels : layout.timing.start] = TYPE_SD
    mean[layout.timing] = prior.timing_mean
    sd[layout.timing] = prior.timing_sd if timing_sd is None else timing_sd
    mean[layout.crowding], sd[layout.crowding] = prior.crowding_mean, prior.crowding_sd
    mean[layout.bias], sd[layout.bias] = prior.bias_mean, prior.bias_sd
    mean[layout.followers], sd[layout.followers] = 0.5, 0.5
    sd[layout.step] = 2.0
    rest = np.arange(layout.n_levels, layout.n)
    precision[rest, rest] = 1.0 / sd[rest] ** 2
    return mean, precision
