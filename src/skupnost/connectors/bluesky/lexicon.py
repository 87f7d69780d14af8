"""What a data server checks in a post before it takes it, for the simulator.

The shapes are those of `app.bsky.feed.post` in bluesky-social/atproto, lexicons of 2026-08-20; the
words of the refusals are those of PDS 0.4.217, seen on 2026-11-23.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import regex

from skupnost.kit.dialects.atproto.syntax import FORMATS, is_tid

POST = "app.bsky.feed.post"
Shape = Mapping[str, Any]

_COMPLAINTS = {
    "datetime": "Invalid datetime",
    "language": "Invalid language",
    "uri": "Invalid uri",
    "did": "Invalid DID",
    "at-uri": "Invalid at-uri",
    "cid": "Invalid CID string",
}


def _object(required: Shape, optional: Shape = {}) -> Shape:
    properties = {**required, **optional}
    return {"type": "object", "required": tuple(required), "properties": properties}


def _string(**limits: Any) -> Shape:
    return {"type": "string", **limits}


def _list(items: Shape, most: int | None = None) -> Shape:
    return {"type": "array", "items": items, "most": most}


def _blob(accept: str, most: int) -> Shape:
    return {"type": "blob", "accept": accept, "most": most}


def _union(**shapes: Shape) -> Shape:
    return {"type": "union", "shapes": {_NAMES[name]: shape for name, shape in shapes.items()}}


_NAMES = {
    "link": "app.bsky.richtext.facet#link",
    "mention": "app.bsky.richtext.facet#mention",
    "tag": "app.bsky.richtext.facet#tag",
    "images": "app.bsky.embed.images",
    "external": "app.bsky.embed.external",
    "video": "app.bsky.embed.video",
}
_TAG = _string(bytes=640, graphemes=64)
_SIZE = {"type": "integer", "least": 1}
_RATIO = {"aspectRatio": _object({"width": _SIZE, "height": _SIZE})}
_REFERENCE = _object({"uri": _string(format="at-uri"), "cid": _string(format="cid")})
_OFFSET = {"type": "integer", "least": 0}
_FACET = _object(
    {
        "index": _object({"byteStart": _OFFSET, "byteEnd": _OFFSET}),
        "features": _list(
            _union(
                link=_object({"uri": _string(format="uri")}),
                mention=_object({"did": _string(format="did")}),
                tag=_object({"tag": _TAG}),
            )
        ),
    }
)
_IMAGE = _object({"image": _blob("image/", 2_000_000), "alt": _string()}, _RATIO)
_CARD = _object(
    {"uri": _string(format="uri"), "title": _string(), "description": _string()},
    {"thumb": _blob("image/", 1_000_000)},
)
_EMBED = _union(
    images=_object({"images": _list(_IMAGE, 4)}),
    external=_object({"external": _CARD}),
    video=_object(
        {"video": _blob("video/mp4", 300_000_000)}, {"alt": _string(bytes=10_000), **_RATIO}
    ),
)
_POST = _object(
    {"text": _string(bytes=3000, graphemes=300), "createdAt": _string(format="datetime")},
    {
        "facets": _list(_FACET),
        "reply": _object({"root": _REFERENCE, "parent": _REFERENCE}),
        "embed": _EMBED,
        "langs": _list(_string(format="language"), 3),
        "tags": _list(_TAG, 8),
    },
)


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
    for fault in _faults(record, _POST, path):
        raise InvalidRecord(f"Invalid {POST} record: {fault}")


def _faults(value: Any, shape: Shape, path: str) -> Iterator[str]:
    """What is wrong with a value, first things first."""
    return _CHECKS[shape["type"]](value, shape, path)


def _wrong_type(value: Any, wanted: str, path: str) -> str:
    if isinstance(value, Mapping):
        got = "{" + ", ".join(f"{json.dumps(name)}: ..." for name in value) + "}"
    else:
        got = json.dumps(value)
    return f"Expected {wanted} value type (got {got}) at {path}"


def _too_big(what: str, most: int, got: int, path: str) -> str:
    return f"{what} too big (maximum {most}, got {got}) at {path}"


def _object_faults(value: Any, shape: Shape, path: str) -> Iterator[str]:
    if not isinstance(value, Mapping):
        yield _wrong_type(value, "object", path)
        return
    for name, inner in shape["properties"].items():
        if name in value:
            yield from _faults(value[name], inner, f"{path}.{name}")
        elif name in shape["required"]:
            yield f'Missing required key "{name}" at {path}'


def _array_faults(value: Any, shape: Shape, path: str) -> Iterator[str]:
    if not isinstance(value, list):
        yield _wrong_type(value, "array", path)
        return
    if shape["most"] is not None and len(value) > shape["most"]:
        yield _too_big("array", shape["most"], len(value), path)
    for index, item in enumerate(value):
        yield from _faults(item, shape["items"], f"{path}[{index}]")


def _string_faults(value: Any, shape: Shape, path: str) -> Iterator[str]:
    if not isinstance(value, str):
        yield _wrong_type(value, "string", path)
        return
    n_bytes = len(value.encode("utf-8", "surrogatepass"))
    if n_bytes > shape.get("bytes", n_bytes):
        yield _too_big("string", shape["bytes"], n_bytes, path)
    n_graphemes = len(regex.findall(r"\X", value)) if "graphemes" in shape else 0
    if n_graphemes > shape.get("graphemes", 0):
        yield _too_big("grapheme", shape["graphemes"], n_graphemes, path)
    if "format" in shape and not FORMATS[shape["format"]](value):
        yield f"{_COMPLAINTS[shape['format']]} (got {json.dumps(value)}) at {path}"


def _integer_faults(value: Any, shape: Shape, path: str) -> Iterator[str]:
    if not isinstance(value, int) or isinstance(value, bool):
        yield _wrong_type(value, "integer", path)
    elif value < shape["least"]:
        yield f"integer too small (minimum {shape['least']}, got {value}) at {path}"


def _blob_faults(value: Any, shape: Shape, path: str) -> Iterator[str]:
    match value:
        case {"$type": "blob", "ref": {"$link": str()}, "mimeType": str(mime), "size": int(size)}:
            if not mime.startswith(shape["accept"]):
                wanted = shape["accept"] + ("*" if shape["accept"].endswith("/") else "")
                yield f'Expected "{wanted}" (got "{mime}") at {path}.mimeType'
            if size > shape["most"]:
                yield _too_big("blob", shape["most"], size, path)
        case _:
            yield _wrong_type(value, "blob", path)


def _union_faults(value: Any, shape: Shape, path: str) -> Iterator[str]:
    """A type that the server does not know passes unseen (seen)."""
    if not isinstance(value, Mapping) or "$type" not in value:
        yield _wrong_type(value, 'an object which includes the "$type" property', path)
        return
    known = shape["shapes"].get(value["$type"])
    if known is not None:
        yield from _faults(value, known, path)


_CHECKS: Mapping[str, Callable[[Any, Shape, str], Iterator[str]]] = {
    "object": _object_faults,
    "array": _array_faults,
    "string": _string_faults,
    "integer": _integer_faults,
    "blob": _blob_faults,
    "union": _union_faults,
}
