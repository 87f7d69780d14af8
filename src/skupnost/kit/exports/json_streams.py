"""The elements of one long list in a JSON file, one after the other."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import IO, Any

from skupnost.kit.exports.values import BadExport

CHUNK = 65_536
MOST_ELEMENT = 8_000_000
MOST_DIGITS = 300
_BETWEEN = re.compile(r"[\s,]*")


def elements(text: IO[str], opening: str) -> Iterator[Any]:
    """The elements of the list that begins where `opening` (a regular expression up to and with
    its bracket) first stands; BadExport where there is none or what follows is no JSON."""
    buffer, place = _after(text, re.compile(opening)), 0
    decoder = json.JSONDecoder(parse_int=_whole)
    is_end = False
    while True:
        place = _end_of_gap(buffer, place)
        if buffer.startswith("]", place):
            return
        try:
            element, end = decoder.raw_decode(buffer, place)
        except (json.JSONDecodeError, RecursionError):
            end = -1
        # A number or word at the very end of the buffer may go on in the next piece.
        if end >= 0 and (end < len(buffer) or is_end):
            yield element
            place = end
            continue
        buffer, place = buffer[place:], 0
        if is_end or len(buffer) > MOST_ELEMENT:
            raise BadExport("bad_json")
        more = text.read(max(CHUNK, len(buffer)))
        is_end = not more
        buffer += more


def _whole(digits: str) -> int | float:
    """As Python reads it; thousands of digits, which it refuses, are some infinite number."""
    return int(digits) if len(digits) <= MOST_DIGITS else float(digits)


def _after(text: IO[str], opening: re.Pattern[str]) -> str:
    buffer = text.read(CHUNK)
    while not (found := opening.search(buffer)):
        more = text.read(CHUNK)
        if not more:
            raise BadExport("bad_json")
        buffer = buffer[-1000:] + more
    return buffer[found.end() :]


def _end_of_gap(buffer: str, place: int) -> int:
    found = _BETWEEN.match(buffer, place)
    return found.end() if found else place
