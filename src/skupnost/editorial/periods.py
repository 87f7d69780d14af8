"""Days, weeks and months of a client as instants: twice a year a day has 23 or 25 hours."""

from __future__ import annotations

from calendar import Calendar
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

MONDAY = 0
ONE_DAY = timedelta(days=1)
FIRST_YEAR, LAST_YEAR = 2000, 2199


@dataclass(frozen=True, slots=True)
class Span:
    """The instants from `starts_at` up to, but not including, `ends_at` (UTC)."""

    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class ClockChange:
    """A night on which the clock jumps: at `at` (UTC), by `minutes` (60: an hour is left out)."""

    day: date
    at: datetime
    minutes: int


def start_of(day: date, zone: ZoneInfo, hour: int = 0) -> datetime:
    """The first instant (UTC) of a local hour; where the clock leaves it out, the next there is."""
    return datetime.combine(day, time(hour), tzinfo=zone).astimezone(UTC)


def day_span(day: date, zone: ZoneInfo) -> Span:
    return Span(start_of(day, zone), start_of(day + ONE_DAY, zone))


def hour_span(day: date, hour: int, zone: ZoneInfo) -> Span:
    """One local hour: no time at all where the clock leaves it out, two hours where it repeats."""
    until = start_of(day, zone, hour + 1) if hour < 23 else start_of(day + ONE_DAY, zone)
    return Span(start_of(day, zone, hour), until)


def month_days(month: date) -> tuple[date, ...]:
    """The days of the weeks (Monday first) that a month touches: 28 to 42 of them."""
    return tuple(Calendar(MONDAY).itermonthdates(month.year, month.month))


def week_days(day: date) -> tuple[date, ...]:
    """Monday to Sunday of the day's week."""
    monday = day - timedelta(days=day.weekday())
    return tuple(monday + timedelta(days=n) for n in range(7))


def month_before(month: date) -> date:
    return (month.replace(day=1) - ONE_DAY).replace(day=1)


def month_after(month: date) -> date:
    return (month.replace(day=28) + timedelta(days=4)).replace(day=1)


def parse_at(text: str, today: date) -> date:
    """The day of `2026-11` or `2026-11-23`; today for anything else."""
    try:
        found = date.fromisoformat(text if len(text) > 7 else f"{text}-01")
    except ValueError:
        return today
    return found if FIRST_YEAR <= found.year <= LAST_YEAR else today


def clock_changes(days: Sequence[date], zone: ZoneInfo) -> tuple[ClockChange, ...]:
    """The clock changes that fall on these days."""
    changes = (_change_on(day, zone) for day in days)
    return tuple(change for change in changes if change)


def _change_on(day: date, zone: ZoneInfo) -> ClockChange | None:
    span = day_span(day, zone)
    before = _offset(span.starts_at, zone)
    minutes = int((_offset(span.ends_at, zone) - before).total_seconds() // 60)
    if not minutes:
        return None
    low, high = span.starts_at, span.ends_at
    while high - low > timedelta(minutes=1):
        middle = low + (high - low) / 2
        low, high = (middle, high) if _offset(middle, zone) == before else (low, middle)
    return ClockChange(day, high.replace(second=0, microsecond=0), minutes)


def _offset(instant: datetime, zone: ZoneInfo) -> timedelta:
    return instant.astimezone(zone).utcoffset() or timedelta()
