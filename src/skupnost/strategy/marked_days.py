"""Days that are not like others, as a calendar shows them and as somebody who plans is told."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext, gettext_lazy

from skupnost.channels.models import Channel
from skupnost.clients.models import Client
from skupnost.strategy.daysoff import holidays_of
from skupnost.strategy.models import FreeTime, Period, PeriodKind
from skupnost.strategy.quiet import DAY, hours_of, quiet_words
from skupnost.strategy.tellings import place
from skupnost.ui import dates
from skupnost.ui.words import Words

HOLIDAY = "holiday"
# In the order in which a day names them.
LABELS: Mapping[str, Words] = {
    HOLIDAY: gettext_lazy("Public holiday"),
    PeriodKind.CLOSED: gettext_lazy("Closed"),
    PeriodKind.CONTEST: gettext_lazy("Contest"),
    PeriodKind.CAMPAIGN: gettext_lazy("Campaign"),
    PeriodKind.SEASON: gettext_lazy("Season"),
}
ORDER = [*LABELS]


@dataclass(frozen=True, slots=True)
class Mark:
    """A public holiday that stays free or a period, for all channels or for one."""

    kind: str
    name: str
    first: date
    last: date
    channel: Channel | None = None

    @property
    def is_off(self) -> bool:
        """Whether nothing shall go out then."""
        return self.kind in (HOLIDAY, PeriodKind.CLOSED)

    @property
    def closes_all(self) -> bool:
        return self.kind == PeriodKind.CLOSED and self.channel is None

    @property
    def words(self) -> str:
        """`Closed: Inventory`; with the channel where it is about one."""
        what = f"{LABELS[self.kind]}: {self.name}"
        return f"{what} · {place(self.channel)}" if self.channel else what

    @property
    def whole_words(self) -> str:
        """The same with its days, where there are several."""
        if self.first == self.last:
            return self.words
        return gettext("%(what)s, %(first)s to %(last)s") % {
            "what": self.words,
            "first": dates.day_short(self.first),
            "last": dates.day_short(self.last),
        }


@dataclass(frozen=True, slots=True)
class MarkedDays:
    """The marks of some days, the quiet hours of the week (0-167), and these in words."""

    marks: tuple[Mark, ...]
    quiet: frozenset[int]
    quiet_words: str

    def on(self, day: date) -> tuple[Mark, ...]:
        """What is said of one day."""
        return tuple(mark for mark in self.marks if mark.first <= day <= mark.last)


def marked_days(client: Client, first: date, last: date) -> MarkedDays:
    """What a calendar of these days shows beside posts and slots: two queries."""
    free = FreeTime.objects.filter(client=client).first() or FreeTime(client=client)
    feasts = holidays_of(free, first, last)
    periods = Period.objects.filter(client=client, starts_on__lte=last, ends_on__gte=first)
    marks = [Mark(HOLIDAY, name, day, day) for day, name in feasts.items()]
    marks += [
        Mark(one.kind, one.name, one.starts_on, one.ends_on, one.channel)
        for one in periods.select_related("channel").defer("channel__credentials_sealed")
    ]
    marks.sort(key=lambda mark: (ORDER.index(mark.kind), mark.first))
    return MarkedDays(tuple(marks), hours_of(free), quiet_words(free))


def hints(
    client: Client, day: date, *, hour: int | None = None, channels: Collection[int] = ()
) -> list[str]:
    """What to tell who plans a post for these channels on that day: it is closed, a holiday that
    stays free, or its hour is quiet. Two queries."""
    found = marked_days(client, day, day)
    marks = [mark for mark in found.marks if mark.is_off]
    said = [_hint(one) for one in marks if one.channel is None or one.channel.pk in channels]
    if hour is not None and day.weekday() * DAY + hour in found.quiet:
        said.append(gettext("Quiet time: %(quiet)s.") % {"quiet": found.quiet_words})
    return said


def _hint(mark: Mark) -> str:
    if mark.kind == HOLIDAY:
        said = gettext("That day is a public holiday that you keep free (%(name)s).")
    elif mark.channel is None:
        said = gettext("That day is closed (%(name)s).")
    else:
        said = gettext("%(channel)s is closed that day (%(name)s).")
    return said % {"name": mark.name, "channel": place(mark.channel) if mark.channel else ""}
