"""What a channel's experiments showed, in numbers that are kept with a version of the strategy."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from skupnost.domain import cadence
from skupnost.domain.cadence import Advice
from skupnost.strategy.pasts import Basis


@dataclass(frozen=True, slots=True)
class Arm:
    """The weeks at one level: posts a week, how many weeks, what came back a week."""

    level: float
    n_weeks: int
    response: float


@dataclass(frozen=True, slots=True)
class Told:
    """An advice in three numbers: posts a week, and the ends of its 80 % range."""

    advice: int
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Shown:
    """The arms, the advice without and with them, and whether that settles it."""

    arms: tuple[Arm, ...]
    before: Told
    after: Told
    is_decided: bool

    def as_value(self) -> dict[str, Any]:
        return {
            "arms": [[arm.level, arm.n_weeks, arm.response] for arm in self.arms],
            "before": [self.before.advice, self.before.low, self.before.high],
            "after": [self.after.advice, self.after.low, self.after.high],
            "is_decided": self.is_decided,
        }

    @classmethod
    def from_value(cls, value: Mapping[str, Any]) -> Shown:
        return cls(
            arms=tuple(Arm(*arm) for arm in value["arms"]),
            before=Told(*value["before"]),
            after=Told(*value["after"]),
            is_decided=value["is_decided"],
        )


def shown_by(known: Basis, *, now: datetime) -> Shown | None:
    """What the channel's experiments showed so far; None where no post of one has a result."""
    posts = known.posts
    if not any(post.is_randomised and post.response is not None for post in posts):
        return None
    prior = cadence.prior_for(known.channel.network)
    found = cadence.read_experiment(posts, prior=prior, limits=known.limits, now=now)
    return Shown(
        arms=tuple(
            Arm(round(arm.level, 1), arm.n_weeks, round(arm.response_per_week, 1))
            for arm in found.arms
        ),
        before=_told(found.before),
        after=_told(found.after),
        is_decided=found.is_decided,
    )


def _told(advice: Advice) -> Told:
    return Told(advice.advice_per_week, float(advice.range80.low), float(advice.range80.high))
