"""Lexicons: whether a record has the shape that its schema asks for, and what is wrong if not.

Source: the protocol's specification of Lexicon, read on 2026-11-23. The words of the faults are
those of PDS 0.4.217, seen on 2026-11-23.
"""

from __future__ import annotations

import json
from base64 import b64decode
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from skupnost.domain.text.units import graphemes, utf8_bytes
from skupnost.kit.dialects.atproto.data_model import is_blob, is_bytes, is_link, is_plain_object
from skupnost.kit.dialects.atproto.syntax import FORMATS, is_record_key

Shape = Mapping[str, Any]
Shapes = Mapping[str, Shape]
"""Definitions by their full name: `app.bsky.feed.post`, `app.bsky.richtext.facet#link`."""

_FORMAT_WORDS = {"at-uri": "at-uri", "cid": "CID string", "did": "DID", "nsid": "NSID"}


def shapes_of(documents: Iterable[Mapping[str, Any]]) -> dict[str, Shape]:
    """Every definition of these documents, references between them written in full."""
    return {
        _full_name(f"#{name}", document["id"]): _in_full(shape, document["id"])
        for document in documents
        for name, shape in document["defs"].items()
    }


def _full_name(reference: str, home: str) -> str:
    return (home + reference if reference.startswith("#") else reference).removesuffix("#main")


def _in_full(shape: Any, home: str) -> Any:
    if isinstance(shape, list):
        return [_in_full(item, home) for item in shape]
    if not isinstance(shape, Mapping):
        return shape
    made = {key: _in_full(value, home) for key, value in shape.items()}
    if isinstance(shape.get("ref"), str):
        made["ref"] = _full_name(shape["ref"], home)
    if isinstance(shape.get("refs"), list):
        made["refs"] = [_full_name(reference, home) for reference in shape["refs"]]
    return made


def is_key(key: str, kind: str) -> bool:
    """Whether a record may have this key in a collection whose schema asks for that kind."""
    if kind.startswith("literal:"):
        return key == kind.removeprefix("literal:")
    return is_record_key(key) and (kind not in FORMATS or FORMATS[kind](key))


def record_faults(record: Any, collection: str, shapes: Shapes, path: str = "$") -> Iterator[str]:
    """What is wrong with a record of a collection, first things first; nothing where it fits."""
    yield from faults(record, shapes[collection]["record"], shapes, path)


def faults(value: Any, shape: Shape, shapes: Shapes, path: str) -> Iterator[str]:
    """What is wrong with a value, first things first."""
    return _CHECKS[shape["type"]](value, shape, shapes, path)


def _wrong_type(value: Any, wanted: str, path: str) -> str:
    if isinstance(value, Mapping):
        got = "{" + ", ".join(f"{json.dumps(name)}: ..." for name in value) + "}"
    else:
        got = json.dumps(value)
    return f"Expected {wanted} value type (got {got}) at {path}"


def _sizes(what: str, got: int, shape: Shape, limits: tuple[str, str], path: str) -> Iterator[str]:
    """Too small or too big, by the two keys of the shape that say so."""
    least, most = shape.get(limits[0], got), shape.get(limits[1], got)
    if got < least:
        yield f"{what} too small (minimum {least}, got {got}) at {path}"
    if got > most:
        yield f"{what} too big (maximum {most}, got {got}) at {path}"


def _choices(value: Any, shape: Shape, path: str) -> Iterator[str]:
    wanted = [shape["const"]] if "const" in shape else shape.get("enum", [value])
    if value not in wanted:
        words = " or ".join(json.dumps(word) for word in wanted)
        yield f"Expected {words} (got {json.dumps(value)}) at {path}"


def _object_faults(value: Any, shape: Shape, shapes: Shapes, path: str) -> Iterator[str]:
    if not is_plain_object(value):
        yield _wrong_type(value, "object", path)
        return
    for name, inner in shape.get("properties", {}).items():
        if name not in value:
            if name in shape.get("required", ()):
                yield f'Missing required key "{name}" at {path}'
        elif value[name] is not None or name not in shape.get("nullable", ()):
            yield from faults(value[name], inner, shapes, f"{path}.{name}")


def _array_faults(value: Any, shape: Shape, shapes: Shapes, path: str) -> Iterator[str]:
    if not isinstance(value, list):
        yield _wrong_type(value, "array", path)
        return
    yield from _sizes("array", len(value), shape, ("minLength", "maxLength"), path)
    for index, item in enumerate(value):
        yield from faults(item, shape["items"], shapes, f"{path}[{index}]")


def _string_faults(value: Any, shape: Shape, _shapes: Shapes, path: str) -> Iterator[str]:
    if not isinstance(value, str):
        yield _wrong_type(value, "string", path)
        return
    yield from _sizes("string", utf8_bytes(value), shape, ("minLength", "maxLength"), path)
    if "minGraphemes" in shape or "maxGraphemes" in shape:
        limits = ("minGraphemes", "maxGraphemes")
        yield from _sizes("grapheme", graphemes(value), shape, limits, path)
    yield from _choices(value, shape, path)
    named = shape.get("format", "")
    if named in FORMATS and not FORMATS[named](value):
        words = _FORMAT_WORDS.get(named, named)
        yield f"Invalid {words} (got {json.dumps(value)}) at {path}"


def _integer_faults(value: Any, shape: Shape, _shapes: Shapes, path: str) -> Iterator[str]:
    if not isinstance(value, int) or isinstance(value, bool):
        yield _wrong_type(value, "integer", path)
        return
    yield from _sizes("integer", value, shape, ("minimum", "maximum"), path)
    yield from _choices(value, shape, path)


def _boolean_faults(value: Any, shape: Shape, _shapes: Shapes, path: str) -> Iterator[str]:
    if not isinstance(value, bool):
        yield _wrong_type(value, "boolean", path)
        return
    yield from _choices(value, shape, path)


def _bytes_faults(value: Any, shape: Shape, _shapes: Shapes, path: str) -> Iterator[str]:
    if not is_bytes(value):
        yield _wrong_type(value, "bytes", path)
        return
    written = value["$bytes"].rstrip("=")
    n_bytes = len(b64decode(written + "=" * (-len(written) % 4)))
    yield from _sizes("bytes", n_bytes, shape, ("minLength", "maxLength"), path)


def _link_faults(value: Any, _shape: Shape, _shapes: Shapes, path: str) -> Iterator[str]:
    if not is_link(value):
        yield _wrong_type(value, "cid-link", path)


def _blob_faults(value: Any, shape: Shape, _shapes: Shapes, path: str) -> Iterator[str]:
    if not is_blob(value):
        yield _wrong_type(value, "blob", path)
        return
    mime, accepted = value["mimeType"], shape.get("accept", ["*/*"])
    if not any(_is_of_type(mime, pattern) for pattern in accepted):
        words = " or ".join(json.dumps(pattern) for pattern in accepted)
        yield f'Expected {words} (got "{mime}") at {path}.mimeType'
    yield from _sizes("blob", value["size"], shape, ("", "maxSize"), path)


def _is_of_type(mime: str, pattern: str) -> bool:
    if pattern.endswith("/*"):
        return pattern == "*/*" or mime.startswith(pattern.removesuffix("*"))
    return mime == pattern


def _ref_faults(value: Any, shape: Shape, shapes: Shapes, path: str) -> Iterator[str]:
    yield from faults(value, shapes[shape["ref"]], shapes, path)


def _union_faults(value: Any, shape: Shape, shapes: Shapes, path: str) -> Iterator[str]:
    """A type that is not named passes unseen, unless the union is closed."""
    if not is_plain_object(value) or not isinstance(value.get("$type"), str):
        yield _wrong_type(value, 'an object which includes the "$type" property', path)
        return
    named = value["$type"].removesuffix("#main")
    if named in shape["refs"]:
        yield from faults(value, shapes[named], shapes, path)
    elif shape.get("closed"):
        yield f"Expected {' or '.join(shape['refs'])} (got {json.dumps(named)}) at {path}.$type"


def _unknown_faults(value: Any, _shape: Shape, _shapes: Shapes, path: str) -> Iterator[str]:
    if not is_plain_object(value):
        yield _wrong_type(value, "object", path)


def _null_faults(value: Any, _shape: Shape, _shapes: Shapes, path: str) -> Iterator[str]:
    if value is not None:
        yield _wrong_type(value, "null", path)


_CHECKS: Mapping[str, Callable[[Any, Shape, Shapes, str], Iterator[str]]] = {
    "array": _array_faults,
    "blob": _blob_faults,
    "boolean": _boolean_faults,
    "bytes": _bytes_faults,
    "cid-link": _link_faults,
    "integer": _integer_faults,
    "null": _null_faults,
    "object": _object_faults,
    "ref": _ref_faults,
    "string": _string_faults,
    "token": _string_faults,
    "union": _union_faults,
    "unknown": _unknown_faults,
}
FIELD_TYPES = frozenset(_CHECKS)
"""The types that a field of an object may have."""
