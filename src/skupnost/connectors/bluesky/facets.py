"""Links, mentions and hashtags of a text as facets: ranges of UTF-8 bytes with a meaning.

The server takes ranges past the end of the text (seen on PDS 0.4.217, 2026-11-23), so it is here
that none is made: every range is that of a stretch of the text itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from skupnost.domain.text.entities import Entity, Kind, byte_ranges, find_entities

_TAG_BYTES_MAX = 640
_TAG_LENGTH_MAX = 64
_FACET = "app.bsky.richtext.facet"


def mentioned(text: str) -> tuple[str, ...]:
    """The handles that a text names, each once, in lower case; names without a domain are none."""
    found = (entity for entity in _entities(text) if entity.kind is Kind.MENTION)
    return tuple(dict.fromkeys(h for entity in found if (h := _handle(entity))))


def facets(text: str, dids: Mapping[str, str]) -> list[dict[str, Any]]:
    """The facets of a text; a handle that `dids` does not know stays plain text."""
    entities = _entities(text)
    made = []
    for entity, (start, end) in zip(entities, byte_ranges(text, entities), strict=True):
        feature = _feature(entity, dids)
        if feature is not None:
            index = {"byteStart": start, "byteEnd": end}
            made.append({"index": index, "features": [feature]})
    return made


def _entities(text: str) -> tuple[Entity, ...]:
    return find_entities(text, bare_links=True)


def _handle(entity: Entity) -> str:
    name = entity.target.lower()
    return name if "." in name and "@" not in name else ""


def _feature(entity: Entity, dids: Mapping[str, str]) -> dict[str, str] | None:
    if entity.kind is Kind.LINK:
        return {"$type": f"{_FACET}#link", "uri": entity.target}
    if entity.kind is Kind.MENTION:
        did = dids.get(_handle(entity))
        return {"$type": f"{_FACET}#mention", "did": did} if did else None
    return _tag(entity.target)


def _tag(word: str) -> dict[str, str] | None:
    """None for a tag longer than the network takes (640 bytes, 64 graphemes): it stays text."""
    if len(word.encode("utf-8", "surrogatepass")) > _TAG_BYTES_MAX or len(word) > _TAG_LENGTH_MAX:
        return None
    return {"$type": f"{_FACET}#tag", "tag": word}
