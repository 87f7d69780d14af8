"""The adviser on audiences of a kind that its prior has not met, beside what people do instead.

    python -m tests.benchmarks.cadence                  all kinds, 60 accounts each, fresh seeds
    python -m tests.benchmarks.cadence --kinds group --n 20
    python -m tests.benchmarks.cadence --table          the table of what was run so far

Each kind is judged under the prior learnt from the other five (`cadence_priors.without`), whose
hash stands in its row; runs are kept outside the repository. Exits 1 where a target is missed.
"""

from __future__ import annotations

import argparse
import itertools
import json
import sys
import time

import numpy as np

from skupnost.domain.cadence import Verdict
from tests.benchmarks.cadence_kinds.accounts import GRID, KINDS, best_slots, habit_slots
from tests.benchmarks.cadence_priors import CACHE, without
from tests.benchmarks.cadence_trials import MONDAY, carry

FRESH = 1000
FIXED = {
    3: [10.5, 58.5, 106.5],
    5: [day * 24 + 10.5 for day in range(5)],
    7: [day * 24 + 10.5 for day in range(7)],
    14: sorted([day * 24 + hour for day in range(7) for hour in (10.5, 18.5)]),
}
TARGETS = {0: 0.15, 8: 0.12, 16: 0.10}
BANDS = ((2, 3), (4, 7), (8, 14), (15, 30))


def one(kind: str, seed: int, prior, *, with_losses: bool) -> dict:
    """Everything that is judged about one account."""
    account, stages = carry(kind, seed, prior, with_losses=with_losses)
    best, top = account.best()
    habit = account.value(habit_slots(account.habit["pace"], account.habit["hour"]))
    row = {"best": best, "habit": 1 - habit / top, "stages": {}}
    row["truth"] = [account.value(best_slots(account.worth, n)) / top for n in GRID]
    for n, hours in FIXED.items():
        row[f"fixed {n}"] = 1 - account.value(hours) / top
    row["heat map"] = 1 - account.value(heat_map(stages[0].posts)) / top
    for stage in stages:
        row["stages"][str(stage.n_weeks)] = judged(account, stage, top, habit)
    return row


def judged(account, stage, top: float, habit: float) -> dict:
    advice = stage.advice
    hours = [slot.weekday * 24 + slot.hour + 0.5 for slot in advice.slots]
    value = account.value(hours)
    return {
        "n": advice.advice_per_week,
        "regret": 1 - value / top,
        "r80": [advice.range80.low, advice.range80.high],
        "r95": [advice.range95.low, advice.range95.high],
        "promised": advice.gain.mean,
        "real": value / habit - 1,
        "harm": bool(value < habit - 0.02 * top),
        "unsure": advice.verdict is Verdict.CANNOT_TELL,
        "stake": advice.regret_at_stake,
    }


def heat_map(posts) -> np.ndarray:
    """The best cells of the raw heat map, as many as the best bin of weekly totals."""
    hours = np.array([(post.at - MONDAY).total_seconds() / 3600 for post in posts])
    response = np.array([post.response for post in posts])
    week = (hours // 168).astype(int)
    count, total = np.bincount(week), np.bincount(week, response)
    edges = (0.5, 2.5, 4.5, 7.5, 10.5, 15.5, 22.5, 99)
    bins = [(count > low) & (count < high) for low, high in itertools.pairwise(edges)]
    means = [(total[b].mean(), count[b].mean()) for b in bins if b.sum() >= 3]
    n = max(1, round(max(means)[1])) if means else max(1, round(count.mean()))
    cell = np.floor(np.mod(hours, 168)).astype(int)
    tried = np.bincount(cell, minlength=168)
    mean = np.where(tried, np.bincount(cell, response, 168) / np.maximum(tried, 1), -1.0)
    return np.sort(np.argsort(-(mean + 1e-6 * np.arange(168)))[:n]) + 0.5


def run(kind: str, n: int, *, with_losses: bool) -> None:
    """Judge n fresh accounts of a kind and keep what was found, account by account."""
    prior = without(kind)
    path = CACHE / f"judged-{kind}-{prior.hash}{'-losses' if with_losses else ''}.json"
    rows = json.loads(path.read_text(encoding="utf-8")) if path.exists() else []
    start = time.perf_counter()
    for seed in range(FRESH + len(rows), FRESH + n):
        rows.append(one(kind, seed, prior, with_losses=with_losses))
        path.write_text(json.dumps(rows), encoding="utf-8")
    print(f"{kind}: {len(rows)} accounts, {time.perf_counter() - start:.0f} s", flush=True)


def load(kind: str, *, with_losses: bool) -> tuple[str, list[dict]]:
    prior = without(kind)
    path = CACHE / f"judged-{kind}-{prior.hash}{'-losses' if with_losses else ''}.json"
    return prior.hash, json.loads(path.read_text(encoding="utf-8")) if path.exists() else []


def line(rows: list[dict], weeks: str) -> dict[str, float]:
    """The figures of one stage."""
    found = [row["stages"][weeks] for row in rows]
    best = np.array([row["best"] for row in rows])
    low80, high80 = np.array([row["r80"] for row in found]).T
    low95, high95 = np.array([row["r95"] for row in found]).T
    return {
        "regret": np.mean([row["regret"] for row in found]),
        "advice/best": np.median(np.array([row["n"] for row in found]) / best),
        "in 80 %": np.mean((low80 <= best) & (best <= high80)),
        "in 95 %": np.mean((low95 <= best) & (best <= high95)),
        "width 80 %": np.median(high80 / np.maximum(low80, 1)),
        "harmed": np.mean([row["harm"] for row in found]),
        "unsure": np.mean([row["unsure"] for row in found]),
        "promised": np.mean([row["promised"] for row in found]),
        "real": np.mean([row["real"] for row in found]),
    }


def rivals(rows: list[dict]) -> dict[str, float]:
    """Mean regret of what people do instead."""
    named = ["habit", "heat map", *[f"fixed {n}" for n in FIXED]]
    found = {name: np.mean([row[name] for row in rows]) for name in named}
    truth = np.array([row["truth"] for row in rows])
    found["best single n, true slots"] = 1 - truth.mean(0).max()
    return found


def bands(rows: list[dict], weeks: str) -> str:
    """Mean regret by the true best pace."""
    parts = []
    for low, high in BANDS:
        here = [row["stages"][weeks]["regret"] for row in rows if low <= row["best"] <= high]
        parts.append(
            f"{low}-{high}: {np.mean(here):.3f} ({len(here)})" if here else f"{low}-{high}: -"
        )
    return "; ".join(parts)


def table(*, with_losses: bool) -> bool:
    """Print every row; whether all mean targets are met."""
    everything, is_met = [], True
    print("| kind (prior) | weeks | " + " | ".join(_heads()) + " |")
    print("|---|---|" + "---|" * len(_heads()))
    for kind in KINDS:
        mark, rows = load(kind, with_losses=with_losses)
        everything += rows
        if rows:
            _print(f"{kind}, {len(rows)} ({mark})", rows)
    _print(f"all, {len(everything)}", everything)
    for weeks, limit in TARGETS.items():
        is_met &= line(everything, str(weeks))["regret"] <= limit
        print(f"bands after {weeks}:", bands(everything, str(weeks)))
    for kind in KINDS:
        rows = load(kind, with_losses=with_losses)[1]
        if rows:
            print(kind, {name: round(float(x), 3) for name, x in rivals(rows).items()})
    print("all", {name: round(float(x), 3) for name, x in rivals(everything).items()})
    return is_met


def _heads() -> list[str]:
    return [
        "regret",
        "advice/best",
        "in 80 %",
        "in 95 %",
        "width 80 %",
        "harmed",
        "unsure",
        "promised",
        "real",
    ]


def _print(label: str, rows: list[dict]) -> None:
    for weeks in TARGETS:
        figures = line(rows, str(weeks))
        cells = " | ".join(f"{figures[head]:.3f}" for head in _heads())
        print(f"| {label} | {weeks} | {cells} |")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--kinds", default=",".join(KINDS))
    parser.add_argument("--n", type=int, default=60)
    parser.add_argument("--losses", action="store_true", help="the adviser also reads unfollows")
    parser.add_argument("--table", action="store_true")
    chosen = parser.parse_args()
    if not chosen.table:
        for kind in chosen.kinds.split(","):
            run(kind, chosen.n, with_losses=chosen.losses)
    sys.exit(not table(with_losses=chosen.losses))


if __name__ == "__main__":
    main()
