"""Mentions, lists, hashtags and cashtags in a post on X, as twitter-text finds them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

import regex

from skupnost.domain.text.characters import ACCENTED_LATIN, SPACES

# The sign comes first in every pattern, what stands before it after that: so a search jumps from
# sign to sign.
_MENTION = re.compile(
    r"[@＠](?:(?<![0-9A-Za-z_!#$%&*@＠].)|(?<=[Rr][Tt].)(?<![0-9A-Za-z_+~.@＠-]...))"
    r"(?P<name>[0-9A-Za-z_]{1,20}+)(?P<list>/[A-Za-z][0-9A-Za-z_-]{0,24}+)?+",
    re.DOTALL,
)
_MENTION_GOES_ON = re.compile(rf"[@＠{ACCENTED_LATIN}]|://")
_REPLY = re.compile(rf"[{SPACES}]*+[@＠]([0-9A-Za-z_]{{1,20}}+)(?![@＠{ACCENTED_LATIN}]|://)")

# Marks that stand inside words: middle dots, joiners of Persian, marks of Hebrew and Tibetan,
# the wave dashes, voicing and iteration marks of Japanese.
_IN_TAG = (
    r"\p{L}\p{M}\p{Nd}_\u200c\u200d\ua67e\u05be\u05f3\u05f4\uff5e\u301c\u309b\u309c\u30a0\u30fb"
    r"\u3003\u0f0b\u0f0c\u00b7"
)
_HASHTAG = regex.compile(
    rf"[#＃](?:(?<![{_IN_TAG}&].)|(?<=[\ufe0e\ufe0f].))(?![\ufe0f\u20e3])"
    rf"(?=[{_IN_TAG}]*?[\p{{L}}\p{{M}}])(?P<word>[{_IN_TAG}]++)",
    regex.DOTALL,
)
_TAG_GOES_ON = re.compile("[#＃]|://")
_CASHTAG = re.compile(
    rf"\$(?<![^{SPACES}].)(?P<word>[A-Za-z]{{1,6}}(?:[._][A-Za-z]{{1,2}})?)"
    r"(?=$|\s|[!#-,./:-@\[-^_{-~-])",
    re.DOTALL,
)


class Word(NamedTuple):
    """`text[start:end]` with its sign; `name` is what follows it, `slug` a list's `/name`."""

    start: int
    end: int
    name: str
    slug: str = ""


def find_mentions(text: str) -> Iterator[Word]:
    """Names of people and of their lists."""
    if "@" not in text and "＠" not in text:
        return
    for match in _MENTION.finditer(text):
        if not _MENTION_GOES_ON.match(text, match.end()):
            start = match.start("name") - 1
            yield Word(start, match.end(), match["name"], match["list"] or "")


def replied_to(text: str) -> str | None:
    """Whom a post answers: the name at its very beginning."""
    match = _REPLY.match(text)
    return match[1] if match else None


def find_hashtags(text: str) -> Iterator[Word]:
    """Tags with at least one letter, wherever they stand: also inside an address."""
    if "#" not in text and "＃" not in text:
        return
    last = -1
    for match in _HASHTAG.finditer(text):
        start, end = match.span()
        if start > last and not _TAG_GOES_ON.match(text, end):
            yield Word(start, end, match["word"])
        last = end


def find_cashtags(text: str) -> Iterator[Word]:
    """Symbols of shares such as `$BREAD`."""
    if "$" in text:
        for match in _CASHTAG.finditer(text):
            yield Word(match.start(), match.end(), match["word"])
