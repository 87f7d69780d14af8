"""Simulated histories whose best pace is known, and what the adviser learns from them.

    python -m tests.benchmarks.cadence_lessons          writes the shipped file from all kinds
    python -m tests.benchmarks.cadence_lessons --dry    only says what it would write
    python -m tests.benchmarks.cadence_lessons --make digest shop     only makes their histories

A regression of the log best pace on the numbers of a history (`domain.cadence.summaries`). How far
it errs is measured on kinds left out of it. `without` leaves a kind out of all of it.
"""

from __future__ import annotations

import argparse
import pickle
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import numpy as np

from skupnost.domain.cadence import lessons as lessons_module
from skupnost.domain.cadence.lessons import Lessons, from_json, kernel, to_json
from skupnost.domain.cadence.logs import read_log
from skupnost.domain.cadence.priors import Prior
from skupnost.domain.cadence.summaries import NAMES, summarise
from skupnost.domain.cadence.values import Limits, PastPost
from tests.benchmarks.cadence_kinds.accounts import KINDS, WEEKS
from tests.benchmarks.cadence_kinds.later import LATER
from tests.benchmarks.cadence_kinds.unseen import UNSEEN
from tests.benchmarks.cadence_priors import CACHE
from tests.benchmarks.cadence_trials import BLOCK, MONDAY, USUAL, Setting, carry

ALL = (*KINDS, *UNSEEN, *LATER)
N_HISTORIES, FIRST_SEED = 80, 30_000
HARSH, HARSH_EVERY = Setting(is_harsh=True), 4
SHORT_WEEKS, N_SHORT, FEWEST_POSTS = (6, 10, 16, 26), 3, 10
N_CENTRES, WIDTH, RIDGE = 300, 0.6, 0.3
# By hand. From 0.15 to 0.7 regret hardly changes, but ranges become too narrow.
STAYS = 0.3
LEAST_STRAY = 0.01


@dataclass
class History:
    """One simulated account after forty weeks and sixteen randomised ones, and its best pace."""

    kind: str
    seed: int
    posts: list[PastPost]
    best: int


@dataclass
class Rows:
    """Summaries of a kind's histories at several lengths, and the log of their best pace."""

    summaries: np.ndarray
    log_best: np.ndarray


def histories(kind: str, n: int = N_HISTORIES) -> list[History]:
    """Accounts of a kind, made once and kept outside the repository; every fourth is harsh."""
    CACHE.mkdir(exist_ok=True)
    path = CACHE / f"histories-{kind}.pickle"
    found = pickle.loads(path.read_bytes()) if path.exists() else []
    while len(found) < n:
        found.append(_history(kind, FIRST_SEED + len(found)))
        if len(found) % 10 == 0 or len(found) == n:
            path.write_bytes(pickle.dumps(found))
            print(kind, len(found), flush=True)
    return found[:n]


def _history(kind: str, seed: int) -> History:
    account, stages = carry(kind, seed, Prior(), HARSH if seed % HARSH_EVERY == 0 else USUAL)
    return History(kind, seed, stages[-1].posts, account.best()[0])


@cache
def rows_of(kind: str) -> Rows:
    """Each history as it is after 0, 8 and 16 randomised weeks, and three times cut short."""
    found, best = [], []
    for history in histories(kind):
        rng = np.random.default_rng([history.seed, 11])
        cuts = [(WEEKS, BLOCK * block) for block in range(3)]
        cuts += [(int(rng.choice(SHORT_WEEKS)), 4 * int(rng.integers(5))) for _ in range(N_SHORT)]
        for past, tried in cuts:
            posts = _cut(history.posts, past, tried)
            if len(posts) >= FEWEST_POSTS:
                found.append(summary_of(posts))
                best.append(np.log(history.best))
    return Rows(np.array(found), np.array(best))


def _cut(posts: list[PastPost], past: int, tried: int) -> list[PastPost]:
    """The last so many weeks of the past and the first so many of the experiments."""
    week = np.array([(post.at - MONDAY).total_seconds() / (168 * 3600) for post in posts])
    kept = (week >= WEEKS - past) & (week < WEEKS + tried)
    return [post for post, is_kept in zip(posts, kept, strict=True) if is_kept]


def summary_of(posts: list[PastPost]) -> np.ndarray:
    log = read_log(posts)
    return summarise(log, log.is_seen(Limits()))


def regress(kinds: tuple[str, ...]) -> Lessons:
    """The regression on histories of these kinds, without what it errs by."""
    rows = [rows_of(kind) for kind in kinds]
    x = np.concatenate([row.summaries for row in rows])
    y = np.concatenate([row.log_best for row in rows])
    chosen = np.random.default_rng(len(kinds)).permutation(len(x))[:N_CENTRES]
    scales = (x.mean(0), np.maximum(x.std(0), 1e-3), x.min(0), x.max(0))
    empty = Lessons(
        "", *(_rounded(scale, 4) for scale in scales), np.zeros((0, len(NAMES))), np.zeros(0),
        np.zeros(3), round(float(y.mean()), 4), WIDTH, STAYS,
    )  # fmt: skip
    points = empty.standardised(x)
    centres = _rounded(points[chosen], 2)
    near, between = kernel(points, centres, WIDTH), kernel(centres, centres, WIDTH)
    inner = near.T @ near + RIDGE * between + 1e-6 * np.eye(len(centres))
    weights = np.linalg.solve(inner, near.T @ (y - empty.log_pace))
    return replace(empty, centres=centres, weights=_rounded(weights, 5))


def _rounded(values: np.ndarray, digits: int) -> np.ndarray:
    return np.round(values, digits) + 0.0


def learn(kinds: tuple[str, ...]) -> Lessons:
    """The lessons of histories of these kinds: the regression on all of them, and how far one that
    has not met a kind errs on it."""
    strays, weeks = [], []
    for kind in kinds:
        found, rows = regress(tuple(k for k in kinds if k != kind)), rows_of(kind)
        near = kernel(found.standardised(rows.summaries), found.centres, WIDTH)
        strays.append(rows.log_best - found.log_pace - near @ found.weights)
        weeks.append(rows.summaries[:, list(lessons_module.WEEKS)])
    stray, known = np.concatenate(strays), np.concatenate(weeks)
    x = np.column_stack([np.ones(len(known)), known])
    error = np.linalg.lstsq(x, np.log(np.abs(stray) + LEAST_STRAY), rcond=None)[0]
    error[0] += 0.5 * np.log(np.mean((stray / np.exp(x @ error)) ** 2))
    print(
        ", ".join(kinds),
        "root mean square",
        round(float(np.sqrt(np.mean(stray**2))), 3),
        flush=True,
    )
    made_from = f"simulated {', '.join(kinds)}; {N_HISTORIES} accounts each"
    return replace(regress(kinds), made_from=made_from, error=_rounded(error, 4))


def without(kind: str) -> Lessons:
    """The lessons of all kinds but one; kept outside the repository."""
    path = CACHE / f"lessons-without-{kind}.json"
    if not path.exists():
        lessons = learn(tuple(name for name in ALL if name != kind))
        path.write_text(to_json(lessons), encoding="utf-8")
    return from_json(path.read_text(encoding="utf-8"))


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--make", nargs="*", default=[])
    parser.add_argument("--dry", action="store_true")
    chosen = parser.parse_args()
    for kind in chosen.make or ALL:
        histories(kind)
    if chosen.make:
        return
    lessons = learn(ALL)
    print(lessons.hash, lessons.made_from)
    if not chosen.dry:
        path = Path(lessons_module.__file__).with_name("lessons.json")
        path.write_text(to_json(lessons), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    # what is kept names its classes by this module, not by the script that was started
    from tests.benchmarks.cadence_lessons import main as begin

    begin()
