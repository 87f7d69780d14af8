"""What a data server checks in a post before it takes it, for the simulator.

The shapes are those of `app.bsky.feed.post` in bluesky-social/atproto, lexicons of 2026-08-20; the
words of the refusals are those of PDS 0.4.217, seen on 2026-11-23.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from skupnost.kit.dialects.atproto.lexicons import Shape, record_faults
from skupnost.kit.dialects.atproto.syntax import is_tid

POST = "app.bsky.feed.post"


def _object(required: Shape, optional: Shape = {}) -> Shape:
    properties = {**required, **optional}
    return {"type": "object", "required": list(required), "properties": properties}


def _string(**limits: Any) -> Shape:
    return {"type": "string", **limits}


def _list(items: Shape, **limits: int) -> Shape:
    return {"type": "array", "items": items, **limits}


def _blob(accept: str, most: int) -> Shape:
    return {"type": "blob", "accept": [accept], "maxSize": most}


def _union(*names: str) -> Shape:
    return {"type": "union", "refs": list(names)}


_LINK = "app.bsky.richtext.facet#link"
_MENTION = "app.bsky.richtext.facet#mention"
_TAG = "app.bsky.richtext.facet#tag"
_IMAGES = "app.bsky.embed.images"
_EXTERNAL = "app.bsky.embed.external"
_VIDEO = "app.bsky.embed.video"

_WORD = _string(maxLength=640, maxGraphemes=64)
_SIZE = {"type": "integer", "minimum": 1}
_RATIO = {"aspectRatio": _object({"width": _SIZE, "height": _SIZE})}
_REFERENCE = _object({"uri": _string(format="at-uri"), "cid": _string(format="cid")})
_OFFSET = {"type": "integer", "minimum": 0}
_FACET = _object(
    {
        "index": _object({"byteStart": _OFFSET, "byteEnd": _OFFSET}),
        "features": _list(_union(_LINK, _MENTION, _TAG)),
    }
)
_IMAGE = _object({"image": _blob("image/*", 2_000_000), "alt": _string()}, _RATIO)
_CARD = _object(
    {"uri": _string(format="uri"), "title": _string(), "description": _string()},
    {"thumb": _blob("image/*", 1_000_000)},
)
_POST = _object(
    {
        "text": _string(maxLength=3000, maxGraphemes=300),
        "createdAt": _string(format="datetime"),
    },
    {
        "facets": _list(_FACET),
        "reply": _object({"root": _REFERENCE, "parent": _REFERENCE}),
        "embed": _union(_IMAGES, _EXTERNAL, _VIDEO),
        "langs": _list(_string(format="language"), maxLength=3),
        "tags": _list(_WORD, maxLength=8),
    },
)
_SHAPES: Mapping[str, Shape] = {
    POST: {"type": "record", "key": "tid", "record": _POST},
    _LINK: _object({"uri": _string(format="uri")}),
    _MENTION: _object({"did": _string(format="did")}),
    _TAG: _object({"tag": _WORD}),
    _IMAGES: _object({"images": _list(_IMAGE, maxLength=4)}),
    _EXTERNAL: _object({"external": _CARD}),
    _VIDEO: _object(
        {"video": _blob("video/mp4", 300_000_000)}, {"alt": _string(maxLength=10_000), **_RATIO}
    ),
}


class InvalidRecord(Exception):
    """Why a data server would not take the record, in its words."""


def check_record(collection: str, key: str, record: Mapping[str, Any], path: str) -> None:
    """Nothing, or InvalidRecord. Only posts are known; other collections pass unseen."""
    named = record.get("$type", collection)
    if named != collection:
        raise InvalidRecord(f"Invalid $type: expected {collection}, got {named}")
    if collection != POST:
        return
    if not is_tid(key):
        why = f'Invalid TID string (got "{key}") at $'
        raise InvalidRecord(f"Invalid record key for {POST}: {why}")
    for fault in record_faults(record, POST, _SHAPES, path):
        raise InvalidRecord(f"Invalid {POST} record: {fault}")
