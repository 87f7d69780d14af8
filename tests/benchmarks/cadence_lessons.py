"""What the adviser learns from worlds drawn at random: the file of its lessons.

    python -m tests.benchmarks.cadence_lessons          writes the shipped file
    python -m tests.benchmarks.cadence_lessons --dry    only says what it would write

A regression of the log best pace on the numbers of a history (`domain.cadence.summaries`) over
`cadence_kinds.worlds`. The kinds of audience on which the adviser is judged are not among them.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass, replace
from datetime import UTC
from pathlib import Path

import numpy as np

from skupnost.domain.cadence import lessons as lessons_module
from skupnost.domain.cadence.lessons import Lessons, kernel, to_json
from skupnost.domain.cadence.logs import Log
from skupnost.domain.cadence.summaries import NAMES, summarise
from tests.benchmarks.cadence_kinds.accounts import WEEKS
from tests.benchmarks.cadence_kinds.worlds import Past, draw, observed
from tests.benchmarks.cadence_trials import BLOCK, MONDAY

N_WORLDS, SEED = 6000, 77
SHORT_WEEKS, N_SHORT, FEWEST_POSTS = (6, 10, 16, 26), 3, 10
N_CENTRES, WIDTH, RIDGE = 300, 0.6, 0.3
LEAST_STRAY = 0.01
# What lies beyond these quantiles of the worlds is like none of them.
ENDS = (0.0005, 0.9995)


@dataclass
class Rows:
    """Summaries of histories, the log of their best pace."""

    summaries: np.ndarray
    log_best: np.ndarray

    def some(self, chosen: np.ndarray) -> Rows:
        return Rows(self.summaries[chosen], self.log_best[chosen])


def rows(n: int = N_WORLDS) -> Rows:
    """Each world's history as it is after 0, 8 and 16 randomised weeks, and three times cut to the
    last few weeks of the past and the first of the experiments."""
    found, best = [], []
    for seed in range(n):
        rng = np.random.default_rng([seed, SEED])
        world = draw(rng)
        past = observed(world, rng)
        cuts = [(WEEKS, BLOCK * block) for block in range(3)]
        cuts += [(int(rng.choice(SHORT_WEEKS)), 4 * int(rng.integers(5))) for _ in range(N_SHORT)]
        for weeks, tried in cuts:
            log = _log(past, weeks, tried)
            if log.n >= FEWEST_POSTS:
                found.append(summarise(log, np.ones(log.n, bool)))
                best.append(np.log(world.best))
    return Rows(np.array(found), np.array(best))


def _log(past: Past, weeks: int, tried: int) -> Log:
    first, last = (WEEKS - weeks) * 168, (WEEKS + tried) * 168
    kept = (past.hours >= first) & (past.hours < last)
    n = int(kept.sum())
    return Log(
        MONDAY.replace(tzinfo=None), UTC, past.hours[kept] - first, past.responses[kept],
        np.zeros(n, np.int64), ("",), np.full(n, np.nan), past.is_randomised[kept],
        np.zeros(n, bool), 1.0, (),
    )  # fmt: skip


def regress(known: Rows) -> Lessons:
    """The regression on these histories, without what it errs by."""
    x, y = known.summaries, known.log_best
    chosen = np.random.default_rng(SEED).permutation(len(x))[:N_CENTRES]
    low, high = np.quantile(x, ENDS, axis=0)
    empty = Lessons(
        "", _rounded(x.mean(0), 4), _rounded(np.maximum(x.std(0), 1e-3), 4), _rounded(low, 4),
        _rounded(high, 4), np.zeros((0, len(NAMES))), np.zeros(0), np.zeros(3),
        round(float(y.mean()), 4), WIDTH,
    )  # fmt: skip
    points = empty.standardised(x)
    centres = _rounded(points[chosen], 2)
    near, between = kernel(points, centres, WIDTH), kernel(centres, centres, WIDTH)
    inner = near.T @ near + RIDGE * between + 1e-6 * np.eye(len(centres))
    weights = np.linalg.solve(inner, near.T @ (y - empty.log_pace))
    return replace(empty, centres=centres, weights=_rounded(weights, 5))


def _rounded(values: np.ndarray, digits: int) -> np.ndarray:
    return np.round(values, digits) + 0.0


def strays(found: Lessons, known: Rows) -> np.ndarray:
    """How far the regression errs on each history, on the log scale."""
    near = kernel(found.standardised(known.summaries), found.centres, found.width)
    return known.log_best - found.log_pace - near @ found.weights


def learn(known: Rows) -> Lessons:
    """The lessons of all histories; how far they err was measured on one half of the worlds with
    the regression on the other."""
    half = np.arange(len(known.log_best)) < len(known.log_best) // 2
    stray = strays(regress(known.some(half)), known.some(~half))
    weeks = known.summaries[~half][:, list(lessons_module.WEEKS)]
    x = np.column_stack([np.ones(len(weeks)), weeks])
    error = np.linalg.lstsq(x, np.log(np.abs(stray) + LEAST_STRAY), rcond=None)[0]
    error[0] += 0.5 * np.log(np.mean((stray / np.exp(x @ error)) ** 2))
    print("root mean square", round(float(np.sqrt(np.mean(stray**2))), 3), "error", error)
    made_from = f"{N_WORLDS} random worlds, no kind of audience among them"
    return replace(regress(known), made_from=made_from, error=_rounded(error, 4))


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--dry", action="store_true")
    chosen = parser.parse_args()
    lessons = learn(rows())
    print(lessons.hash, lessons.made_from)
    if not chosen.dry:
        path = Path(lessons_module.__file__).with_name("lessons.json")
        path.write_text(to_json(lessons), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
