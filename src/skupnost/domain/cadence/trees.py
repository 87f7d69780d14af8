"""Small boosted trees: what bends and combinations add to a level.

Symmetric trees (every node of a layer asks the same question) of two layers over binned columns;
each round sees a part of the posts and of the columns, drawn from a fixed seed.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from skupnost.domain.cadence.values import Bools, Floats, Ints

N_ROUNDS, N_LAYERS, N_BINS = 80, 2, 24
STEP, DOUBT = 0.08, 10.0
SHARE_OF_POSTS, SHARE_OF_COLUMNS = 0.7, 0.7


@dataclass(frozen=True, slots=True)
class _Split:
    """One question: is this column's bin above `bin`?"""

    column: int
    bin: int


def grow(columns: Floats, residual: Floats, ahead: Floats) -> Floats:
    """What trees grown on the residuals of the posts in `columns` say of those `ahead`."""
    bins, later = _binned(columns, ahead)
    rng = np.random.default_rng(0)
    left, said = residual.copy(), np.zeros(len(ahead))
    for _ in range(N_ROUNDS):
        part = np.flatnonzero(rng.random(len(left)) < SHARE_OF_POSTS)
        allowed = rng.random((columns.shape[1],)) < SHARE_OF_COLUMNS
        splits = _splits(bins[part], left[part], allowed)
        node = _nodes(bins, splits)
        n_leaves = 1 << len(splits)
        count = np.bincount(node[part], minlength=n_leaves)
        value = STEP * np.bincount(node[part], left[part], n_leaves) / (count + DOUBT)
        left -= value[node]
        said += value[_nodes(later, splits)]
    return said


def _binned(columns: Floats, ahead: Floats) -> tuple[Ints, Ints]:
    """Both in bins that the first fills about evenly."""
    inner = np.linspace(0.0, 1.0, N_BINS + 1)[1:-1]
    edges = [np.unique(np.quantile(column, inner)) for column in columns.T]
    return _bins(edges, columns), _bins(edges, ahead)


def _bins(edges: list[Floats], columns: Floats) -> Ints:
    found = [
        np.searchsorted(edge, column, side="right")
        for edge, column in zip(edges, columns.T, strict=True)
    ]
    return np.stack(found, 1).astype(np.int64)


def _splits(bins: Ints, residual: Floats, allowed: Bools) -> list[_Split]:
    """The questions of one tree, each the one that explains most after the ones before."""
    n_columns = bins.shape[1]
    flat = bins + np.arange(n_columns) * N_BINS
    spread = np.repeat(residual, n_columns)
    splits: list[_Split] = []
    for layer in range(N_LAYERS):
        node, shape = _nodes(bins, splits), (1 << layer, n_columns, N_BINS)
        where = (flat + node[:, None] * (n_columns * N_BINS)).ravel()
        size = int(np.prod(shape))
        total = np.bincount(where, spread, size).reshape(shape).cumsum(2)
        count = np.bincount(where, minlength=size).reshape(shape).cumsum(2)
        splits.append(_best(total, count, allowed))
    return splits


def _best(total: Floats, count: Ints, allowed: Bools) -> _Split:
    above, n_above = total[:, :, -1:] - total, count[:, :, -1:] - count
    gain = (total**2 / (count + DOUBT) + above**2 / (n_above + DOUBT)).sum(0)
    gain[~allowed] = -1.0
    column, bin_ = divmod(int(np.argmax(gain[:, :-1])), N_BINS - 1)
    return _Split(column, bin_)


def _nodes(bins: Ints, splits: list[_Split]) -> Ints:
    node = np.zeros(len(bins), np.int64)
    for split in splits:
        node = 2 * node + (bins[:, split.column] > split.bin)
    return node
