"""Everything that X makes clickable in a post, in order and without overlaps."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterable, Iterator

from skupnost.domain.text.entities import Entity, Kind
from skupnost.domain.text.x.links import Link, find_links
from skupnost.domain.text.x.weights import VERSION_3, Weighed, Weights, weigh_with
from skupnost.domain.text.x.words import Word, find_cashtags, find_hashtags, find_mentions


def read_post(text: str, by: Weights = VERSION_3) -> tuple[Weighed, tuple[Entity, ...]]:
    """Length, validity and entities of a post, its addresses sought once for all of them."""
    found = find_links(text)
    return weigh_with(text, found, by), _entities(text, found)


def find_entities(text: str, *, bare_links: bool = True) -> tuple[Entity, ...]:
    """Links, mentions, lists, hashtags and cashtags; of two that overlap the first one counts.

    The target of a mention is the name, of a list `name/slug`, of a tag the word without its sign.
    """
    return _entities(text, find_links(text, bare=bare_links))


def _entities(text: str, addresses: list[Link]) -> tuple[Entity, ...]:
    found = [_link(text, address) for address in addresses] if addresses else []
    found += mentions(text)
    if "#" in text or "＃" in text:
        found += _words(Kind.HASHTAG, find_hashtags(text))
    if "$" in text:
        found += cashtags(text)
    return tuple(without_overlaps(found)) if len(found) > 1 else tuple(found)


def links(text: str, *, bare: bool = True) -> Iterator[Entity]:
    """The links alone; an address without a scheme gets `http://` in its target, as on X."""
    return (_link(text, link) for link in find_links(text, bare=bare))


def _link(text: str, link: Link) -> Entity:
    start, end, has_scheme = link
    written = text[start:end]
    return Entity(Kind.LINK, start, end, written if has_scheme else f"http://{written}")


def links_and_mentions(text: str) -> tuple[Entity, ...]:
    """Every link, as the weight counts them, and the mentions that lie in none."""
    found = list(links(text))
    starts = [link.start for link in found]
    for word in mentions(text):
        before = bisect_left(starts, word.end) - 1
        if before < 0 or found[before].end <= word.start:
            insort(found, word, key=_start)
            insort(starts, word.start)
    return tuple(found)


def mentions(text: str) -> Iterator[Entity]:
    """The mentions and lists alone, whatever they stand in."""
    return _words(Kind.MENTION, find_mentions(text))


def hashtags(text: str) -> Iterator[Entity]:
    """The hashtags that are no part of a link."""
    found = [*links(text), *_words(Kind.HASHTAG, find_hashtags(text))]
    return (entity for entity in without_overlaps(found) if entity.kind is Kind.HASHTAG)


def cashtags(text: str) -> Iterator[Entity]:
    """The cashtags alone."""
    return _words(Kind.CASHTAG, find_cashtags(text))


def without_overlaps(found: Iterable[Entity]) -> Iterator[Entity]:
    """In order of their start; what begins before the end of the one before it is left out."""
    end = 0
    for entity in sorted(found, key=_start):
        if entity.start >= end:
            yield entity
            end = entity.end


def _start(entity: Entity) -> int:
    return entity.start


def _words(kind: Kind, words: Iterable[Word]) -> Iterator[Entity]:
    for word in words:
        yield Entity(kind, word.start, word.end, word.name + word.slug)
