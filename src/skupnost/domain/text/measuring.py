"""How long a text is for a network, and where it becomes too long: by its facts, not its name."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import regex

from skupnost.domain.facts import Fact, Facts
from skupnost.domain.text.entities import Entity, Kind, find_entities
from skupnost.domain.text.units import count, each_grapheme
from skupnost.domain.text.x.entities import find_entities as find_x_entities
from skupnost.domain.text.x.entities import links_and_mentions
from skupnost.domain.text.x.weights import Weights, weight

DEFAULT_UNIT = "characters"
WEIGHTED = "weighted"
_LAST_WORD = regex.compile(r"(?<!\S)\S++\Z")


@dataclass(frozen=True, slots=True)
class Length:
    """A measured length: `value` of at most `max` (None where no limit is known), in `unit`."""

    value: int
    max: int | None
    unit: str

    @property
    def over(self) -> int:
        """By how many units it is too long; 0 where it fits."""
        return max(0, self.value - self.max) if self.max is not None else 0


@dataclass(frozen=True, slots=True)
class Ruler:
    """One limit on a text with all that changes the counting.

    `url_weight` is what every link counts (None: as it is written); `frees_domains` leaves the
    domain of `@user@domain` uncounted; `counts_warning` adds the content warning; `weights` are
    those of X and take the place of all of these.
    """

    unit: str
    max: int | None
    url_weight: int | None = None
    frees_domains: bool = False
    counts_warning: bool = False
    fact: Fact | None = None
    weights: Weights | None = None

    def measure(self, text: str, *, content_warning: str = "") -> Length:
        counted = self.countable(text) + (content_warning if self.counts_warning else "")
        return Length(self.cost(counted), self.max, self.unit)

    def cost(self, piece: str) -> int:
        """What a piece of countable text costs by itself."""
        return weight(piece, self.weights) if self.weights else count(piece, self.unit)

    @property
    def is_plain(self) -> bool:
        return self.url_weight is None and not self.frees_domains

    def countable(self, text: str) -> str:
        """The text as the network counts it: links and mentions replaced by what they weigh."""
        if self.is_plain or not ("://" in text or "@" in text or "＠" in text):
            return text
        pieces: list[str] = []
        at = 0
        for entity in find_entities(text):
            pieces += (text[at : entity.start], self._stand_in(text, entity))
            at = entity.end
        return "".join((*pieces, text[at:]))

    def _whole(self, text: str) -> tuple[Entity, ...]:
        """The links and mentions, which stay in one piece."""
        if self.weights:
            return links_and_mentions(text)
        return tuple(e for e in find_entities(text) if e.kind in (Kind.LINK, Kind.MENTION))

    def _stand_in(self, text: str, entity: Entity) -> str:
        written = text[entity.start : entity.end]
        if entity.kind is Kind.LINK and self.url_weight is not None:
            # A host that is no public name may be counted letter by letter: take the larger.
            surplus = 0 if entity.is_public else len(written) - self.url_weight
            return "x" * (self.url_weight + max(0, surplus))
        if entity.kind is Kind.MENTION and self.frees_domains:
            return "@" + written[1:].partition("@")[0]
        return written

    def graphemes(self, text: str) -> Iterator[tuple[int, int, int]]:
        """Start, end and cost of every grapheme, whatever it belongs to."""
        yield from self._between(text, 0, len(text))

    def atoms(self, text: str) -> Iterator[tuple[int, int, int]]:
        """Start, end and cost of every piece that must stay whole: links, mentions, graphemes.

        The costs add up to at least the measured length.
        """
        at = 0
        for entity in self._whole(text):
            yield from self._between(text, at, entity.start)
            yield entity.start, entity.end, self.cost(self._stand_in(text, entity))
            at = entity.end
        yield from self._between(text, at, len(text))

    def _between(self, text: str, start: int, end: int) -> Iterator[tuple[int, int, int]]:
        piece = text[start:end]
        for left, right in each_grapheme(piece):
            yield start + left, start + right, self.cost(piece[left:right])


def ruler(facts: Facts, key: str = "text.text_max") -> Ruler:
    """The ruler of one limit; only the limit on the text itself weighs links and mentions."""
    fact = facts.get(key)
    unit = (fact.unit if fact else "") or DEFAULT_UNIT
    limit = whole(fact)
    if key != "text.text_max":
        weights = _weights(facts) if unit == WEIGHTED else None
        return Ruler(unit, limit, fact=fact, weights=weights)
    return Ruler(
        unit,
        limit,
        weights=_weights(facts) if unit == WEIGHTED else None,
        url_weight=None if unit == WEIGHTED else whole(facts.get("text.url_weight")),
        frees_domains=is_true(facts.get("text.mention_domain_free")),
        counts_warning=is_true(facts.get("text.content_warning_counts")),
        fact=fact,
    )


def _weights(facts: Facts) -> Weights:
    """The weights of a network that counts like X; X's own where the facts name none."""
    named = {to: whole(facts.get(f"text.{name}_weight")) for to, name in _WEIGHTS.items()}
    return Weights(**{name: value for name, value in named.items() if value is not None})


_WEIGHTS = {"url": "url", "light": "light", "heavy": "default", "emoji": "emoji"}


def entities_by(text: str, facts: Facts) -> tuple[Entity, ...]:
    """What becomes clickable in a text on a network with these facts.

    Where it weighs its texts: by X's rules; elsewhere `text.bare_links` says whether a domain
    alone is a link.
    """
    if is_weighted(facts):
        return find_x_entities(text)
    return find_entities(text, bare_links=is_true(facts.get("text.bare_links")))


def rulers(facts: Facts) -> tuple[Ruler, ...]:
    """Every limit on the length of one post's text; all of them apply."""
    keys = ["text.text_max"] + [key for key in ("text.text_bytes_max",) if key in facts]
    return tuple(ruler(facts, key) for key in keys)


def measure(text: str, facts: Facts, *, content_warning: str = "") -> Length:
    """The length that a counter shows, by the network's main limit on the text."""
    return ruler(facts).measure(text, content_warning=content_warning)


def over_limit(text: str, facts: Facts, *, content_warning: str = "") -> int | None:
    """Where the excess begins (code points), None where the text fits every limit.

    What stands before it fits. The cut never falls inside a grapheme, a link or a mention.
    """
    cuts = [_first_excess(text, one, content_warning) for one in rulers(facts)]
    return min((cut for cut in cuts if cut is not None), default=None)


def _first_excess(text: str, by: Ruler, content_warning: str) -> int | None:
    if not by.measure(text, content_warning=content_warning).over or by.max is None:
        return None
    room = by.max - (by.cost(content_warning) if by.counts_warning else 0)
    for start, _end, cost in by.atoms(text):
        room -= cost
        if room < 0:
            return _fitting(text, start, by, content_warning)
    return len(text)


def _fitting(text: str, cut: int, by: Ruler, content_warning: str) -> int:
    """The cut, or the one before its word where the word's beginning reads as a longer link."""
    if not by.measure(text[:cut], content_warning=content_warning).over:
        return cut
    return len(_LAST_WORD.sub("", text[:cut]))


def is_weighted(facts: Facts) -> bool:
    """Whether the network counts and links as X does."""
    limit = facts.get("text.text_max")
    return limit is not None and limit.unit == WEIGHTED


def whole(fact: Fact | None) -> int | None:
    """The value of a fact as a whole number; None where it is absent or a word."""
    number = fact.number if fact else None
    return int(number) if number is not None else None


def is_true(fact: Fact | None) -> bool:
    return fact is not None and fact.value is True
