"""Times as exported files write them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, datetime

from skupnost.kit.exports.values import BadExport

_SPLIT = re.compile(r"(\d{1,2})([./-])\s?(\d{1,2})\2\s?(\d{2,4})\b(.*)", re.DOTALL)
_CLOCK = re.compile(r"[,T\s]*(\d{1,2})[:.](\d{2})(?::(\d{2}))?\s*([AaPp][Mm])?\.?\s*")
_NAMES = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTHS = {name: number for number, name in enumerate(_NAMES, 1)}
# A weekday may stand in front, as X writes it: `Fri, Apr 26, 2024`.
_NAMED = re.compile(
    r"(?:[A-Za-z]{3}[a-z]*, )?([A-Za-z]{3})[a-z]*\.? (\d{1,2}), (\d{4})(.*)", re.DOTALL
)
_TWEET = re.compile(r"[A-Za-z]{3} ([A-Za-z]{3}) (\d{1,2}) (\d\d:\d\d:\d\d) ([+-]\d{4}) (\d{4})")
_YEAR_FIRST = re.compile(r"(\d{4})([/.])(\d\d)\2(\d\d)\b(.*)", re.DOTALL)
_DAY_AND_ZONE = re.compile(r"\d{4}-\d\d-\d\d\s*(?:[+-]\d\d.*|UTC|GMT|Z)", re.IGNORECASE)
_UTC = re.compile(r"(.+?)\s*(?:UTC|GMT|Z)", re.IGNORECASE)
_DAY_ONLY = re.compile(r"\d{4}-\d\d-\d\d")
NOON = 12


def moment(cell: str, *, is_day_first: bool | None) -> tuple[datetime, bool]:
    """The moment a cell tells (without zone where it has none) and whether it tells only the day,
    which is then read as noon; ValueError where it is none. `is_day_first` None allows only what
    can be read one way."""
    text = cell.strip()
    if found := _NAMED.fullmatch(text):
        month = _MONTHS.get(found[1].lower(), 0)
        return _with_clock(int(found[3]), month, int(found[2]), found[4])
    if found := _SPLIT.fullmatch(text):
        return _split(found, is_day_first)
    return iso_moment(text)


def iso_moment(text: str) -> tuple[datetime, bool]:
    """As `moment`, of ISO 8601 and what is close to it: `2026/11/23 09:30`, `… UTC`."""
    if found := _YEAR_FIRST.fullmatch(text):
        text = f"{found[1]}-{found[3]}-{found[4]}{found[5]}"
    if _DAY_ONLY.fullmatch(text):
        return datetime.fromisoformat(text).replace(hour=NOON), True
    if _DAY_AND_ZONE.fullmatch(text):
        raise ValueError("Python reads this zone as an hour")
    if found := _UTC.fullmatch(text):
        text = f"{found[1]}+00:00"
    return datetime.fromisoformat(text.upper()), False


def tweeted(text: str) -> datetime:
    """A moment as X writes it, `Sat Oct 11 17:05:52 +0000 2025`, whatever the language of the
    machine; ISO 8601 is read too."""
    found = _TWEET.fullmatch(text.strip())
    if found is None:
        read = datetime.fromisoformat(text)
        return read if read.tzinfo else read.replace(tzinfo=UTC)
    month = _MONTHS.get(found[1].lower(), 0)
    return datetime.fromisoformat(
        f"{found[5]}-{month:02d}-{int(found[2]):02d}T{found[3]}{found[4][:3]}:{found[4][3:]}"
    )


def is_day_first(cells: Iterable[str]) -> bool | None:
    """Whether dates such as 3/4/2026 begin with the day; None where no cell settles it. BadExport
    where the cells contradict each other."""
    firsts, seconds, dots = False, False, False
    for cell in cells:
        found = _SPLIT.fullmatch(cell.strip())
        if found:
            firsts |= int(found[1]) > 12
            seconds |= int(found[3]) > 12
            dots |= found[2] == "."
    if firsts and seconds:
        raise BadExport("date_order_mixed")
    return True if firsts or dots else False if seconds else None


def can_be_read_both_ways(cell: str) -> bool:
    """Whether a date such as 3/4/2026 may begin with the day or with the month."""
    found = _SPLIT.fullmatch(cell.strip())
    return (
        found is not None and int(found[1]) <= 12 and int(found[3]) <= 12 and found[1] != found[3]
    )


def _split(found: re.Match[str], day_first: bool | None) -> tuple[datetime, bool]:
    first, second, year = int(found[1]), int(found[3]), int(found[4])
    if day_first is None and first <= 12 and second <= 12 and first != second:
        raise ValueError("either way round")
    is_day = first > 12 if day_first is None else day_first
    day, month = (first, second) if is_day else (second, first)
    return _with_clock(year + 2000 if year < 100 else year, month, day, found[5])


def _with_clock(year: int, month: int, day: int, rest: str) -> tuple[datetime, bool]:
    if not rest.strip():
        return datetime(year, month, day, NOON), True  # noqa: DTZ001  # the file has no zone
    found = _CLOCK.fullmatch(rest)
    if found is None:
        raise ValueError(rest)
    hour = int(found[1])
    if found[4]:
        hour = hour % 12 + (12 if found[4].lower() == "pm" else 0)
    second = int(found[3] or 0)
    return datetime(year, month, day, hour, int(found[2]), second), False  # noqa: DTZ001
