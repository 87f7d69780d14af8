"""What limits speak of: every amount in a payload that some fact may limit, with its place."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from skupnost.domain.facts import Fact, Facts
from skupnost.domain.media import Family, Measured, measured
from skupnost.domain.payload import MediaItem, Payload
from skupnost.domain.text.entities import Kind
from skupnost.domain.text.measuring import DEFAULT_UNIT, entities_by, ruler
from skupnost.domain.text.units import count


@dataclass(frozen=True, slots=True)
class Amount:
    """How much there is of something at one place of a payload."""

    where: str
    value: float


Amounts = Callable[[Payload, Facts, Fact], Iterator[Amount]]


def part_place(number: int) -> str:
    return "text" if number == 0 else f"thread.{number}"


def media_place(part: int, position: int | None = None) -> str:
    front = "media" if part == 0 else f"thread.{part}.media"
    return front if position is None else f"{front}.{position}"


def each_medium(payload: Payload) -> Iterator[tuple[str, MediaItem]]:
    """Every medium of every post of the thread with its place."""
    for number, part in enumerate(payload.parts):
        for position, item in enumerate(part.media):
            yield media_place(number, position), item


def text_length(payload: Payload, facts: Facts, fact: Fact) -> Iterator[Amount]:
    """The length of each post of the thread, by the rules that the facts give for counting."""
    by = ruler(facts, fact.key)
    for number, part in enumerate(payload.parts):
        length = by.measure(part.text, content_warning=payload.content_warning)
        yield Amount(part_place(number), length.value)


def field_length(name: str) -> Amounts:
    """The length of one field in the unit of the fact; nothing where the field is empty."""

    def amounts(payload: Payload, _facts: Facts, fact: Fact) -> Iterator[Amount]:
        text = getattr(payload, name)
        if text:
            yield Amount(name, count(text, fact.unit or DEFAULT_UNIT))

    return amounts


def tag_lengths(payload: Payload, _facts: Facts, fact: Fact) -> Iterator[Amount]:
    for number, tag in enumerate(payload.tags):
        yield Amount(f"tags.{number}", count(tag.removeprefix("#"), fact.unit or DEFAULT_UNIT))


def n_tags(payload: Payload, _facts: Facts, _fact: Fact) -> Iterator[Amount]:
    yield Amount("tags", len(payload.tags))


def n_entities(kind: Kind) -> Amounts:
    """How many links, mentions or hashtags each post of the thread has."""

    def amounts(payload: Payload, facts: Facts, _fact: Fact) -> Iterator[Amount]:
        for number, part in enumerate(payload.parts):
            found = entities_by(part.text, facts)
            yield Amount(part_place(number), sum(entity.kind is kind for entity in found))

    return amounts


def n_media(*families: Family) -> Amounts:
    """How many media of these families each post of the thread has; of all where none is named."""
    wanted = families or tuple(Family)

    def amounts(payload: Payload, _facts: Facts, _fact: Fact) -> Iterator[Amount]:
        for number, part in enumerate(payload.parts):
            n = sum(measured(item).family in wanted for item in part.media)
            yield Amount(media_place(number), n)

    return amounts


def figure(figure_of: Callable[[Measured], float | None], *families: Family) -> Amounts:
    """One figure of every medium of these families; unknown figures (0, None) are left out."""
    wanted = families or tuple(Family)

    def amounts(payload: Payload, _facts: Facts, _fact: Fact) -> Iterator[Amount]:
        for where, item in each_medium(payload):
            figures = measured(item)
            value = figure_of(figures) if figures.family in wanted else None
            if value:
                yield Amount(where, value)

    return amounts


def alt_length(payload: Payload, _facts: Facts, fact: Fact) -> Iterator[Amount]:
    """The length of each description; of the first picture's alone where the fact says so."""
    for where, item in each_medium(payload):
        if fact.scope == "first_image" and where != "media.0":
            continue
        if item.alt_text:
            yield Amount(f"{where}.alt_text", count(item.alt_text, fact.unit or DEFAULT_UNIT))


def n_beside_card(payload: Payload, _facts: Facts, _fact: Fact) -> Iterator[Amount]:
    """How many media the first post has beside the card of its link."""
    if payload.link_url:
        yield Amount("link_url", len(payload.media))


def thumb_weight(payload: Payload, _facts: Facts, _fact: Fact) -> Iterator[Amount]:
    """The bytes of the one picture that becomes the link card's own, where there is a card."""
    if payload.link_url and len(payload.media) == 1:
        yield Amount("media.0", payload.media[0].n_bytes)
