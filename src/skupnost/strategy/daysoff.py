"""The days on which nothing goes out, and the weeks that are like no other."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.utils.translation import gettext, ngettext

from skupnost.strategy.models import FreeTime, Period, PeriodKind
from skupnost.strategy.public_holidays import days_between, holidays_between
from skupnost.ui import dates

if TYPE_CHECKING:
    from skupnost.domain.cadence import Limits

DAYS = 7
ONE_DAY = timedelta(days=1)
ODD_KINDS = (PeriodKind.CLOSED, PeriodKind.CONTEST, PeriodKind.CAMPAIGN)


@dataclass(frozen=True, slots=True)
class Week:
    """A week of a channel: the days that stay free with the names of why, those of them that are
    holidays, and how many of the days on which the person posts are open."""

    monday: date
    free: dict[date, str]
    holidays: frozenset[date]
    n_open: int
    n_usual: int

    def fitting(self, n: int) -> int:
        """So many of n posts a week as fit the days that are not closed; a public holiday takes
        none away."""
        closed = self.n_usual - self.n_open
        if not n or not closed:
            return n
        return max(1, round(n * self.n_open / self.n_usual)) if self.n_open else 0


def closed_until(periods: Iterable[Period], last: date) -> frozenset[date]:
    """All days up to that one on which the channel of these periods was closed."""
    return frozenset(days_of(_closed(periods), date.min, last))


def _closed(periods: Iterable[Period]) -> list[Period]:
    return [one for one in periods if one.kind == PeriodKind.CLOSED]


def holidays_of(kept: FreeTime | None, first: date, last: date) -> dict[date, str]:
    """The public holidays that the person wants free; none where nobody asked for it."""
    if kept is None or not kept.leaves_holidays_free:
        return {}
    return holidays_between(kept.country, kept.region, first, last)


def days_of(periods: Iterable[Period], first: date, last: date) -> dict[date, str]:
    """The days of some periods within a stretch, with their names."""
    return {
        day: one.name
        for one in periods
        for day in days_between(max(first, one.starts_on), min(last, one.ends_on))
    }


def week_of(periods: Iterable[Period], free: FreeTime | None, monday: date, limits: Limits) -> Week:
    """What stays free in the week that begins on that Monday, of the periods that hold for a
    channel and of what its client keeps free."""
    sunday = monday + timedelta(days=DAYS - 1)
    closed = days_of(_closed(periods), monday, sunday)
    feasts = holidays_of(free, monday, sunday)
    usual = {day for day in days_between(monday, sunday) if day.weekday() in limits.weekdays}
    return Week(
        monday=monday,
        free=dict(sorted((feasts | closed).items())),
        holidays=frozenset(feasts),
        n_open=len(usual - set(closed)),
        n_usual=len(usual),
    )


def week_words(week: Week) -> list[str]:
    """What stays free, a sentence a stretch of days, and how many days the closed ones leave."""
    said = [_capital(_stretch_words(week, days)) for days in _stretches(week)]
    if not week.n_open:
        return [*said, gettext("Nothing is published next week.")]
    if week.n_open < week.n_usual:
        said.append(
            ngettext(
                "%(n)s day of %(of)s is left.",
                "%(n)s days of %(of)s are left.",
                week.n_open,
            )
            % {"n": week.n_open, "of": week.n_usual}
        )
    return said


def _capital(words: str) -> str:
    """As a sentence begins: names of days are small in many languages."""
    return words[:1].upper() + words[1:]


def _stretches(week: Week) -> list[list[date]]:
    """The free days, closed ones that follow one another under one name together."""
    found: list[list[date]] = []
    for day, name in week.free.items():
        last = found[-1][-1] if found else None
        is_closed = not {day, last} & week.holidays
        if last and is_closed and day - last == ONE_DAY and week.free[last] == name:
            found[-1].append(day)
        else:
            found.append([day])
    return found


def _stretch_words(week: Week, days: list[date]) -> str:
    first, last = dates.day_short(days[0]), dates.day_short(days[-1])
    words = {"day": first, "last": last, "name": week.free[days[0]]}
    if len(days) > 1:
        return gettext("%(day)s to %(last)s: closed (%(name)s), left free.") % words
    if days[0] in week.holidays:
        return gettext("%(day)s is a public holiday (%(name)s): left free.") % words
    return gettext("%(day)s is closed (%(name)s): left free.") % words
