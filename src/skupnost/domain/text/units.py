"""Counting engines: how long a text is in each unit of the rulebook. All are linear in its size."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

import regex

from skupnost.domain.text.utf16 import utf16_units
from skupnost.domain.text.x.weights import weight as weighted

# `\X` alone walks back over a whole run of regional indicators at each of them, which makes a
# megabyte of flags take minutes; taking them in pairs first keeps it linear (regex 2026.11).
GRAPHEME = regex.compile(
    r"[\U0001F1E6-\U0001F1FF]{2}[\p{GCB=Extend}\p{GCB=ZWJ}\p{GCB=SpacingMark}]*+|\X"
)

_PICTURE = regex.compile(r"[\p{Extended_Pictographic}\p{Regional_Indicator}\u20e3]")

Count = Callable[[str], int]


class UnknownUnit(LookupError):
    """No engine counts this unit."""


def graphemes(text: str) -> int:
    """Characters as a reader sees them (extended grapheme clusters of UAX 29)."""
    if text.isascii():
        return len(text) - text.count("\r\n")
    return len(GRAPHEME.findall(text))


def each_grapheme(text: str) -> Iterator[tuple[int, int]]:
    """Start and end (code points) of every grapheme, in order; together they are the whole text."""
    for match in GRAPHEME.finditer(text):
        yield match.span()


def code_points(text: str) -> int:
    return len(text)


def utf8_bytes(text: str) -> int:
    """Bytes in UTF-8; a lone surrogate, which no network accepts, would take three."""
    return len(text.encode("utf-8", "surrogatepass"))


def characters(text: str) -> int:
    """The larger of UTF-16 units and code points: for sources that do not say which they mean."""
    return max(utf16_units(text), code_points(text))


def emoji_bytes(text: str) -> int:
    """Characters, an emoji as many as its bytes in UTF-8: how Threads counts (its documentation of
    posts, April 2026). Signs that may be shown as emoji are taken for some."""
    if not _PICTURE.search(text):
        return characters(text)
    pieces = GRAPHEME.findall(text)
    return sum(utf8_bytes(one) if _PICTURE.search(one) else characters(one) for one in pieces)


UNITS: Mapping[str, Count] = {
    "graphemes": graphemes,
    "code_points": code_points,
    "utf16_units": utf16_units,
    "bytes": utf8_bytes,
    "characters": characters,
    "emoji_bytes": emoji_bytes,
    "weighted": weighted,
}


def count(text: str, unit: str) -> int:
    """The length of a text in a unit of the rulebook; UnknownUnit where nothing counts it."""
    try:
        engine = UNITS[unit]
    except KeyError:
        raise UnknownUnit(unit) from None
    return engine(text)
