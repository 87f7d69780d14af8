"""What preflight looks at: a payload, the facts, and the occasion on which it goes out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from skupnost.domain.facts import Facts
from skupnost.domain.media import Measured, measured
from skupnost.domain.payload import MediaItem, Payload
from skupnost.domain.text.entities import Entity
from skupnost.domain.text.measuring import entities_by


@dataclass(frozen=True, slots=True)
class Other:
    """Another post of the same channel, so many seconds before this one."""

    seconds_before: float
    payload: Payload


@dataclass(frozen=True, slots=True)
class Occasion:
    """When a post goes out, and among which others of its channel.

    `seconds_ahead` is how far from now it is due (None: nobody knows yet); `others` are the posts
    that went out or will go out before it; `n_waiting` is how many wait in the queue, this one
    too, `n_that_day` those of its day among them; `stored_bytes` is what the account keeps already.
    """

    seconds_ahead: float | None = None
    others: tuple[Other, ...] = ()
    n_waiting: int = 0
    n_that_day: int = 0
    stored_bytes: int = 0

    def within(self, seconds: float) -> tuple[Payload, ...]:
        """The other posts of the last so many seconds before this one."""
        return tuple(o.payload for o in self.others if 0 <= o.seconds_before < seconds)


@dataclass(frozen=True, slots=True)
class Placed:
    """One medium with its place and what it measures."""

    where: str
    item: MediaItem
    figures: Measured


class Case:
    """One payload under one set of facts; what several rules ask for is worked out once."""

    def __init__(self, payload: Payload, facts: Facts, occasion: Occasion | None = None) -> None:
        self.payload = payload
        self.facts = facts
        self.occasion = occasion
        self.parts = payload.parts

    @cached_property
    def media(self) -> tuple[Placed, ...]:
        """Every medium of every post of the thread."""
        return tuple(
            Placed(media_place(number, position), item, measured(item))
            for number, part in enumerate(self.parts)
            for position, item in enumerate(part.media)
        )

    @cached_property
    def entities(self) -> tuple[tuple[Entity, ...], ...]:
        """What is clickable in each post of the thread."""
        return tuple(entities_by(part.text, self.facts) for part in self.parts)

    @cached_property
    def details(self) -> Mapping[str, str]:
        return dict(self.payload.details)

    @property
    def format(self) -> str:
        """The format that was chosen: `reel`, `story`; empty for an ordinary post."""
        return self.details.get("format", "")


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
