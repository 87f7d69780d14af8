"""Lengths and places in UTF-16 units, as programs in JavaScript and Java count."""

from __future__ import annotations

from collections.abc import Iterable, Iterator


def utf16_units(text: str) -> int:
    """What JavaScript's and Java's `length` say; a lone surrogate is one unit."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def utf16_places(text: str, places: Iterable[int]) -> Iterator[int]:
    """Places in code points (rising) as places in UTF-16 units, in one pass."""
    at = units = 0
    for place in places:
        units += utf16_units(text[at:place])
        at = place
        yield units
