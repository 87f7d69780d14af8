"""A post as X shows it in HTML: links, names and tags clickable, and search words marked."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from html import escape

from skupnost.domain.text.entities import Entity, Kind

SITE = "https://twitter.com/"
SEARCH = f"{SITE}search?q="
_RIGHT_TO_LEFT = re.compile("[\u0590-\u06ff\u0750-\u077f\ufe70-\ufeff]")
_UNSEEN = "style='position:absolute;left:-9999px;'"
_GAP = f"<span {_UNSEEN}>&nbsp;</span>"


@dataclass(frozen=True, slots=True)
class Shown:
    """How X shows a short address: the page it leads to, and what of it readers see (`…` at the
    ends where letters are left out)."""

    expanded: str
    display: str


def autolink(
    text: str,
    entities: Iterable[Entity],
    *,
    is_markup: bool = False,
    shown: Mapping[str, Shown] | None = None,
) -> str:
    """HTML of a post whose entities are clickable; they lie in order and do not overlap.

    The text between them is escaped, unless `is_markup` says that it is safe HTML already. `shown`
    tells for addresses what stands in their place.
    """
    between = str if is_markup else _escaped
    made: list[str] = []
    at = 0
    for entity in entities:
        made += (between(text[at : entity.start]), _linked(text, entity, shown or {}))
        at = entity.end
    return "".join((*made, between(text[at:])))


def _linked(text: str, entity: Entity, shown: Mapping[str, Shown]) -> str:
    written = text[entity.start : entity.end]
    if entity.kind is Kind.LINK:
        return _address(entity, written, shown.get(written))
    if entity.kind is Kind.MENTION:
        return written[0] + _person(entity.target)
    return _tag(entity.kind, written)


def _address(entity: Entity, written: str, shown: Shown | None) -> str:
    if shown is None:
        return _anchor(_escaped(written), href=entity.target)
    return _anchor(_abridged(shown), href=entity.target, title=shown.expanded)


def _person(name: str) -> str:
    kind = "list-slug" if "/" in name else "username"
    return _anchor(_escaped(name), {"class": f"tweet-url {kind}"}, href=SITE + name)


def _tag(kind: Kind, written: str) -> str:
    word = written[1:]
    sign, code = ("$", "%24") if kind is Kind.CASHTAG else ("#", "%23")
    side = " rtl" if kind is Kind.HASHTAG and _RIGHT_TO_LEFT.match(word) else ""
    last = {"class": f"tweet-url {kind}{side}"}
    return _anchor(_escaped(written), {}, last, href=SEARCH + code + word, title=sign + word)


def _anchor(
    inner: str,
    first: Mapping[str, str] | None = None,
    last: Mapping[str, str] | None = None,
    /,
    **attributes: str,
) -> str:
    named = {**(first or {}), **attributes, **(last or {})}
    written = "".join(f' {key}="{_escaped(value)}"' for key, value in named.items())
    return f"<a{written}>{inner}</a>"


def _escaped(text: str) -> str:
    return escape(text).replace("&#x27;", "&#39;")


def _abridged(shown: Shown) -> str:
    """What readers see of an address, the rest hidden but there when it is copied."""
    seen = shown.display.replace("…", "")
    before, found, behind = shown.expanded.partition(seen)
    if not found:
        return _escaped(shown.display)
    first = "…" if shown.display.startswith("…") else ""
    last = "…" if shown.display.endswith("…") else ""
    return (
        f"<span class='tco-ellipsis'>{first}{_GAP}</span>"
        f"<span {_UNSEEN}>{_escaped(before)}</span>"
        f"<span class='js-display-url'>{_escaped(seen)}</span>"
        f"<span {_UNSEEN}>{_escaped(behind)}</span>"
        f"<span class='tco-ellipsis'>{_GAP}{last}</span>"
    )


_PIECE = re.compile(r"<[^>]*+>|<|[^<]++")


def highlight(markup: str, hits: Iterable[tuple[int, int]], *, tag: str = "em") -> str:
    """HTML with marks around hits: pairs of places in the text as if all tags were taken out.

    A hit within one stretch of text is marked inside the tags around it.
    """
    return "".join(_marked(markup, [place for hit in hits for place in hit], tag))


def _marked(markup: str, places: list[int], tag: str) -> Iterator[str]:
    marks = (f"<{tag}>", f"</{tag}>")
    n_seen = n_done = begun_at = 0
    for number, match in enumerate(_PIECE.finditer(markup)):
        piece = match[0]
        if _is_tag(piece):
            yield piece
            continue
        at, end = 0, n_seen + len(piece)
        while n_done < len(places) and _belongs(places, n_done, end, begun_at == number):
            cut = places[n_done] - n_seen
            yield piece[at:cut] + marks[n_done % 2]
            at, begun_at, n_done = cut, number, n_done + 1
        yield piece[at:]
        n_seen = end
    yield "".join(marks[at % 2] for at in range(n_done, len(places)))


def _is_tag(piece: str) -> bool:
    return piece[0] == "<" and piece[-1] == ">"


def _belongs(places: list[int], at: int, end: int, begun_here: bool) -> bool:
    """Whether a place is set in the text that ends at `end`: an end at its edge only where the hit
    began in the same text, else behind the tags that follow."""
    return places[at] < end or (places[at] == end and at % 2 == 1 and begun_here)
