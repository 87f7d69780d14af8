"""Cutting a text at the last word that fits, with an ellipsis, links kept."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from skupnost.domain.text.entities import Kind, find_entities
from skupnost.domain.text.units import each_grapheme

ELLIPSIS = "…"
Fits = Callable[[str], bool]

_WORD = re.compile(r"\S+")
_LOOSE = " \t\n,;:–—-("
_ENDS = (".", "!", "?", "…", "。", "！", "？")


@dataclass(frozen=True, slots=True)
class _Text:
    """A text to be cut: where its words end, and where its links are."""

    whole: str
    ends: Sequence[int]
    links: Sequence[tuple[int, int]]

    def cut(self, end: int, *, links: bool) -> str:
        """The text up to `end` with an ellipsis; the links behind it follow, where asked for."""
        kept = self.whole[:end].rstrip(_LOOSE)
        gap = (
            " " if kept.endswith(_ENDS) or any(stop == len(kept) for _s, stop in self.links) else ""
        )
        behind = [self._link(*link) for link in self.links if link[0] >= end] if links else []
        return f"{kept}{gap}{ELLIPSIS}{''.join(behind)}"

    def _link(self, start: int, end: int) -> str:
        before = self.whole[:start]
        space = before[len(before.rstrip()) :]
        return ("\n" if "\n" in space else " ") + self.whole[start:end]


def shortened(text: str, fits: Fits) -> str | None:
    """The longest beginning of whole words that fits, ended by an ellipsis; links in the rest stay
    behind it where there is room. A single word too long is cut between letters as people see
    them. None where nothing fits."""
    links = [(e.start, e.end) for e in find_entities(text) if e.kind is Kind.LINK]
    prepared = _Text(text, [found.end() for found in _WORD.finditer(text)], links)
    for has_links in (True, False) if links else (False,):
        cut = _longest(prepared, prepared.ends, fits, links=has_links)
        if cut is None:
            cut = _longest(prepared, _letters(prepared), fits, links=has_links)
        if cut is not None:
            return cut
    return None


def trimmed(text: str, fits: Fits) -> str | None:
    """The longest beginning that fits, between letters, without an ellipsis: for tags and
    addresses, where it would be a sign of its own."""
    best = _furthest(len(edges := _edges(text)), lambda n: fits(text[: edges[n - 1]].rstrip("-_ ")))
    return text[: edges[best - 1]].rstrip("-_ ") if best else None


def _longest(text: _Text, ends: Sequence[int], fits: Fits, *, links: bool) -> str | None:
    best = _furthest(len(ends) - 1, lambda n: fits(text.cut(ends[n - 1], links=links)))
    return text.cut(ends[best - 1], links=links) if best else None


def _furthest(most: int, holds: Callable[[int], bool]) -> int:
    """The largest n up to `most` that holds, 0 where not even 1 does. Looks at large n only after
    small ones held, so that a very long text costs no more than what is kept of it."""
    good, step = 0, 1
    while step:
        if good + step <= most and holds(good + step):
            good, step = good + step, step * 2
        else:
            step //= 2
    return good


def _letters(text: _Text) -> Sequence[int]:
    """Ends of the letters of the first word; none where it is a link."""
    if not text.ends or any(start < text.ends[0] for start, _end in text.links):
        return ()
    return _edges(text.whole[: text.ends[0]])


def _edges(text: str) -> list[int]:
    return [end for _start, end in each_grapheme(text)]
