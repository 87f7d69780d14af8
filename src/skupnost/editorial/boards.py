"""The calendar as the templates draw it: months, weeks and days in words and addresses."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from operator import itemgetter
from uuid import UUID
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.safestring import SafeString, mark_safe

from skupnost.clients.models import Client
from skupnost.editorial.calendar import Entry, Filled, filled
from skupnost.editorial.drawing import chip, glyphs, standing_mark
from skupnost.editorial.periods import (
    ClockChange,
    clock_changes,
    day_span,
    hour_span,
    month_after,
    month_before,
    month_days,
    week_days,
)
from skupnost.ui import dates

FIRST_PER_DAY = 4
FIRST_PER_HOUR = 3
HOURS_SHOWN = (8, 21)
NOTHING = SafeString("")


@dataclass(frozen=True, slots=True)
class Chip:
    """One post in the calendar; `at` is local and without offset, as time fields have it."""

    entry: Entry
    at: str
    clock: str
    url: str

    @property
    def html(self) -> SafeString:
        return chip(self.entry, at=self.at, clock=self.clock, url=self.url)

    @property
    def glyphs(self) -> SafeString:
        return glyphs(self.entry.networks)

    @property
    def mark(self) -> SafeString:
        return standing_mark(self.entry.standing)


@dataclass(frozen=True, slots=True)
class Outline:
    """An open slot, drawn."""

    at: datetime
    html: SafeString


@dataclass(frozen=True, slots=True)
class Cell:
    """A day of the month or an hour of the week. `at` is where a drop or a new post begins."""

    at: str
    chips: tuple[Chip, ...]
    n_all: int
    n_more: int
    is_past: bool
    exists: bool = True
    hour: int = 0
    hour_name: str = ""
    outlines: tuple[Outline, ...] = ()
    level: int | None = None
    behind: str = ""
    is_quiet: bool = False

    @property
    def is_hour(self) -> bool:
        """Whether it is an hour of a week, not a day of a month."""
        return "T" in self.at

    @property
    def posts(self) -> SafeString:
        """The chips and the open slots drawn, in the order of their time."""
        drawn = [(chip.entry.planned_at, chip.html) for chip in self.chips]
        drawn += [(outline.at, outline.html) for outline in self.outlines]
        drawn.sort(key=itemgetter(0))
        return mark_safe("".join(html for _at, html in drawn))  # noqa: S308 - drawn by us


@dataclass(frozen=True, slots=True)
class Day:
    """A day's heading with its cells: one in a month, one an hour in a week. `signs` say what day
    it is; one that `is_told` is shown where empty ones are left out."""

    day: date
    name: str
    is_today: bool
    is_outside: bool
    cells: tuple[Cell, ...]
    list_url: str
    new_url: str
    signs: SafeString = NOTHING
    is_closed: bool = False
    is_told: bool = False

    @property
    def n_all(self) -> int:
        return sum(cell.n_all for cell in self.cells)

    @property
    def has_outlines(self) -> bool:
        return any(cell.outlines for cell in self.cells)


@dataclass(frozen=True, slots=True)
class Board:
    """A period of the calendar with the ways out of it."""

    view: str
    at: str
    title: str
    weekdays: tuple[str, ...]
    days: tuple[Day, ...]
    changes: tuple[ClockChange, ...]
    before_url: str
    after_url: str
    hours: tuple[str, ...] = ()

    @property
    def n_all(self) -> int:
        return sum(day.n_all for day in self.days)

    @property
    def is_empty(self) -> bool:
        """Whether there is neither a post nor an open slot to see."""
        return not any(day.n_all or day.has_outlines for day in self.days)


@dataclass(frozen=True)
class Desk:
    """Whose calendar it is, in which zone, and what time it is now."""

    client: Client
    zone: ZoneInfo
    now: datetime

    @classmethod
    def of(cls, client: Client, now: datetime) -> Desk:
        return cls(client, ZoneInfo(client.zone), now)

    @property
    def today(self) -> date:
        return self.now.astimezone(self.zone).date()

    def calendar_url(self, view: str, at: str) -> str:
        return f"{self.board_url}?{urlencode({'view': view, 'at': at})}"

    @cached_property
    def board_url(self) -> str:
        return reverse("editorial:calendar", args=[self.client.slug])

    def post_url(self, post_id: UUID, what: str = "") -> str:
        """The address of a post, or of something done to it."""
        tail = f"{what}/" if what else ""
        return f"{self.posts_url}{post_id}/{tail}"

    @cached_property
    def posts_url(self) -> str:
        return self.new_post_url.removesuffix("new/")

    @cached_property
    def new_post_url(self) -> str:
        return reverse("editorial:post_new", args=[self.client.slug])

    def new_url(self, at: str, channel: int | None = None) -> str:
        asked = {"at": at} | ({"channel": str(channel)} if channel else {})
        return f"{self.new_post_url}?{urlencode(asked)}"


def month_board(desk: Desk, month: date) -> Board:
    """The whole weeks around a month, each day with its first posts."""
    days = month_days(month)
    found = filled(desk.client, [day_span(day, desk.zone) for day in days], first=FIRST_PER_DAY)
    return Board(
        view="month",
        at=f"{month:%Y-%m}",
        title=dates.month_name(month),
        weekdays=dates.weekday_names(),
        days=tuple(
            _day(desk, day, (_cell(desk, f"{day:%Y-%m-%d}", filling),), month=month)
            for day, filling in zip(days, found, strict=True)
        ),
        changes=clock_changes(days, desk.zone),
        before_url=desk.calendar_url("month", f"{month_before(month):%Y-%m}"),
        after_url=desk.calendar_url("month", f"{month_after(month):%Y-%m}"),
    )


def week_board(desk: Desk, day: date, also: Collection[int] = ()) -> Board:
    """A week by hours: those of the working day, those asked for, and those that have posts."""
    days = week_days(day)
    spans = [hour_span(day, hour, desk.zone) for day in days for hour in range(24)]
    found = filled(desk.client, spans, first=FIRST_PER_HOUR)
    hours = _hours(found, also)
    return Board(
        view="week",
        at=days[0].isoformat(),
        title=f"{dates.day_short(days[0])} – {dates.day_short(days[-1])} {days[-1]:%Y}",
        weekdays=(),
        days=tuple(
            _day(desk, day, tuple(_hour(desk, day, hour, found[n * 24 + hour]) for hour in hours))
            for n, day in enumerate(days)
        ),
        changes=clock_changes(days, desk.zone),
        before_url=desk.calendar_url("week", (days[0] - timedelta(days=7)).isoformat()),
        after_url=desk.calendar_url("week", (days[0] + timedelta(days=7)).isoformat()),
        hours=tuple(f"{hour:02d}:00" for hour in hours),
    )


def chips(desk: Desk, entries: Sequence[Entry]) -> tuple[Chip, ...]:
    """Entries with their local times and addresses."""
    return tuple(_chip(desk, entry) for entry in entries)


def _hours(found: Sequence[Filled], also: Collection[int]) -> range:
    """The hours to draw: the working day, widened to every hour of the week that has a post."""
    busy = {place % 24 for place, filling in enumerate(found) if filling.n_all} | {*also}
    return range(min(busy | {HOURS_SHOWN[0]}), max(busy | {HOURS_SHOWN[1]}) + 1)


def _hour(desk: Desk, day: date, hour: int, filling: Filled) -> Cell:
    return _cell(desk, f"{day:%Y-%m-%d}T{hour:02d}:00", filling, hour=hour)


def _cell(desk: Desk, at: str, filling: Filled, hour: int = 0) -> Cell:
    return Cell(
        at=at,
        chips=chips(desk, filling.entries),
        n_all=filling.n_all,
        n_more=filling.n_more,
        is_past=filling.span.ends_at <= desk.now,
        exists=filling.span.starts_at < filling.span.ends_at,
        hour=hour,
        hour_name=f"{hour:02d}:00",
    )


def _day(desk: Desk, day: date, cells: tuple[Cell, ...], month: date | None = None) -> Day:
    iso = day.isoformat()
    return Day(
        day=day,
        name=dates.day_short(day),
        is_today=day == desk.today,
        is_outside=month is not None and day.month != month.month,
        cells=cells,
        list_url=desk.calendar_url("day", iso),
        new_url=desk.new_url(iso),
    )


def _chip(desk: Desk, entry: Entry) -> Chip:
    local = entry.planned_at.astimezone(desk.zone)
    return Chip(
        entry=entry,
        at=f"{local:%Y-%m-%dT%H:%M}",
        clock=dates.clock(local),
        url=desk.post_url(entry.id),
    )
