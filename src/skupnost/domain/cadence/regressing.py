"""A ridge regression on what the calendar tells, whose shrinkage the account's own posts choose.

Each block of columns has a variance of its own, refined by EM from what is expected (which counts
as a few coefficients); posts of one week share a mood, so that a busy week is no proof.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field

import numpy as np

from skupnost.domain.cadence.features import Features
from skupnost.domain.cadence.values import Floats, Ints

N_ROUNDS, N_STEPS = 4, 3
BELIEF = 4.0
CENTRE_SD = 2.0
NOISE_SHARE, MOOD_SHARE = 0.5, 0.1
LEAST_VARIANCE = 0.05


@dataclass(frozen=True, slots=True)
class Regression:
    """Of every row: `mean`, its `level` part; of the rows to tell: `sd`."""

    mean: Floats
    level: Floats
    sd: Floats


@dataclass(slots=True)
class _State:
    """What the rounds refine: variances of blocks, of posts and of weeks, and the coefficients."""

    blocks: Floats
    noise: float
    mood: float
    mean: Floats = field(default_factory=lambda: np.zeros(0))
    covariance: Floats = field(default_factory=lambda: np.zeros((0, 0)))


def regress(told: Features, logs: Floats) -> Regression:
    """Fit the log responses of the seen posts and tell all rows."""
    matrix = np.hstack([np.ones((len(told.plain), 1)), *[b.columns for b in told.blocks]])
    centre, spread = float(logs.mean()), float(logs.var()) + LEAST_VARIANCE
    usual = NOISE_SHARE * spread
    state = _State(np.array([b.sd**2 for b in told.blocks]), usual, MOOD_SHARE * usual)
    seen, free = matrix[: told.n_seen], logs - centre
    for _ in range(N_ROUNDS):
        weighted = _weighted(seen, told.week, state)
        square, right = seen.T @ weighted, weighted.T @ free
        for _ in range(N_STEPS):
            _solve(state, told, square, right)
            _update_blocks(state, told)
            _update_spreads(state, told.week, free - seen @ state.mean, usual, square)
    n_level = 1 + told.blocks[0].columns.shape[1]
    level = matrix[:, :n_level] @ state.mean[:n_level]
    ahead = matrix[told.n_seen :]
    variance = np.einsum("ij,ij->i", ahead @ state.covariance, ahead) + state.noise + state.mood
    return Regression(centre + matrix @ state.mean, centre + level, np.sqrt(variance))


def _shrunk(n: Ints, state: _State) -> Floats:
    """Of weeks with so many posts: the mood's variance given them."""
    return np.asarray(state.mood / (1.0 + state.mood * n / state.noise))


def _weighted(columns: Floats, week: Ints, state: _State) -> Floats:
    """The inverse of the noise's covariance (posts alone, weeks in common) times the columns."""
    starts = np.searchsorted(week, np.arange(week.max() + 1))
    sums = np.add.reduceat(columns, starts, axis=0) / state.noise
    mood = _shrunk(np.bincount(week), state)[:, None] * sums
    return np.asarray((columns - mood[week]) / state.noise)


def _solve(state: _State, told: Features, square: Floats, right: Floats) -> None:
    precision = square.copy()
    precision[0, 0] += 1.0 / CENTRE_SD**2
    for part, block, variance in zip(_parts(told), told.blocks, state.blocks, strict=True):
        precision[part, part] += block.precision / variance
    state.covariance = np.linalg.inv(precision)
    state.mean = state.covariance @ right


def _parts(told: Features) -> list[slice]:
    ends = np.cumsum([1, *[block.columns.shape[1] for block in told.blocks]]).tolist()
    return [slice(start, end) for start, end in itertools.pairwise(ends)]


def _update_blocks(state: _State, told: Features) -> None:
    for i, (part, block) in enumerate(zip(_parts(told), told.blocks, strict=True)):
        mean, covariance = state.mean[part], state.covariance[part, part]
        found = float(mean @ block.precision @ mean + np.sum(block.precision * covariance))
        state.blocks[i] = (BELIEF * block.sd**2 + found) / (BELIEF + len(mean))


def _update_spreads(
    state: _State, week: Ints, residual: Floats, usual: float, square: Floats
) -> None:
    """The variances of weeks and of posts, each shrunk to what is usual."""
    n, shrunk = len(residual), _shrunk(np.bincount(week), state)
    mood = shrunk * np.bincount(week, residual) / state.noise
    own = residual - mood[week]
    left = max(n - float(np.sum(square * state.covariance)), 0.5 * n)
    state.mood = (BELIEF * MOOD_SHARE * state.noise + float(mood @ mood + shrunk.sum())) / (
        BELIEF + len(mood)
    )
    state.noise = (BELIEF * usual + float(own @ own) * n / left) / (BELIEF + n)
