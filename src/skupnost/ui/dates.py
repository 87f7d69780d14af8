"""Dates and times in the reader's language, by the conventions of its country."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_skeleton, format_timedelta, get_day_names
from django.utils.translation import get_language

LOCALES = {"en": "en_GB", "sl": "sl_SI", "es": "es_ES"}


@cache
def _locale(language: str) -> Locale:
    return Locale.parse(LOCALES.get(language, "en_GB"))


def locale() -> Locale:
    """The conventions of the language that the page is in."""
    return _locale((get_language() or "en").split("-")[0])


def clock(local: datetime) -> str:
    """`09:05`: the time of day of a local datetime, 24 hours."""
    return f"{local.hour:02d}:{local.minute:02d}"


def day_short(day: date) -> str:
    """`Fri 27 Nov`."""
    return str(format_skeleton("MMMEd", day, locale=locale())).replace(",", "")


def day_long(day: date) -> str:
    """`Friday, 27 November 2026`."""
    return str(format_date(day, format="full", locale=locale()))


def day_in_full(day: date) -> str:
    """`27 November 2026`."""
    return str(format_date(day, format="long", locale=locale()))


def day_and_year(day: date) -> str:
    """`27 Nov 2026`: short enough to stand within a sentence in any language."""
    return str(format_date(day, format="medium", locale=locale()))


def month_name(day: date) -> str:
    """`November 2026`, with a capital as a heading wants it."""
    name = str(format_skeleton("yMMMM", day, locale=locale()))
    return name[:1].upper() + name[1:]


def weekday_names(*, is_whole: bool = False) -> tuple[str, ...]:
    """Monday to Sunday, short unless whole names are asked for."""
    names = get_day_names(
        "wide" if is_whole else "abbreviated", context="stand-alone", locale=locale()
    )
    return tuple(str(names[number]).rstrip(".") for number in range(7))


def moment(at: datetime, zone: ZoneInfo) -> str:
    """`Fri 27 Nov 18:00` in the zone."""
    local = at.astimezone(zone)
    return f"{day_short(local.date())} {clock(local)}"


def zone_city(zone: str) -> str:
    """`Ljubljana` for `Europe/Ljubljana`: the short name of a zone."""
    return zone.rsplit("/", 1)[-1].replace("_", " ")


def ago(then: datetime, now: datetime) -> str:
    """`3 minutes ago` or `in 2 hours`."""
    passed = then - now
    return str(format_timedelta(passed, add_direction=True, locale=locale(), threshold=0.9))


def lasts(time: timedelta) -> str:
    """`3 minutes`: a stretch of time in its largest unit."""
    return str(format_timedelta(time, locale=locale(), threshold=0.9))
