"""Real logs: later posts predicted from earlier ones, against rivals; what slots promise and keep;
planted effects.

    python -m tests.benchmarks.cadence_logs       reads $SKUPNOST_SHARED/data, else ../shared/data

Three rolling folds an account (50-65, 65-80, 80-100 %); the differences to each rival, in pairs
with their standard error, over ten (50-55 to 95-100 %). The calendar of the test span is known,
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

import numpy as np

from skupnost.domain.cadence import PastPost, advise, predict, prior_for, read, read_all
from skupnost.domain.cadence.keeping import kept_share
from skupnost.domain.cadence.stocks import rate
from tests.benchmarks.cadence_rivals import (
    boosted,
    boosted_bagged,
    boosted_tuned,
    hour_of,
    logs,
    page_mean,
    raw_map,
    raw_worth,
    shrunk_map,
    spearman,
)

DATA = Path(os.environ.get("SKUPNOST_SHARED", Path(__file__).parents[3] / "shared")) / "data"
FOLDS = ((0.5, 0.65), (0.65, 0.8), (0.8, 1.0))
SLOT_FOLDS = (*FOLDS, (0.4, 0.7), (0.6, 0.9), (0.7, 1.0))
FINE_FOLDS = tuple((0.5 + 0.05 * i, 0.55 + 0.05 * i) for i in range(10))
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


def ours(train, test):
    """Mean and spread of every later post."""
    readings = read_all(train, prior=prior_for(), now=None)
    told = {name: predict(readings[name], blind(posts)) for name, posts in test.items()}
    return {name: np.array([(row.mean, row.sd) for row in rows]).T for name, rows in told.items()}


def blind(posts):
    """The same calendar without its results."""
    return [replace(post, response=None) for post in posts]


RIVALS = {
    "page mean": page_mean,
    "shrunk hour map": shrunk_map,
    "raw heat map": raw_map,
    "LightGBM": boosted,
    "LightGBM bagged": boosted_bagged,
    "LightGBM tuned": boosted_tuned,
}


def cut(accounts, start: float, end: float):
    """Every account's posts before, and those of the test span."""
    spans = {name: (int(start * len(p)), int(end * len(p))) for name, p in accounts.items()}
    train = {name: posts[: spans[name][0]] for name, posts in accounts.items()}
    return train, {name: posts[slice(*spans[name])] for name, posts in accounts.items()}


def compare(accounts, folds) -> tuple[dict[str, np.ndarray], np.ndarray]:
    """RMSE and Spearman of each rival in every account and fold; how well the spreads of the
    adviser hold: shares inside 50, 80 and 95 %, log density."""
    found, held = defaultdict(list), []
    for start, end in folds:
        train, test = cut(accounts, start, end)
        both = ours(train, test)
        told = {"adviser": {name: both[name][0] for name in test}}
        told |= {rival: run(train, test) for rival, run in RIVALS.items()}
        for name, posts in test.items():
            truth = logs(posts)
            held.append(_held(both[name], truth))
            for rival, means in told.items():
                rmse = float(np.sqrt(np.mean((means[name] - truth) ** 2)))
                found[rival].append((rmse, spearman(means[name], truth)))
    return {rival: np.array(rows) for rival, rows in found.items()}, np.mean(held, 0)


def _held(told, truth) -> list[float]:
    distance = np.abs(truth - told[0]) / told[1]
    density = -0.5 * distance**2 - np.log(told[1] * np.sqrt(2 * np.pi))
    inside = [float(np.mean(distance < wide)) for wide in (0.6745, 1.2816, 1.96)]
    return [*inside, float(density.mean())]


def report_compared(label: str, accounts) -> bool:
    """Print the table of a log and the paired differences; True where a rival is ahead."""
    table, held = compare(accounts, FOLDS)
    means = {rival: rows.mean(0) for rival, rows in table.items()}
    for rival, (rmse, rho) in means.items():
        print(f"{label:8} {rival:16} RMSE {rmse:.3f}  Spearman {rho:.3f}", flush=True)
    print(f"  inside 50, 80, 95 %: {held[:3].round(2)}, log density {held[3]:.3f}")
    fine, _held = compare(accounts, FINE_FOLDS)
    for rival in RIVALS:
        gap = fine["adviser"] - fine[rival]
        error = gap.std(0, ddof=1) / np.sqrt(len(gap))
        middle = gap.mean(0)
        print(
            f"  less {rival}, {len(gap)} pairs: RMSE {middle[0]:+.3f} ({error[0]:.3f}), "
            f"Spearman {middle[1]:+.3f} ({error[1]:.3f})"
        )
    best = means["adviser"]
    return any(rmse < best[0] or rho > best[1] for rmse, rho in means.values())


def uplift(accounts) -> str:
    """What the ten best tried hours promise over the mean by our timing, by the raw map, and what
    later posts in them got by each. Single folds have a handful of such posts, so there are six."""
    told: list[list] = [[], []]
    for posts in accounts.values():
        for start, end in SLOT_FOLDS:
            train = posts[: int(start * len(posts))]
            test = posts[int(start * len(posts)) : int(end * len(posts))]
            reading = read(train, prior=prior_for(), now=None)
            tried = np.unique([hour_of(post) for post in train])
            worth = np.array(reading.worth)
            usual = worth[[hour_of(post) for post in train]].mean()
            told[0].append(_kept(kept_share(reading) * (worth - usual), tried, test))
            told[1].append(_kept(raw_worth(train) - logs(train).mean(), tried, test))
    ours_, map_ = (np.array([row for row in part if row is not None]) for part in told)
    if not len(ours_) or not len(map_):
        return "too few later posts in the best hours"
    return (
        f"ours promised {ours_[:, 0].mean():+.3f} kept {ours_[:, 1].mean():+.3f} (log) in "
        f"{len(ours_)} folds with {int(ours_[:, 2].sum())} posts, "
        f"raw map promised {map_[:, 0].mean():+.3f} kept {map_[:, 1].mean():+.3f}"
    )


def _kept(worth, tried, test):
    best = tried[np.argsort(-worth[tried])[:10]]
    cell = np.array([hour_of(post) for post in test])
    inside = np.isin(cell, best)
    if inside.sum() < 5 or (~inside).sum() < 5:
        return None
    actual = logs(test)
    return worth[cell[inside]].mean(), actual[inside].mean() - actual.mean(), inside.sum()


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
    failed = False
    for label, accounts in (("thai", thai()), ("twitter", tweets()), ("ibm", ibm())):
        failed |= report_compared(label, accounts)
        print(f"  slots: {uplift(accounts)}")
        name, posts = next(iter(accounts.items()))
        report_planted(name, posts)
    sys.exit(int(failed))


if __name__ == "__main__":
    main()
