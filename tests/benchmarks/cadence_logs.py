"""Real logs: later posts predicted from earlier ones, against five rivals; what slots promise and
keep; planted effects.

    python -m tests.benchmarks.cadence_logs       reads $SKUPNOST_SHARED/data, else ../shared/data

Three rolling folds an account (50-65, 65-80, 80-100 %). The calendar of the test span is known,
none of its results. Exits 1 where a rival has the lower RMSE or the higher Spearman on a log.
"""

from __future__ import annotations

import csv
import gzip
import os
import sys
from collections import defaultdict
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import lightgbm
import numpy as np

from skupnost.domain.cadence import PastPost, advise, predict, prior_for, read, read_all
from skupnost.domain.cadence.stocks import rate

DATA = Path(os.environ.get("SKUPNOST_SHARED", Path(__file__).parents[3] / "shared")) / "data"
FOLDS = ((0.5, 0.65), (0.65, 0.8), (0.8, 1.0))
LEAST = 80
BANGKOK = timezone(timedelta(hours=7))


def rows(path: str):
    with gzip.open(DATA / path, "rt", encoding="utf-8", errors="replace", newline="") as file:
        yield from csv.DictReader(file)


def thai() -> dict[str, list[PastPost]]:
    found = defaultdict(list)
    for row in rows("fb_live_thailand/posts.csv.gz"):
        at = datetime.strptime(row["status_published"], "%m/%d/%Y %H:%M").replace(tzinfo=BANGKOK)
        post = PastPost(at, float(row["num_reactions"]), row["status_type"])
        found[row["page_id"]].append(post)
    return kept(found)


def ibm() -> dict[str, list[PastPost]]:
    found = []
    for row in rows("fb_insights_ibmwatson/posts.csv.gz"):
        value = row["Lifetime Engaged Users"]
        at = datetime.strptime(row["Posted"], "%m/%d/%y %H:%M").replace(tzinfo=UTC)
        found.append(PastPost(at, float(value) if value else 0.0, row["Type"]))
    return kept({"ibm": found})


def tweets() -> dict[str, list[PastPost]]:
    found = [
        PastPost(
            datetime.strptime(row["created_at"], "%m/%d/%y %H:%M").replace(tzinfo=UTC),
            float(row["favorites"]),
        )
        for row in rows("twitter_ratio/BarackObama.csv.gz")
    ]
    return kept({"obama": found})


def kept(found) -> dict[str, list[PastPost]]:
    """Accounts with enough posts, each by time."""
    sorted_ = {name: sorted(posts, key=lambda post: post.at) for name, posts in found.items()}
    return {name: posts for name, posts in sorted_.items() if len(posts) >= LEAST}


def logs(posts) -> np.ndarray:
    return np.log1p([post.response for post in posts])


def hour_of(post) -> int:
    return post.at.weekday() * 24 + post.at.hour


def ours(train, test):
    readings = read_all(train, prior=prior_for(), now=None)
    return {
        name: np.array([row.mean for row in predict(readings[name], blind(test[name]))])
        for name in test
    }


def blind(posts):
    """The same calendar without its results."""
    return [replace(post, response=None) for post in posts]


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
    found = {}
    for name, posts in train.items():
        values, cell = logs(posts), np.array([hour_of(post) for post in posts])
        count = np.bincount(cell, minlength=168)
        mean = np.where(count, np.bincount(cell, values, 168) / np.maximum(count, 1), values.mean())
        found[name] = mean[[hour_of(post) for post in test[name]]]
    return found


def boosted(train, test):
    """LightGBM over all accounts: account, type, time, gaps, paces, last level."""
    names = sorted({post.type for posts in train.values() for post in posts})
    parts, target, ahead = [], [], {}
    for number, (name, posts) in enumerate(train.items()):
        both = features(number, posts, test[name], names)
        parts.append(both[: len(posts)])
        target.append(logs(posts))
        ahead[name] = both[len(posts) :]
    data = lightgbm.Dataset(np.concatenate(parts), np.concatenate(target))
    settings = {
        "verbosity": -1,
        "num_threads": 1,
        "learning_rate": 0.05,
        "num_leaves": 15,
        "seed": 1,
    }
    model = lightgbm.train(settings | {"min_data_in_leaf": 20}, data, 200)
    return {name: model.predict(rows_) for name, rows_ in ahead.items()}


def features(number, train, test, names):
    posts, place = [*train, *test], {name: i for i, name in enumerate(names)}
    hours = np.array([(post.at - posts[0].at).total_seconds() / 3600 for post in posts])
    values = logs(train)
    running = np.concatenate([[0.0], np.cumsum(values)])
    index = np.arange(len(posts))
    until = np.minimum(index, len(train))
    level = (running[until] - running[np.maximum(until - 20, 0)]) / np.maximum(
        np.minimum(until, 20), 1
    )
    gap = np.diff(hours)
    columns = [
        np.full(len(posts), number), [place.get(p.type, -1) for p in posts],
        [p.at.hour for p in posts], [p.at.weekday() for p in posts], hours, level,
        np.concatenate([[999], gap]), np.concatenate([gap, [999]]),
        rate(hours, 72), rate(hours, 400),
    ]  # fmt: skip
    return np.stack([np.asarray(column, float) for column in columns], 1)


RIVALS = {
    "adviser": ours,
    "page mean": page_mean,
    "shrunk hour map": shrunk_map,
    "raw heat map": raw_map,
    "LightGBM": boosted,
}


def spearman(a, b) -> float:
    if np.ptp(a) == 0 or np.ptp(b) == 0:
        return 0.0
    return float(np.corrcoef(ranks(a), ranks(b))[0, 1])


def ranks(values) -> np.ndarray:
    order = np.argsort(np.argsort(values, kind="stable"), kind="stable").astype(float)
    _unique, place = np.unique(values, return_inverse=True)
    return (np.bincount(place, order) / np.bincount(place))[place]


def compare(accounts) -> dict[str, tuple[float, float]]:
    """RMSE and Spearman of each rival, means over accounts and folds."""
    found = defaultdict(list)
    for start, end in FOLDS:
        train = {name: posts[: int(start * len(posts))] for name, posts in accounts.items()}
        test = {
            name: posts[int(start * len(posts)) : int(end * len(posts))]
            for name, posts in accounts.items()
        }
        for rival, run in RIVALS.items():
            told = run(train, test)
            for name, posts in test.items():
                error = told[name] - logs(posts)
                rho = spearman(told[name], logs(posts))
                found[rival].append((float(np.sqrt(np.mean(error**2))), rho))
    return {rival: tuple(np.mean(values, 0)) for rival, values in found.items()}


def uplift(accounts) -> str:
    """What the ten best tried hours promise over the mean by our timing, by the raw map, and what
    later posts in them got by each."""
    ours_, map_ = [], []
    for posts in accounts.values():
        for start, end in FOLDS:
            train = posts[: int(start * len(posts))]
            test = posts[int(start * len(posts)) : int(end * len(posts))]
            reading = read(train, prior=prior_for(), now=None)
            told = np.array([row.mean for row in predict(reading, blind(test))])
            tried = np.unique([hour_of(post) for post in train])
            worth = np.array(reading.worth)
            usual = worth[[hour_of(post) for post in train]].mean()
            ours_.append(_kept(worth - usual, tried, test, told))
            map_.append(_kept(_raw_worth(train), tried, test, told))
    ours_, map_ = (np.array([row for row in part if row is not None]) for part in (ours_, map_))
    if not len(ours_) or not len(map_):
        return "too few later posts in the best hours"
    return (
        f"ours promised {ours_[:, 0].mean():+.3f} kept {ours_[:, 1].mean():+.3f} (log), "
        f"raw map promised {map_[:, 0].mean():+.3f} kept {map_[:, 1].mean():+.3f}"
    )


def _raw_worth(train):
    cell, values = np.array([hour_of(post) for post in train]), logs(train)
    count = np.bincount(cell, minlength=168)
    return (
        np.where(count, np.bincount(cell, values, 168) / np.maximum(count, 1), values.mean())
        - values.mean()
    )


def _kept(worth, tried, test, told):
    best = tried[np.argsort(-worth[tried])[:10]]
    cell = np.array([hour_of(post) for post in test])
    inside = np.isin(cell, best)
    if inside.sum() < 5 or (~inside).sum() < 5:
        return None
    actual = logs(test)
    return worth[cell[inside]].mean(), actual[inside].mean() - actual.mean()


def planted(posts, best: float, seed: int):
    """The log with randomised weeks whose responses are multiplied by exp(-pace / best)."""
    rng = np.random.default_rng(seed)
    hours = np.array([(post.at - posts[0].at).total_seconds() / 3600 for post in posts])
    keep = np.ones(len(posts), bool)
    for week in range(int(hours[-1] // 168) + 1):
        here = np.flatnonzero(hours // 168 == week)
        share = rng.choice([0.25, 1.0])
        keep[here] = rng.random(len(here)) < share
    pace = rate(hours[keep], 240.0)
    factor = np.exp(-pace / best)
    chosen = [post for post, stays in zip(posts, keep, strict=True) if stays]
    return [
        replace(post, response=float(np.round(post.response * f * 3)), is_randomised=True)
        for post, f in zip(chosen, factor, strict=True)
    ]


def report_planted(name, posts) -> None:
    for best in (3.0, 1e9):
        found = advise(planted(posts, best, 1), prior=prior_for())
        print(
            f"  {name}: planted best {best:g}: advice {found.advice_per_week} of today "
            f"{found.today_per_week}, 80 % {found.range80.low:.0f}-{found.range80.high:.0f}, "
            f"{found.verdict}"
        )


def main() -> None:
    failed = 0
    for label, accounts in (("thai", thai()), ("twitter", tweets()), ("ibm", ibm())):
        table = compare(accounts)
        for rival, (rmse, rho) in table.items():
            print(f"{label:8} {rival:16} RMSE {rmse:.3f}  Spearman {rho:.3f}", flush=True)
            failed |= rival != "adviser" and (
                rmse < table["adviser"][0] or rho > table["adviser"][1]
            )
        print(f"  slots: {uplift(accounts)}")
        name, posts = next(iter(accounts.items()))
        report_planted(name, posts)
    sys.exit(int(failed))


if __name__ == "__main__":
    main()
