"""Cutting a long text into the posts of a thread, at the kindest place that fits."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import regex

from skupnost.domain.facts import Facts
from skupnost.domain.text.measuring import Ruler, rulers

_WORD = regex.compile(r"\S++")
_SENTENCE_ENDS = ".!?…。！？»”\"'"


@dataclass(frozen=True, slots=True)
class _Word:
    """A run without white space: where it is, and what it costs by each ruler."""

    start: int
    end: int
    costs: tuple[int, ...]


def split_into_thread(
    text: str, facts: Facts, *, numbered: bool = False, content_warning: str = ""
) -> tuple[str, ...]:
    """The parts of a thread, each within every limit of the facts; together they lose nothing but
    white space at the cuts. `numbered` ends each part with its number (`1/3`).

    No grapheme, word, link or mention is broken unless it alone is longer than the limit.
    """
    by = tuple(one for one in rulers(facts) if one.max is not None)
    digits = 1
    while True:
        tail = f" {'9' * digits}/{'9' * digits}" if numbered else ""
        parts = _parts(text, by, tail, content_warning)
        if not numbered or len(parts) < 2 or len(str(len(parts))) <= digits:
            return _numbered(parts) if numbered and len(parts) > 1 else parts
        digits = len(str(len(parts)))


def _numbered(parts: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(f"{part} {at}/{len(parts)}" for at, part in enumerate(parts, 1))


def _parts(text: str, by: tuple[Ruler, ...], tail: str, warning: str) -> tuple[str, ...]:
    if not by or _fits(text, by, "", warning):
        return (text.strip(),) if text.strip() else ()
    rooms = tuple(_room(one, tail, warning) for one in by)
    return tuple(text[start:end] for start, end in _packed(text, by, rooms))


def _room(by: Ruler, tail: str, warning: str) -> int:
    taken = by.cost(tail) + (by.cost(warning) if by.counts_warning else 0)
    return max(1, (by.max or 0) - taken)


def _fits(text: str, by: tuple[Ruler, ...], tail: str, warning: str) -> bool:
    return not any(one.measure(text + tail, content_warning=warning).over for one in by)


def _packed(text: str, by: tuple[Ruler, ...], rooms: tuple[int, ...]) -> Iterator[tuple[int, int]]:
    """Where each part starts and ends: as many words as fit, back to the kindest end among them."""
    words = list(_words(text, by, rooms))
    first = 0
    while first < len(words):
        after = _last_that_fits(text, words, first, by, rooms)
        if after < len(words):
            after = _kindest(text, words, first, after)
        yield words[first].start, words[after - 1].end
        first = after


def _last_that_fits(
    text: str, words: list[_Word], first: int, by: tuple[Ruler, ...], rooms: tuple[int, ...]
) -> int:
    left = list(rooms)
    at = first
    while at < len(words):
        gap = text[words[at - 1].end : words[at].start] if at > first else ""
        if at > first and not gap:  # two pieces of one broken word: joined they count differently
            break
        for index, one in enumerate(by):
            left[index] -= words[at].costs[index] + (one.cost(gap) if gap else 0)
        if min(left) < 0:
            break
        at += 1
    return max(at, first + 1)


def _kindest(text: str, words: list[_Word], first: int, after: int) -> int:
    """The end in the second half of the part that a reader would choose: paragraph, sentence,
    line, else the last word."""
    half = (words[first].start + words[after - 1].end) // 2
    best, best_rank = after, 0
    for at in range(after, first, -1):
        if words[at - 1].end <= half:
            break
        rank = _rank(text, words, at)
        if rank > best_rank:
            best, best_rank = at, rank
    return best


def _rank(text: str, words: list[_Word], at: int) -> int:
    gap = text[words[at - 1].end : words[at].start]
    if gap.count("\n") > 1:
        return 3
    if gap and text[words[at - 1].end - 1] in _SENTENCE_ENDS:
        return 2
    return 1 if "\n" in gap else 0


def _words(text: str, by: tuple[Ruler, ...], rooms: tuple[int, ...]) -> Iterator[_Word]:
    for match in _WORD.finditer(text):
        start, end = match.span()
        word = match.group()
        costs = tuple(one.measure(word).value for one in by)
        if all(cost <= room for cost, room in zip(costs, rooms, strict=True)):
            yield _Word(start, end, costs)
        else:
            yield from _broken(word, start, by, rooms)


def _broken(
    word: str, offset: int, by: tuple[Ruler, ...], rooms: tuple[int, ...]
) -> Iterator[_Word]:
    """The pieces of a word that no part can hold, each filling a part."""
    edges = _edges(word, by, rooms)
    at = 0
    while at < len(edges) - 1:
        to = _furthest(word, edges, at, by, rooms)
        piece = word[edges[at] : edges[to]]
        costs = tuple(one.measure(piece).value for one in by)
        yield _Word(offset + edges[at], offset + edges[to], costs)
        at = to


def _edges(word: str, by: tuple[Ruler, ...], rooms: tuple[int, ...]) -> list[int]:
    """Offsets at which a too long word may be broken: around whatever fits whole, else between
    graphemes, and between code points only where a grapheme alone does not fit."""
    edges = [0]
    for start, end, _cost in by[0].atoms(word):
        piece = word[start:end]
        if _holds(piece, by, rooms):
            edges.append(end)
        else:
            edges += _finer_edges(piece, start, by, rooms)
    return edges


def _finer_edges(
    piece: str, offset: int, by: tuple[Ruler, ...], rooms: tuple[int, ...]
) -> list[int]:
    edges = []
    plain = Ruler(by[0].unit, None, weights=by[0].weights)
    for start, end, _cost in plain.graphemes(piece):
        if _holds(piece[start:end], by, rooms):
            edges.append(offset + end)
        else:
            edges += range(offset + start + 1, offset + end + 1)
    return edges


def _furthest(
    word: str, edges: list[int], at: int, by: tuple[Ruler, ...], rooms: tuple[int, ...]
) -> int:
    """The last edge up to which the piece fits; at least one further. Found by doubling, since a
    piece's length grows with its end."""
    step, good = 1, at + 1
    while step:
        to = good + step
        if to < len(edges) and _holds(word[edges[at] : edges[to]], by, rooms):
            good, step = to, step * 2
        else:
            step //= 2
    return good


def _holds(piece: str, by: tuple[Ruler, ...], rooms: tuple[int, ...]) -> bool:
    return all(one.measure(piece).value <= room for one, room in zip(by, rooms, strict=True))
