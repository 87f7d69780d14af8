"""What an experiment showed, in numbers: for its page, and kept with a version of the strategy."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from skupnost.domain.cadence import ArmResult, PastPost
from skupnost.strategy.experimenting import period
from skupnost.strategy.models import Experiment, Refit
from skupnost.strategy.pasts import Basis
from skupnost.strategy.weeks import WeekShown, arms_shown, weeks_shown

DIGITS = 3


@dataclass(frozen=True, slots=True)
class Told:
    """An advice in three numbers: posts a week, and the ends of its 80 % range."""

    advice: int
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Outcome:
    """The weeks, their arms (whether they are the weeks with many posts, and their mean), the
    advice without and with them (None before it was counted twice), and whether that settles it.
    A version saved before weeks were kept has arms only, without ranges."""

    weeks: tuple[WeekShown, ...]
    arms: tuple[tuple[bool, ArmResult], ...]
    before: Told | None = None
    after: Told | None = None
    is_decided: bool = False

    def as_value(self) -> dict[str, Any]:
        return {
            "weeks": [_as_row(week) for week in self.weeks],
            "before": _ends(self.before),
            "after": _ends(self.after),
            "is_decided": self.is_decided,
        }

    @classmethod
    def from_value(cls, value: Mapping[str, Any]) -> Outcome:
        weeks = tuple(map(_from_row, value.get("weeks", ())))
        old = tuple((n > 0, ArmResult(*arm)) for n, arm in enumerate(value.get("arms", ())))
        return cls(
            weeks=weeks,
            arms=arms_shown(weeks) or old,
            before=Told(*value["before"]) if value["before"] else None,
            after=Told(*value["after"]) if value["after"] else None,
            is_decided=value["is_decided"],
        )


def _as_row(week: WeekShown) -> list[Any]:
    back = None if week.response is None else round(week.response, DIGITS)
    return [week.number, week.monday.isoformat(), week.planned, week.is_many, week.is_over,
            week.posted, week.n_unknown, back]  # fmt: skip


def _from_row(row: Sequence[Any]) -> WeekShown:
    number, monday, *rest = row
    return WeekShown(number, date.fromisoformat(monday), *rest)


def _ends(told: Told | None) -> list[float] | None:
    return [told.advice, told.low, told.high] if told else None


def outcome_of(
    experiment: Experiment, posts: Sequence[PastPost], refits: Sequence[Refit], *, now: datetime
) -> Outcome:
    """What an experiment showed so far, of the channel's past and the Mondays that were kept."""
    weeks = weeks_shown(experiment, posts, now=now)
    before, after = (_told(refits[0]), _told(refits[-1])) if len(refits) > 1 else (None, None)
    is_decided = bool(refits) and refits[-1].is_decided
    return Outcome(weeks, arms_shown(weeks), before, after, is_decided)


def _told(refit: Refit) -> Told:
    return Told(refit.advice_per_week, refit.low80, refit.high80)


def newest_outcome(known: Basis, *, now: datetime) -> Outcome | None:
    """What the channel's newest experiment with a result showed; None where none has one."""
    zone = ZoneInfo(known.channel.client.zone)
    begun = (one for one in known.experiments if period(one, zone)[0] < now)
    found = (outcome_of(one, known.posts, list(one.refits.all()), now=now) for one in begun)
    return next((one for one in found if any(map(_has_result, one.weeks))), None)


def _has_result(week: WeekShown) -> bool:
    return week.response is not None and week.posted > week.n_unknown
