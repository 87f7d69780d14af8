"""The places of a payload by the names that findings use: `thread.2`, `media.0.alt_text`."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from skupnost.domain.payload import MediaItem, Part, Payload

_PART = re.compile(r"(?:thread\.(?P<part>\d+)\.?)?(?P<rest>.*)\Z", re.DOTALL)
_MEDIUM = re.compile(r"media\.(?P<medium>\d+)(?:\.(?P<name>\w+))?\Z")
_LISTED = re.compile(r"(?P<list>tags|categories)\.(?P<number>\d+)\Z")
_PLAIN = ("title", "excerpt", "slug", "content_warning", "link_url")


def part_of(where: str) -> tuple[int, str]:
    """The number of the post in the thread, and the place inside it (`text` where it is whole)."""
    found = _PART.match(where)
    assert found is not None
    return int(found["part"] or 0), found["rest"] or "text"


def medium_at(where: str) -> tuple[int, int, str] | None:
    """Part, number of the medium in it and the name behind it; None where no medium is meant."""
    part, rest = part_of(where)
    found = _MEDIUM.match(rest)
    return (part, int(found["medium"]), found["name"] or "") if found else None


def text_at(payload: Payload, where: str) -> str | None:
    """The text at a place; None where there is none."""
    part, rest = part_of(where)
    medium = medium_at(where)
    listed = _LISTED.match(rest)
    if rest == "text":
        return payload.parts[part].text
    if medium and medium[2] in ("alt_text", "caption"):
        return str(getattr(payload.parts[part].media[medium[1]], medium[2]))
    if listed:
        return str(getattr(payload, listed["list"])[int(listed["number"])])
    if rest in _PLAIN:
        return str(getattr(payload, rest))
    return dict(payload.details).get(rest)


def with_text(payload: Payload, where: str, text: str) -> Payload:
    """The payload with another text at that place."""
    part, rest = part_of(where)
    medium = medium_at(where)
    listed = _LISTED.match(rest)
    if rest == "text":
        return with_part(payload, part, replace(payload.parts[part], text=text))
    if medium:
        item = payload.parts[part].media[medium[1]]
        return with_medium(payload, where, _changed(item, medium[2], text))
    if listed:
        words = list(getattr(payload, listed["list"]))
        words[int(listed["number"])] = text
        return with_field(payload, listed["list"], tuple(words))
    if rest in _PLAIN:
        return with_field(payload, rest, text)
    return replace(payload, details=tuple(sorted({**dict(payload.details), rest: text}.items())))


def with_field(payload: Payload, name: str, value: str | tuple[str, ...]) -> Payload:
    """The payload with another value in the field of that name."""
    changes: dict[str, Any] = {name: value}
    return replace(payload, **changes)


def _changed(item: MediaItem, name: str, value: str) -> MediaItem:
    changes: dict[str, Any] = {name: value}
    return replace(item, **changes)


def with_part(payload: Payload, number: int, part: Part) -> Payload:
    """The payload with another post at that number of the thread."""
    if number == 0:
        return replace(payload, text=part.text, media=part.media)
    thread = list(payload.thread)
    thread[number - 1] = part
    return replace(payload, thread=tuple(thread))


def item_at(payload: Payload, where: str) -> MediaItem | None:
    """The medium that a finding is about, also the cover; None where it is about something else."""
    if where == "cover":
        return payload.cover
    found = medium_at(where)
    if found is None or found[2]:
        return None
    media = payload.parts[found[0]].media
    return media[found[1]] if found[1] < len(media) else None


def with_item(payload: Payload, where: str, item: MediaItem) -> Payload:
    """The payload with another medium there, or as its cover."""
    return replace(payload, cover=item) if where == "cover" else with_medium(payload, where, item)


def with_medium(payload: Payload, where: str, item: MediaItem) -> Payload:
    """The payload with another medium at a place such as `thread.1.media.0`."""
    found = medium_at(where)
    assert found is not None
    number, position, _name = found
    part = payload.parts[number]
    media = (*part.media[:position], item, *part.media[position + 1 :])
    return with_part(payload, number, replace(part, media=media))


def with_media(payload: Payload, number: int, media: tuple[MediaItem, ...]) -> Payload:
    """The payload with these media in that post of the thread."""
    return with_part(payload, number, replace(payload.parts[number], media=media))
