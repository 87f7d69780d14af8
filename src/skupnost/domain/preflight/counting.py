"""What the counter beside a text shows: its length by the limit that holds for this post."""

from __future__ import annotations

from skupnost.domain.facts import Facts
from skupnost.domain.media import Family, family
from skupnost.domain.payload import Part, Payload
from skupnost.domain.text.measuring import Length, Ruler, ruler

_UNDER_MEDIA, _UNDER_PHOTOS = "text.caption_max", "text.photo_description_max"


def lengths(payload: Payload, facts: Facts) -> tuple[Length, ...]:
    """The length of each post of the thread; under pictures and films by their own limit where the
    network has one, which is the one that a finding names."""
    return tuple(
        _ruler(part, facts).measure(part.text, content_warning=payload.content_warning)
        for part in payload.parts
    )


def _ruler(part: Part, facts: Facts) -> Ruler:
    if part.media and _UNDER_MEDIA in facts:
        return ruler(facts, _UNDER_MEDIA)
    if _UNDER_PHOTOS in facts and part.media and _is_photos(part):
        return ruler(facts, _UNDER_PHOTOS)
    return ruler(facts)


def _is_photos(part: Part) -> bool:
    return all(family(item.mime) is Family.IMAGE for item in part.media)
