"""The weeks of an experiment that are still to come, beside the posts that are planned in them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils.translation import gettext, ngettext

from skupnost.domain.cadence import ExperimentPlan, plan_week
from skupnost.domain.cadence.values import ExperimentSlot
from skupnost.strategy.counsel import counsel
from skupnost.strategy.experimenting import WEEK, midnight, next_seed
from skupnost.strategy.feeds import allowed_in, limits_beside
from skupnost.strategy.models import FILLS_WITHIN
from skupnost.strategy.pasts import Basis
from skupnost.strategy.planned import planned_between

SECOND = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class WeekAhead:
    """A week of an experiment by its `number` from 1: the posts that it asks for, those that stand
    in it already, and the slots that it gets."""

    number: int
    asked: int
    n_stand: int
    n_slots: int = 0

    @property
    def is_above(self) -> bool:
        """Whether more posts stand in it than it asks for; a week passed over asks for none."""
        return 0 < self.asked < self.n_stand

    @property
    def is_below(self) -> bool:
        """Whether planned posts leave room for too few slots."""
        return self.n_stand > 0 and self.n_stand + self.n_slots < self.asked


@dataclass(frozen=True, slots=True)
class Laid:
    """A plan beside planned posts, and its weeks in order."""

    plan: ExperimentPlan
    weeks: tuple[WeekAhead, ...]


def offered(known: Basis, *, now: datetime) -> Laid | None:
    """The experiment that a click begins now; None where there is nothing to find out."""
    seed = next_seed(known.channel, known.experiments)
    advice = counsel(known.channel, now=now, seed=seed, basis=known).advice
    return laid(known, advice.experiment, worth=advice.hours) if advice.experiment else None


def laid(known: Basis, plan: ExperimentPlan, *, worth: Sequence[float]) -> Laid:
    """The plan where posts that are planned in its weeks count towards them: such a week gets only
    the slots that are missing, apart from these posts; none where as many are planned as it asks
    for, or more. The others stay as they are. Two questions."""
    zone, end = ZoneInfo(known.channel.client.zone), plan.starts_on + len(plan.order) * WEEK
    first, last = midnight(plan.starts_on, zone), midnight(end, zone) - SECOND
    found = planned_between(known.channel.client, first - FILLS_WITHIN, last + FILLS_WITHIN)
    planned = found.get(known.channel.pk, [])
    weeks, slots = [], list[ExperimentSlot]()
    for place, asked in enumerate(plan.order):
        monday = plan.starts_on + place * WEEK
        start, over = midnight(monday, zone), midnight(monday + WEEK, zone)
        inside = [at for at in planned if start <= at < over]
        near = [at for at in planned if start - FILLS_WITHIN < at < over + FILLS_WITHIN]
        own = [slot for slot in plan.slots if slot.week == place]
        if near and asked:
            n = max(asked - len(inside), 0)
            own = [ExperimentSlot(place, at) for at in _times(known, monday, n, worth, near)]
        slots += own
        weeks.append(WeekAhead(place + 1, asked, len(inside), len(own)))
    return Laid(replace(plan, slots=tuple(slots)), tuple(weeks))


def _times(
    known: Basis, monday: date, n: int, worth: Sequence[float], near: Sequence[datetime]
) -> tuple[datetime, ...]:
    """Local times of n slots in the week, or of as many as it has hours for; the hours that
    brought reactions choose them, as in the other weeks of an experiment."""
    free = tuple(known.week(monday).free)
    limits = limits_beside(known, monday, holidays=free, stand=near)
    zone = ZoneInfo(known.channel.client.zone)
    stand = [at.astimezone(zone).replace(tzinfo=None) for at in near]
    n = min(n, sum(allowed_in(limits)))
    return plan_week(monday=monday, n=n, worth=worth, limits=limits, stand=stand)


def offered_lines(weeks: Sequence[WeekAhead]) -> list[str]:
    """`begun_lines` with what counts as planned and how the results are read."""
    first, *rest = begun_lines(weeks) or [""]
    return [f"{first} {drafts_words()}", *rest, *([_read_words()] if rest else [])] if first else []


def begun_lines(weeks: Sequence[WeekAhead]) -> list[str]:
    """How many posts are planned in the weeks, and which weeks will not be at their level for it;
    nothing where none is planned."""
    n = sum(week.n_stand for week in weeks if week.asked)
    if not n:
        return []
    said = ngettext(
        "%(n)s post is planned in these weeks already and counts towards its week.",
        "%(n)s posts are planned in these weeks already and count towards their weeks.",
        n,
    ) % {"n": n}
    return [said, *_level_lines(weeks)]


def drafts_words() -> str:
    """What counts as planned, beside a number of planned posts."""
    return gettext("Drafts with a time in the calendar count as planned.")


def level_lines(weeks: Iterable[WeekAhead]) -> list[str]:
    """The weeks that will not be at their level, and how they are read; nothing where there are
    none."""
    said = _level_lines(weeks)
    return [*said, _read_words()] if said else []


def _level_lines(weeks: Iterable[WeekAhead]) -> list[str]:
    """The weeks in which more posts stand than they ask for, and those that have no room for all
    their slots."""
    known = list(weeks)
    above = [_week_words(week, week.n_stand) for week in known if week.is_above]
    below = [_week_words(week, week.n_stand + week.n_slots) for week in known if week.is_below]
    said = []
    if above:
        said.append(
            ngettext(
                "%(n)s week will have more posts than the experiment asks for: %(weeks)s.",
                "%(n)s weeks will have more posts than the experiment asks for: %(weeks)s.",
                len(above),
            )
            % {"n": len(above), "weeks": ", ".join(above)}
        )
    if below:
        said.append(
            ngettext(
                "%(n)s week has no room for all its slots and will have fewer posts than the "
                "experiment asks for: %(weeks)s.",
                "%(n)s weeks have no room for all their slots and will have fewer posts than the "
                "experiment asks for: %(weeks)s.",
                len(below),
            )
            % {"n": len(below), "weeks": ", ".join(below)}
        )
    return said


def _week_words(week: WeekAhead, n: int) -> str:
    return gettext("week %(number)s (%(n)s instead of %(asked)s)") % {
        "number": week.number,
        "asked": week.asked,
        "n": n,
    }


def _read_words() -> str:
    """As `weeks.WeekShown` does it."""
    return gettext(
        "Results are read by what is really posted, not by slots: a week that ends more than one "
        "post and more than a quarter off is left out of the means, and the advice takes it as it "
        "was. Move posts to another week in time if it is to count."
    )
