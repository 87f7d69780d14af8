"""Rivals that tell later posts of real logs from earlier ones, and the rank correlation."""

from __future__ import annotations

from dataclasses import dataclass

import lightgbm
import numpy as np

from skupnost.domain.cadence.stocks import rate

PLAIN = {"learning_rate": 0.05, "num_leaves": 15, "min_data_in_leaf": 20}
BAGGED = {
    "learning_rate": 0.05, "num_leaves": 7, "min_data_in_leaf": 40, "feature_fraction": 0.7,
    "bagging_fraction": 0.7, "bagging_freq": 1, "lambda_l2": 5.0,
}  # fmt: skip
TRIED = (
    PLAIN,
    BAGGED,
    PLAIN | {"num_leaves": 7},
    PLAIN | {"num_leaves": 31, "min_data_in_leaf": 40},
    {"learning_rate": 0.03, "num_leaves": 4, "min_data_in_leaf": 10, "lambda_l2": 5.0},
)
FIXED = {"verbosity": -1, "num_threads": 1, "seed": 1}
ROUNDS, MOST_ROUNDS, PATIENCE = 200, 600, 40


def logs(posts) -> np.ndarray:
    return np.log1p([post.response for post in posts])


def hour_of(post) -> int:
    return post.at.weekday() * 24 + post.at.hour


def page_mean(train, test):
    return {name: np.full(len(test[name]), logs(train[name]).mean()) for name in test}


def shrunk_map(train, test):
    """Mean of the last 20 posts, and how far each hour of the day strays, shrunk by ten posts."""
    found = {}
    for name, posts in train.items():
        values, day = logs(posts), np.array([post.at.hour for post in posts])
        stray = np.bincount(day, values - values.mean(), 24) / (np.bincount(day, minlength=24) + 10)
        found[name] = values[-20:].mean() + stray[[post.at.hour for post in test[name]]]
    return found


def raw_map(train, test):
    """The 168 cells as heat maps show them; an empty cell has the page's mean."""
    return {
        name: raw_worth(posts)[[hour_of(post) for post in test[name]]]
        for name, posts in train.items()
    }


def raw_worth(posts) -> np.ndarray:
    values, cell = logs(posts), np.array([hour_of(post) for post in posts])
    count = np.bincount(cell, minlength=168)
    return np.where(count, np.bincount(cell, values, 168) / np.maximum(count, 1), values.mean())


@dataclass
class Table:
    """Columns of all accounts for LightGBM, with what came back where it is known."""

    seen: np.ndarray
    target: np.ndarray
    ahead: dict[str, np.ndarray]


def boosted(train, test):
    """LightGBM over all accounts with usual settings: account, type, time, gaps, paces, level."""
    return _told(table_of(train, test), PLAIN, ROUNDS)


def boosted_bagged(train, test):
    """The same, held back: few leaves, parts of posts and columns, a ridge on the leaves."""
    return _told(table_of(train, test), BAGGED, ROUNDS)


def boosted_tuned(train, test):
    """The same with the settings and rounds that tell the last fifth of every account's training
    posts best."""
    early = {name: posts[: int(0.8 * len(posts))] for name, posts in train.items()}
    late = {name: posts[int(0.8 * len(posts)) :] for name, posts in train.items()}
    inner = table_of(early, late)
    truth = np.concatenate([logs(posts) for posts in late.values()])
    held = np.concatenate(list(inner.ahead.values()))
    best = min((_tried(one, inner, held, truth) for one in TRIED), key=lambda tried: tried[0])
    return _told(table_of(train, test), *best[1])


def _told(table: Table, settings, rounds):
    data = lightgbm.Dataset(table.seen, table.target)
    model = lightgbm.train(FIXED | settings, data, rounds)
    return {name: model.predict(rows) for name, rows in table.ahead.items()}


def _tried(settings, inner: Table, held, truth):
    data = lightgbm.Dataset(inner.seen, inner.target)
    stop = lightgbm.early_stopping(PATIENCE, verbose=False)
    model = lightgbm.train(
        FIXED | settings | {"metric": "l2"}, data, MOST_ROUNDS,
        valid_sets=[lightgbm.Dataset(held, truth, reference=data)], callbacks=[stop],
    )  # fmt: skip
    return model.best_score["valid_0"]["l2"], (settings, max(model.best_iteration, 10))


def table_of(train, test) -> Table:
    names = sorted({post.type for posts in train.values() for post in posts})
    parts, target, ahead = [], [], {}
    for number, (name, posts) in enumerate(train.items()):
        both = features(number, posts, test[name], names)
        parts.append(both[: len(posts)])
        target.append(logs(posts))
        ahead[name] = both[len(posts) :]
    return Table(np.concatenate(parts), np.concatenate(target), ahead)


def features(number, train, test, names):
    posts, place = [*train, *test], {name: i for i, name in enumerate(names)}
    hours = np.array([(post.at - posts[0].at).total_seconds() / 3600 for post in posts])
    values = logs(train)
    running = np.concatenate([[0.0], np.cumsum(values)])
    until = np.minimum(np.arange(len(posts)), len(train))
    n_level = np.minimum(until, 20)
    level = (running[until] - running[until - n_level]) / np.maximum(n_level, 1)
    gap = np.diff(hours)
    columns = [
        np.full(len(posts), number), [place.get(p.type, -1) for p in posts],
        [p.at.hour for p in posts], [p.at.weekday() for p in posts], hours, level,
        np.concatenate([[999], gap]), np.concatenate([gap, [999]]),
        rate(hours, 72), rate(hours, 400),
    ]  # fmt: skip
    return np.stack([np.asarray(column, float) for column in columns], 1)


def spearman(a, b) -> float:
    if np.ptp(a) == 0 or np.ptp(b) == 0:
        return 0.0
    return float(np.corrcoef(ranks(a), ranks(b))[0, 1])


def ranks(values) -> np.ndarray:
    order = np.argsort(np.argsort(values, kind="stable"), kind="stable").astype(float)
    _unique, place = np.unique(values, return_inverse=True)
    return (np.bincount(place, order) / np.bincount(place))[place]
