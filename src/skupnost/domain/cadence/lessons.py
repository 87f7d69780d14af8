"""What simulated histories with a known best pace teach about a history that is like them.

A regression of the log best pace on the numbers of `summaries`: kernel ridge on some of the
histories as centres (Nystroem). It is approximate Bayesian computation by regression (Beaumont,
Zhang and Balding 2002; Blum and Francois 2010) and joins the posterior of the response model, whose
shapes are never quite the truth. `tests/benchmarks/cadence_lessons.py` writes `lessons.json`.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np

from skupnost.domain.cadence.summaries import NAMES
from skupnost.domain.cadence.values import Floats, Range

# A number so many standard deviations outside what the histories showed makes it another world.
FADES_WITHIN = 0.5
FEW_POSTS, ENOUGH_POSTS = 10, 30
FARTHEST = 3.0
LEAST_LOG_SD = 0.15
# How far the model's posterior and the lessons are believed where both speak (powers of their
# weights): they read the same posts, so that together they do not know all that both say.
STAYS, HEARD = 0.25, 1.25
LEAST_LIKENESS = 0.1  # below it nothing is told
Z80 = 1.2816  # of a normal, with a tenth beyond
WEEKS = (NAMES.index("log_weeks_past"), NAMES.index("log_weeks_tried"))


@dataclass(frozen=True, slots=True)
class Told:
    """What is told of one history: the log of its best pace, normal, with its standard deviation;
    `likeness` from 0 (nothing like it was simulated: no weight) to 1."""

    log_mean: float
    log_sd: float
    likeness: float

    @property
    def range80(self) -> Range | None:
        """Whole posts a week; None where too little like this history was simulated."""
        if not self.likeness:
            return None
        low, high = (float(np.exp(self.log_mean + z * self.log_sd)) for z in (-Z80, Z80))
        return Range(max(float(np.floor(low + 0.5)), 1.0), float(np.ceil(high - 0.5)))

    def weigh(self, weights: Floats, log_best: Floats) -> Floats:
        """The weights of shapes whose best pace is known, in the light of what is told."""
        if not self.likeness:
            return weights
        own = (1.0 - self.likeness * (1.0 - STAYS)) * np.log(weights + 1e-300)
        away = (log_best - self.log_mean) / self.log_sd
        log = own - 0.5 * HEARD * self.likeness * away**2
        found = np.exp(log - log.max())
        return np.asarray(found / found.sum())


@dataclass(frozen=True, slots=True, eq=False)
class Lessons:
    """The regression. `middle`, `spread`, `low`, `high` of each number of a summary; `centres`
    (standardised) with their `weights` around `log_pace`; `error` is the log standard deviation by
    (1, log weeks past, log weeks tried); `width` of the kernel per number."""

    made_from: str
    middle: Floats
    spread: Floats
    low: Floats
    high: Floats
    centres: Floats
    weights: Floats
    error: Floats
    log_pace: float
    width: float

    @property
    def hash(self) -> str:
        """Ten characters that change with any number of the lessons."""
        return _hash(self)

    def told(self, summary: Floats, n_seen: int) -> Told:
        """The best pace of a history with this summary, of so many posts with a known response."""
        near = kernel(self.standardised(summary[None, :]), self.centres, self.width)
        mean = float(self.log_pace + near[0] @ self.weights)
        log_sd = float(np.exp(self.error @ np.array([1.0, *summary[list(WEEKS)]])))
        enough = (n_seen - FEW_POSTS) / (ENOUGH_POSTS - FEW_POSTS)
        likeness = float(np.clip(enough, 0.0, 1.0)) * self._likeness(summary)
        heard = likeness if likeness >= LEAST_LIKENESS else 0.0
        return Told(mean, max(log_sd, LEAST_LOG_SD), heard)

    def standardised(self, summaries: Floats) -> Floats:
        """Summaries (rows) around the middle of what was simulated, in its standard deviations."""
        return np.asarray(np.clip((summaries - self.middle) / self.spread, -FARTHEST, FARTHEST))

    def _likeness(self, summary: Floats) -> float:
        outside = np.maximum(self.low - summary, summary - self.high)
        far = np.maximum(outside, 0.0) / (FADES_WITHIN * self.spread)
        return float(np.exp(-0.5 * min(float(far @ far), 100.0)))


def kernel(rows: Floats, centres: Floats, width: float) -> Floats:
    """Gaussian nearness of standardised summaries (rows x centres)."""
    square = (rows**2).sum(1)[:, None] + (centres**2).sum(1) - 2.0 * rows @ centres.T
    return np.asarray(np.exp(-width * np.maximum(square, 0.0) / centres.shape[1]))


def to_json(lessons: Lessons) -> str:
    """The file of lessons: a line for each list of numbers."""
    value: dict[str, Any] = {
        name: getattr(lessons, name) for name in ("made_from", "log_pace", "width")
    }
    for name in ("middle", "spread", "low", "high", "error", "weights"):
        value[name] = getattr(lessons, name).tolist()
    head = ",\n".join(f" {json.dumps(key)}: {json.dumps(item)}" for key, item in value.items())
    rows = ",\n".join(f"  {json.dumps(row)}" for row in lessons.centres.tolist())
    return f'{{\n{head},\n "centres": [\n{rows}\n ]\n}}\n'


def from_json(text: str) -> Lessons:
    """Lessons from their file; raises `ValueError` where the numbers do not fit the summaries."""
    value: dict[str, Any] = json.loads(text)
    arrays = {key: np.array(item) for key, item in value.items() if isinstance(item, list)}
    lessons = Lessons(**(value | arrays))
    if lessons.centres.shape != (len(lessons.weights), len(NAMES)):
        raise ValueError(f"centres of lessons: {lessons.centres.shape}, {len(NAMES)} numbers each")
    return lessons


@cache
def _hash(lessons: Lessons) -> str:
    return hashlib.sha256(to_json(lessons).encode()).hexdigest()[:10]


@cache
def shipped() -> Lessons:
    """The lessons that come with the product."""
    return from_json((files(__package__) / "lessons.json").read_text(encoding="utf-8"))
