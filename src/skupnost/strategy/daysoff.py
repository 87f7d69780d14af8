"""The days on which nothing goes out, and the weeks that are like no other."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet
from django.utils.translation import gettext, ngettext

from skupnost.channels.models import Channel
from skupnost.clients.models import Client
from skupnost.strategy.models import FreeTime, Period, PeriodKind
from skupnost.strategy.public_holidays import days_between, holidays_between
from skupnost.strategy.quiet import quiet_client
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


def periods_of(channel: Channel, first: date, last: date) -> QuerySet[Period]:
    """The periods that hold for a channel and touch these days."""
    own = Q(channel=channel) | Q(channel=None, client=channel.client_id)
    return Period.objects.filter(own, starts_on__lte=last, ends_on__gte=first)


def closed_until(channel: Channel, last: date) -> frozenset[date]:
    """All days up to that one on which the channel was closed."""
    periods = periods_of(channel, date.min, last).filter(kind=PeriodKind.CLOSED)
    return frozenset(days_of(periods, date.min, last))


def public_holidays(client: Client, first: date, last: date) -> dict[date, str]:
    """The public holidays that the person wants free; none where nobody asked for it."""
    return holidays_of(quiet_client(client), first, last)


def holidays_of(kept: FreeTime, first: date, last: date) -> dict[date, str]:
    """The same, of a row that was read already."""
    if not kept.leaves_holidays_free:
        return {}
    return holidays_between(kept.country, kept.region, first, last)


def days_of(periods: Iterable[Period], first: date, last: date) -> dict[date, str]:
    """The days of some periods within a stretch, with their names."""
    return {
        day: one.name
        for one in periods
        for day in days_between(max(first, one.starts_on), min(last, one.ends_on))
    }


def week_of(channel: Channel, monday: date, limits: Limits) -> Week:
    """What stays free in the week that begins on that Monday."""
    sunday = monday + timedelta(days=DAYS - 1)
    closed = days_of(periods_of(channel, monday, sunday).filter(kind=PeriodKind.CLOSED), monday,
                     sunday)  # fmt: skip
    feasts = public_holidays(channel.client, monday, sunday)
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
