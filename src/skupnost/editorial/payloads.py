"""Freezes a variant into what will be sent."""

from __future__ import annotations

from dataclasses import dataclass

from skupnost.domain.facts import Facts
from skupnost.domain.payload import MediaItem, Part, Payload
from skupnost.domain.text import split_into_thread
from skupnost.editorial.details import NOTHING_SAID, Details


@dataclass(frozen=True, slots=True)
class Content:
    """What a person wrote for one channel, before a network's rules are laid on it."""

    text: str
    title: str = ""
    media: tuple[MediaItem, ...] = ()
    language: str = ""
    details: Details = NOTHING_SAID
    cover: MediaItem | None = None


def freeze(content: Content, *, facts: Facts, fields: frozenset[str]) -> Payload:
    """The payload of a channel whose network knows `fields`; a thread is split by its limits.

    Fields that the network does not know are left out, so that they cannot change an approval.
    """
    details = content.details.only(fields)
    has_title = _shows_title(details, fields, facts)
    first, *rest = _parts(content.text, facts, details)
    return Payload(
        text=first,
        title=content.title if has_title else "",
        media=content.media,
        thread=tuple(Part(text) for text in rest),
        language=content.language if "language" in fields else "",
        content_warning=details.content_warning,
        visibility=details.visibility,
        excerpt=details.excerpt if has_title else "",
        slug=details.slug,
        categories=details.categories,
        tags=details.tags,
        link_url=details.link_url,
        details=details.further,
        cover=content.cover,
    )


def _shows_title(details: Details, fields: frozenset[str], facts: Facts) -> bool:
    """Whether a title would be seen: always where posts have titles, elsewhere (link cards but no
    rule for titles) on the card of a link only."""
    is_of_card = "link_url" in fields and not {"text.title_max", "text.title_required"} & set(facts)
    return "title" in fields and (bool(details.link_url) or not is_of_card)


def _parts(text: str, facts: Facts, details: Details) -> tuple[str, ...]:
    text = normal(text)
    if not details.is_thread:
        return (text,)
    return split_into_thread(text, facts, content_warning=details.content_warning) or ("",)


def normal(text: str) -> str:
    """The text as it is kept: line ends of one kind, no blanks at its ends. Browsers send CRLF."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()
