"""A text as its network will show it: links, mentions and tags found, the part too much marked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from skupnost.domain.facts import Facts
from skupnost.domain.text import Entity, entities_by, over_limit

LONGEST_WORD = 40


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text: `kind` is `link`, `mention`, `hashtag` or nothing; `is_over` marks what
    lies beyond the limit."""

    text: str
    kind: str = ""
    is_over: bool = False


def pieces(text: str, facts: Facts, *, content_warning: str = "") -> tuple[Piece, ...]:
    """The whole text in pieces; the mark of what is too much never begins inside a word or link."""
    entities = entities_by(text, facts)
    cut = _cut(text, facts, content_warning)
    return tuple(_marked(text, entities, cut))


def _cut(text: str, facts: Facts, content_warning: str) -> int:
    """Where the text has to end to fit, moved back to the beginning of a word."""
    over = over_limit(text, facts, content_warning=content_warning)
    if over is None:
        return len(text)
    blank = max(text.rfind(" ", 0, over), text.rfind("\n", 0, over))
    return blank + 1 if blank >= 0 and over - blank < LONGEST_WORD else over


def _marked(text: str, entities: tuple[Entity, ...], cut: int) -> Iterator[Piece]:
    """The pieces in order, each wholly before or wholly behind the cut."""
    at = 0
    for entity in entities:
        yield from _plain(text, at, entity.start, cut)
        yield Piece(text[entity.start : entity.end], entity.kind.value, entity.start >= cut)
        at = entity.end
    yield from _plain(text, at, len(text), cut)


def _plain(text: str, start: int, end: int, cut: int) -> Iterator[Piece]:
    middle = min(max(cut, start), end)
    if start < middle:
        yield Piece(text[start:middle])
    if middle < end:
        yield Piece(text[middle:end], is_over=True)
