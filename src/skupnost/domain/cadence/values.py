"""The words of the cadence adviser: what it is given and what it answers."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.floating[Any]]
Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

HOURS_A_WEEK = 168
# Half a post a week, and the least gain that is not shown as 0 %.
SAME_PACE, LEAST_GAIN = 0.5, 0.005
# By how much a careful first step changes today's pace at most.
GREATEST_STEP = 2.0
# No chance is nearer to none or to certainty: some thousand possibilities tell no more.
LEAST_CHANCE = 0.001
# Codes of notices: the posts show nothing; why no experiment can be offered.
BLANK = frozenset({"all_nought", "all_the_same"})
NO_EXPERIMENT = frozenset(
    {"experiment_of_nothing", "experiment_without_weeks", "experiment_beyond_means",
     "experiment_of_one_pace"}
)  # fmt: skip


def doubted(chance: float) -> float:
    """A chance that is neither none nor certain."""
    return min(max(chance, LEAST_CHANCE), 1.0 - LEAST_CHANCE)


@dataclass(frozen=True, slots=True)
class PastPost:
    """One post of an account: when (aware, in the zone of its readers), what came back.

    `response` counts reactions (None: not known); `followers` is their number at that time;
    `left_out` says why the post is no evidence (empty: it is): it still counts for the pace."""

    at: datetime
    response: float | None
    type: str = ""
    followers: float | None = None
    is_randomised: bool = False
    is_boosted: bool = False
    left_out: str = ""


@dataclass(frozen=True, slots=True)
class Loss:
    """Followers lost in the week that begins at `at`, of how many."""

    at: datetime
    unfollows: float
    followers: float


@dataclass(frozen=True, slots=True)
class Limits:
    """What the person can do: hours (0-23) and weekdays (0 = Monday) that are allowed, least and
    most posts a week (None: sixty, or half as many again as today), whether boosted posts count
    as evidence. `quiet` are hours of the week (0-167) that stay free whatever the others say."""

    weekdays: frozenset[int] = frozenset(range(7))
    hours: frozenset[int] = frozenset(range(7, 23))
    least: int = 1
    most: int | None = None
    exclude_boosted: bool = False
    quiet: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Range:
    """From `low` to `high`, both included."""

    low: float
    high: float


@dataclass(frozen=True, slots=True, order=True)
class Slot:
    """An hour of the week: weekday 0 = Monday, hour 0-23."""

    weekday: int
    hour: int


class Verdict(StrEnum):
    """What the advice comes to, against today's pace."""

    CANNOT_TELL = "cannot_tell"
    MORE = "more"
    FEWER = "fewer"
    STAY = "stay"


class Evidence(StrEnum):
    """How much the account's own posts narrowed what its network's prior says."""

    NONE = "none"
    WEAK = "weak"
    FAIR = "fair"
    STRONG = "strong"


@dataclass(frozen=True, slots=True)
class Notice:
    """What was odd in the input: a stable code and its numbers."""

    code: str
    params: dict[str, float | int | str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Gain:
    """Expected response a week against today's, as a share: 0.14 is 14 % more."""

    mean: float
    range80: Range


@dataclass(frozen=True, slots=True)
class ExperimentSlot:
    """One post of an experiment, in the local time of the readers."""

    week: int
    at: datetime


@dataclass(frozen=True, slots=True)
class ExperimentPlan:
    """Weeks of two paces: posts in each week, balanced in mirrored pairs, and their slots. Which
    pace comes first is drawn."""

    starts_on: date
    levels: tuple[int, int]
    order: tuple[int, ...]
    slots: tuple[ExperimentSlot, ...] = ()


@dataclass(frozen=True, slots=True)
class CurvePoint:
    """Response a week at `n` posts a week, as a share of today's: the middle and 80 %."""

    n: int
    middle: float
    range80: Range


@dataclass(frozen=True, slots=True)
class Advice:
    """How often and when to publish, how sure that is, and what would settle it. `n_growth_weeks`:
    over how many weeks the number of followers told how many leave (0: it did not); `simulated80`:
    where the best pace of simulated accounts with such a history lies in 80 of 100 cases (None: too
    few posts, or none is like this one). What a post must earn (`cost`) counts in the pace, its
    ranges, what is at stake and the chance that it beats today, not in the gain and the curve:
    these are what comes back."""

    n_posts: int
    n_read: int
    today_per_week: float
    advice_per_week: int
    first_step: int
    range95: Range
    range80: Range
    range50: Range
    p_better: float
    gain: Gain
    regret_at_stake: float
    verdict: Verdict
    evidence: Evidence
    slots: tuple[Slot, ...]
    curve: tuple[CurvePoint, ...]
    hours: tuple[float, ...]
    notices: tuple[Notice, ...]
    experiment: ExperimentPlan | None
    prior_network: str
    prior_hash: str
    n_randomised_weeks: int
    cost: float = 0.0
    n_growth_weeks: int = 0
    simulated80: Range | None = None

    @property
    def is_by_hours(self) -> bool:
        """Whether what is to be gained comes from better hours, as the pace hardly changes."""
        is_same = abs(self.advice_per_week - self.today_per_week) <= SAME_PACE
        return is_same and self.gain.mean >= LEAST_GAIN

    @property
    def blank(self) -> Notice | None:
        """That the posts show nothing, as the same came back to all of them."""
        return next((row for row in self.notices if row.code in BLANK), None)

    @property
    def has_pace(self) -> bool:
        """Whether the posts have a pace: neither a single one nor all of one day has."""
        is_one_day = any(row.code == "all_at_one_time" for row in self.notices)
        return self.n_posts > 1 and not is_one_day

    @property
    def no_experiment(self) -> Notice | None:
        """Why no experiment can be offered, where one was looked for."""
        return next((row for row in self.notices if row.code in NO_EXPERIMENT), None)

    @property
    def free_per_week(self) -> int | None:
        """The pace without a least and a most; None where it is not these that set the advice."""
        held = (notice.params for notice in self.notices if notice.code == "limits_hold")
        return next((int(params["free"]) for params in held), None)


@dataclass(frozen=True, slots=True)
class Prediction:
    """Mean and standard deviation of log(1 + response) of a post to come."""

    mean: float
    sd: float


@dataclass(frozen=True, slots=True)
class ArmResult:
    """The weeks of an experiment at one level: how many, and their mean response a week with its
    standard error and 80 % range; None from a single week, which says nothing of the spread."""

    level: float
    n_weeks: int
    response_per_week: float
    standard_error: float | None = None
    range80: Range | None = None


@dataclass(frozen=True, slots=True)
class WeekResult:
    """A randomised week: the Monday that begins it, its posts, what came back to them."""

    monday: date
    n_posts: int
    response: float


@dataclass(frozen=True, slots=True)
class ExperimentResult:
    """What the randomised weeks showed, and the advice without and with them."""

    arms: tuple[ArmResult, ...]
    before: Advice
    after: Advice
    is_decided: bool
    weeks: tuple[WeekResult, ...] = ()
