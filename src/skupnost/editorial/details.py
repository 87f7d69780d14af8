"""The fields of a post beside text and media, as they are stored and as a network knows them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from typing import Any

from skupnost.domain.facts import Facts


@dataclass(frozen=True, slots=True)
class Details:
    """What a post or one variant of it says beside its text. Empty fields say nothing, and a
    variant's word goes before the post's. `is_thread` asks to split a text that is too long;
    `media` are swaps (`editorial.swapping`): files that one channel gets instead of the post's."""

    content_warning: str = ""
    visibility: str = ""
    excerpt: str = ""
    slug: str = ""
    categories: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    link_url: str = ""
    first_comment: str = ""
    format: str = ""
    is_thread: bool = False
    media: tuple[str, ...] = ()

    @property
    def further(self) -> tuple[tuple[str, str], ...]:
        """What goes into a payload as further fields, by name."""
        named = (("first_comment", self.first_comment), ("format", self.format))
        return tuple((name, text) for name, text in named if text)

    def over(self, below: Details) -> Details:
        """These details, filled from `below` where they say nothing."""
        return replace(below, **self._said())

    def only(self, known: frozenset[str]) -> Details:
        """What a network with these fields (`machine.fields`) can use; the rest is empty."""
        names = known | ({"is_thread"} if "thread" in known else frozenset())
        return Details(**{name: value for name, value in self._said().items() if name in names})

    def to_json(self) -> dict[str, Any]:
        """Plain JSON with what is said; tuples become lists."""
        return {
            name: list(value) if isinstance(value, tuple) else value
            for name, value in asdict(self).items()
            if value
        }

    @classmethod
    def from_json(cls, raw: Mapping[str, Any]) -> Details:
        """The details that `to_json` wrote; keys of later versions are left out."""
        kept = {name: raw[name] for name in _NAMES if name in raw}
        for name in ("categories", "tags", "media"):
            kept[name] = tuple(kept.get(name, ()))
        return cls(**kept)

    def _said(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in _NAMES if getattr(self, name)}


_NAMES = tuple(field.name for field in fields(Details))
NOTHING_SAID = Details()
FORMATS = ("reel", "story", "short")


def formats_of(facts: Facts) -> tuple[str, ...]:
    """The formats of a film or picture for which the network has rules of their own."""
    return tuple(name for name in FORMATS if any(key.startswith(f"media.{name}_") for key in facts))
