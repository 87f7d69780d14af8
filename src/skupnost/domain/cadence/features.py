"""What the calendar tells of every post before anything came back, as blocks of columns.

The calendar is known beforehand, so gaps and counts look both ways. A block comes with the
precision of its coefficients for unit variance and the standard deviation they are expected to
have; how far that holds for an account is learnt in `regressing`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from skupnost.domain.cadence.logs import Log
from skupnost.domain.cadence.values import HOURS_A_WEEK, Bools, Floats, Ints

LEVEL_HALF_LIFE_HOURS = 1000 * 24.0
LEVEL_KNOTS, LEAST_KNOT_HOURS = 50, 14 * 24.0
LEVEL_SD, TYPE_SD, FOLLOWERS_SD = 0.7, 0.4, 0.5
N_HARMONICS, N_WEEKEND = 6, 3
HOUR_SD, CELL_SD, WEEKDAY_SD, WEEKEND_SD = 0.15, 0.1, 0.1, 0.1
GAP_SD, BENT_GAP_SD = 0.1, 0.05
WINDOWS_BOTH_WAYS, LONG_WINDOW = (6.0, 24.0, 168.0), 672.0
FARTHEST = 3.0


@dataclass(frozen=True, slots=True)
class Block:
    """Columns that share one spread."""

    columns: Floats
    precision: Floats
    sd: float


@dataclass(frozen=True, slots=True)
class Features:
    """Blocks (the level first) and the plain columns that trees are grown on; rows are the posts
    that were seen, then those to tell."""

    n_seen: int
    week: Ints
    blocks: tuple[Block, ...]
    plain: Floats


def features(log: Log, seen: Ints, rows: Ints) -> Features:
    """Of the posts at these places of the log; spreads are taken from the seen ones."""
    posts = np.concatenate([seen, rows])
    n, hours = len(seen), log.hours[posts]
    gaps = _gaps(log.hours)[posts]
    usual = _standardised(gaps, n)
    blocks = [_level(hours, n), *_kinds(log, posts), *_rhythm(hours), *_followers(log, posts, n)]
    blocks.append(_independent(usual, GAP_SD))
    blocks.append(_independent(_standardised(usual**2, n), BENT_GAP_SD))
    neighbours = [_shifted(log.kind, 1)[posts], _shifted(log.kind, -1)[posts]]
    day = np.mod(hours, HOURS_A_WEEK) // 24
    plain = [log.kind[posts], np.mod(hours, 24.0), day, *gaps.T, *neighbours]
    _values, week = np.unique(hours[:n] // HOURS_A_WEEK, return_inverse=True)
    stacked = np.stack([np.asarray(column, float) for column in plain], 1)
    return Features(n, week.astype(np.int64), tuple(blocks), stacked)


def _independent(columns: Floats, sd: float) -> Block:
    return Block(columns, np.eye(columns.shape[1]), sd)


def _level(hours: Floats, n: int) -> Block:
    """Straight lines between knots of a slow walk that returns to the mean; it goes on ahead for as
    long as the history is."""
    first, last = float(hours[:n].min()), float(hours[:n].max())
    span = max(last - first, float(HOURS_A_WEEK))
    step = max(span / LEVEL_KNOTS, LEAST_KNOT_HOURS)
    until = min(float(hours.max()), last + span)
    n_knots = max(int(np.ceil((until - first) / step)) + 1, 2)
    place = np.clip((hours - first) / step, 0.0, n_knots - 1.0)
    left = np.minimum(place.astype(int), n_knots - 2)
    columns, at = np.zeros((len(hours), n_knots)), np.arange(len(hours))
    columns[at, left] = 1.0 - (place - left)
    columns[at, left + 1] = place - left
    return Block(columns, _walk(n_knots, 0.5 ** (step / LEVEL_HALF_LIFE_HOURS)), LEVEL_SD)


def _walk(n: int, keep: float) -> Floats:
    """The precision of n steps of an autoregression of unit variance."""
    inner = np.full(n, 1.0 + keep**2)
    inner[[0, -1]] = 1.0
    beside = np.full(n - 1, -keep)
    found = np.diag(inner) + np.diag(beside, 1) + np.diag(beside, -1)
    return np.asarray(found / (1.0 - keep**2))


def _kinds(log: Log, posts: Ints) -> list[Block]:
    if len(log.kinds) < 2:
        return []
    return [_independent(np.eye(len(log.kinds))[log.kind[posts]], TYPE_SD)]


def _rhythm(hours: Floats) -> list[Block]:
    """Smooth curves over the day and the weekend's difference, single hours, weekdays."""
    angle = np.mod(hours, 24.0) * (2 * np.pi / 24)
    hour = np.mod(hours, 24.0).astype(int)
    day = (np.mod(hours, HOURS_A_WEEK) // 24).astype(int)
    curves = [
        wave(k * angle) / k**0.8 for k in range(1, N_HARMONICS + 1) for wave in (np.sin, np.cos)
    ]
    smooth = np.stack(curves, 1)
    weekend = (day >= 5)[:, None] * smooth[:, : 2 * N_WEEKEND]
    return [
        _independent(smooth, HOUR_SD),
        _independent(np.eye(24)[hour], CELL_SD),
        _independent(np.eye(7)[day], WEEKDAY_SD),
        _independent(weekend, WEEKEND_SD),
    ]


def _followers(log: Log, posts: Ints, n: int) -> list[Block]:
    values = log.followers[posts]
    known = values[:n][np.isfinite(values[:n])]
    if not len(known) or np.ptp(known) < 1e-6:
        return []
    column = np.where(np.isfinite(values), values - known.mean(), 0.0)
    return [_independent(np.clip(column, -FARTHEST, FARTHEST)[:, None], FOLLOWERS_SD)]


def _gaps(hours: Floats) -> Floats:
    """Log hours since the last and until the next post; log counts of posts around."""
    step = np.maximum(np.diff(hours), 0.0)
    usual = float(np.median(step)) if len(step) else 24.0
    before, after = np.concatenate([[usual], step]), np.concatenate([step, [usual]])
    columns = [np.log(before + 0.1), np.log(after + 0.1)]
    for window in WINDOWS_BOTH_WAYS:
        columns += [_earlier(hours, window), _earlier(-hours[::-1], window)[::-1]]
    return np.stack([*columns, _earlier(hours, LONG_WINDOW)], 1)


def _earlier(hours: Floats, window: float) -> Floats:
    first = np.searchsorted(hours, hours - window, side="left")
    return np.asarray(np.log1p(np.arange(len(hours)) - first))


def _standardised(columns: Floats, n: int) -> Floats:
    sd = columns[:n].std(0)
    scaled = (columns - columns[:n].mean(0)) / np.maximum(sd, 1e-9)
    return np.asarray(np.clip(scaled, -FARTHEST, FARTHEST) * (sd > 1e-9))


def _shifted(kind: Ints, by: int) -> Ints:
    """The type of the post before (1) or after (-1); -1 at the end of the log."""
    found = np.roll(kind, by)
    if len(found):
        found[0 if by > 0 else -1] = -1
    return found


def mask_of(n: int, places: Ints) -> Bools:
    """True at these places."""
    found = np.zeros(n, bool)
    found[places] = True
    return found
