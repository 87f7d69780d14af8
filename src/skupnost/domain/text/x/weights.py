"""How long a post is for X: characters weigh one or two, every address the same, an emoji two.

Rules: the published configurations of twitter-text (state of 2021-10-21) and X's page on counting
characters (2026-08-22).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple
from unicodedata import is_normalized, normalize

from skupnost.domain.text.characters import NEVER_IN_TEXT
from skupnost.domain.text.emoji import find_emoji, find_sequences
from skupnost.domain.text.utf16 import utf16_units
from skupnost.domain.text.x.links import Link, find_links

LIGHT = ((0, 4351), (8192, 8205), (8208, 8223), (8242, 8247))
"""Code points that weigh least: Latin to Georgian, spaces, common punctuation."""
_LIGHT = "".join(f"{chr(first)}-{chr(last)}" for first, last in LIGHT)
_HEAVY = re.compile(f"[^{_LIGHT}]+")
_NEVER = re.compile(f"[{NEVER_IN_TEXT}]")


@dataclass(frozen=True, slots=True)
class Weights:
    """One way of weighing; `emoji` None counts the code points of an emoji one by one."""

    max: int = 280
    url: int = 23
    light: int = 1
    heavy: int = 2
    emoji: int | None = 2


VERSION_1 = Weights(max=140, heavy=1, emoji=None)
VERSION_2 = Weights(emoji=None)
VERSION_3 = Weights()


class Weighed(NamedTuple):
    """The verdict on a post: its length `value`, whether X takes it, how full it is in thousandths.

    `shown_end` is the index of the last UTF-16 unit of the text, `valid_end` that of the last
    one that still fits; both 0 for an empty text.
    """

    value: int
    is_valid: bool
    permillage: int
    shown_end: int
    valid_end: int


def weigh(text: str, by: Weights = VERSION_3) -> Weighed:
    """What twitter-text's `parseTweet` says about a text; counted in its composed form (NFC)."""
    if text.isascii():
        return _verdict(text, find_links(text), by)
    composed = text if is_normalized("NFC", text) else normalize("NFC", text)
    verdict = _verdict(composed, find_links(composed), by)
    if composed is text:
        return verdict
    gained = utf16_units(text) - utf16_units(composed)
    shown, fitting = verdict.shown_end + gained, verdict.valid_end + gained
    return verdict._replace(shown_end=shown, valid_end=fitting)


def weigh_with(text: str, links: list[Link], by: Weights = VERSION_3) -> Weighed:
    """As `weigh`, for one who knows the links of this text already."""
    is_composed = text.isascii() or is_normalized("NFC", text)
    return _verdict(text, links, by) if is_composed else weigh(text, by)


def weight(text: str, by: Weights = VERSION_3) -> int:
    """The weighted length of a text."""
    composed = text if text.isascii() or is_normalized("NFC", text) else normalize("NFC", text)
    return _value(composed, _heavy(composed), find_links(composed), by)


def _heavy(text: str) -> str:
    """The characters outside the light ranges, all in a row."""
    return "" if text.isascii() else "".join(_HEAVY.findall(text))


def _value(text: str, heavy: str, links: list[Link], by: Weights) -> int:
    value = by.light * len(text) + (by.heavy - by.light) * len(heavy)
    for link in links:
        value += by.url - _weight_of_signs(text[link.start : link.end], by)
    return value + _emoji_surplus(text, links, by) if heavy and by.emoji is not None else value


def _verdict(text: str, links: list[Link], by: Weights) -> Weighed:
    heavy = _heavy(text)
    value = _value(text, heavy, links, by)
    shown = len(text) + (utf16_units(heavy) - len(heavy) if heavy else 0) - 1
    shown = max(0, shown)
    is_clean = not heavy or not _NEVER.search(heavy)
    permillage = value * 1000 // by.max
    if is_clean and value <= by.max:
        return Weighed(value, value > 0, permillage, shown, shown)
    return Weighed(value, False, permillage, shown, _last_fitting(text, links, by))


def _weight_of_signs(text: str, by: Weights) -> int:
    return by.light * len(text) + (by.heavy - by.light) * len(_heavy(text))


def _emoji_surplus(text: str, links: list[Link], by: Weights) -> int:
    """What emoji add to the weight of their code points: less than nothing for a family."""
    surplus = 0
    # An emoji of one code point weighs what its code point does, unless the facts part the two.
    emoji = find_sequences(text) if by.emoji == by.heavy else find_emoji(text)
    for start, end in _outside(emoji, links):
        surplus += (by.emoji or 0) - _weight_of_signs(text[start:end], by)
    return surplus


def _outside(spans: Iterator[tuple[int, int]], links: list[Link]) -> Iterator[tuple[int, int]]:
    """The spans that do not begin inside a link."""
    following = iter(links)
    link = next(following, None)
    for start, end in spans:
        while link and link.end <= start:
            link = next(following, None)
        if link is None or start < link.start:
            yield start, end


def _last_fitting(text: str, links: list[Link], by: Weights) -> int:
    """The index of the last UTF-16 unit before the text is too long or holds what none may."""
    never = _NEVER.search(text)
    stop = never.start() if never else len(text)
    room = by.max
    last = 0
    for start, end, cost in _pieces(text, links, by):
        room -= cost
        if room < 0 or start >= stop:
            break
        last = end
    return max(0, utf16_units(text[:last]) - 1)


def _pieces(text: str, links: list[Link], by: Weights) -> Iterator[tuple[int, int, int]]:
    """Start, end and weight of everything that counts as one: links, emoji, code points."""
    emoji = [] if by.emoji is None else list(_outside(find_sequences(text), links))
    whole = [(link.start, link.end, by.url) for link in links]
    whole += [(start, end, by.emoji or 0) for start, end in emoji]
    at = 0
    for start, end, cost in sorted(whole):
        yield from _signs(text, at, start, by)
        yield start, end, cost
        at = end
    yield from _signs(text, at, len(text), by)


def _signs(text: str, start: int, end: int, by: Weights) -> Iterator[tuple[int, int, int]]:
    for at in range(start, end):
        yield at, at + 1, _weight_of_signs(text[at], by)
