"""Public holidays by country and part of it, from the package `holidays`: imported when a page
or a plan first asks, as few of them do."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from functools import lru_cache

from babel.core import get_global
from django.utils.translation import get_language

from skupnost.ui.dates import locale

ENGLISH = ("en_GB", "en_US")


@lru_cache(maxsize=1)
def _supported() -> Mapping[str, list[str]]:
    from holidays.utils import list_supported_countries

    codes = list_supported_countries(include_aliases=False)
    return {code: parts for code, parts in codes.items() if len(code) == 2}


def countries() -> list[tuple[str, str]]:
    """The countries whose holidays are known, by their names in the reader's language."""
    names = locale().territories
    found = [(code, str(names.get(code, code))) for code in _supported()]
    return sorted(found, key=lambda row: row[1])


def regions(country: str) -> list[tuple[str, str]]:
    """The parts of a country that have holidays of their own: code and name."""
    from holidays import country_holidays

    if country not in _supported():
        return []
    aliases = {code: name for name, code in country_holidays(country).subdivisions_aliases.items()}
    found = [(code, aliases.get(code, code)) for code in _supported()[country]]
    return sorted(found, key=lambda row: row[1])


def guessed_country(zone: str) -> str:
    """The country that a zone lies in; empty where it lies in none, or in one without holidays."""
    code = str(get_global("zone_territories").get(zone) or "")
    return code if code in _supported() else ""


def holidays_between(country: str, region: str, first: date, last: date) -> dict[date, str]:
    """The public holidays from `first` to `last`, named in the reader's language where the package
    knows it, else in English, else as the country calls them."""
    if country not in _supported():
        return {}
    part = region if region in _supported()[country] else ""
    language = (get_language() or "en").split("-")[0]
    found: dict[date, str] = {}
    for year in range(first.year, last.year + 1):
        found |= _of_year(country, part, year, language)
    return {day: found[day] for day in sorted(found) if first <= day <= last}


@lru_cache(maxsize=128)
def _of_year(country: str, region: str, year: int, language: str) -> dict[date, str]:
    from holidays import country_holidays

    known = country_holidays(country).supported_languages
    wanted = [name for name in known if name.split("_")[0] == language]
    chosen = next(iter([*wanted, *(name for name in ENGLISH if name in known)]), None)
    rows = country_holidays(country, subdiv=region or None, years=year, language=chosen)
    return {day: _short(name) for day, name in rows.items() if day.year == year}


def _short(name: str) -> str:
    """The first of several names for one day."""
    return name.partition(";")[0].strip()


def days_between(first: date, last: date) -> list[date]:
    """Every day from first to last, both included; none where last comes first."""
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]
