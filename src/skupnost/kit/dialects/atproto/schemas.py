"""Whether a lexicon document itself is well formed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from skupnost.kit.dialects.atproto.lexicons import FIELD_TYPES
from skupnost.kit.dialects.atproto.syntax import FORMATS, is_nsid

_ALONE = frozenset(("record", "query", "procedure", "subscription", "permission-set"))
"""What only the main definition may be."""
_NAMED = FIELD_TYPES - {"ref", "union", "unknown", "null"}
"""What a definition of its own may be; references and unknowns stand in fields only."""


def is_document(document: Any) -> bool:
    """Version 1, a name, and definitions that may stand where they stand."""
    match document:
        case {"lexicon": 1, "id": str(name), "defs": {**defs}} if defs and is_nsid(name):
            counted = not isinstance(document["lexicon"], bool)
            return counted and all(_is_definition(str(key), row) for key, row in defs.items())
    return False


def _is_definition(name: str, shape: Any) -> bool:
    kind = shape.get("type") if isinstance(shape, Mapping) else None
    if kind in _ALONE:
        return name == "main" and _PRIMARY[kind](shape)
    return kind in _NAMED and _is_field(shape)


def _is_record(shape: Mapping[str, Any]) -> bool:
    content = shape.get("record")
    is_object = isinstance(content, Mapping) and content.get("type") == "object"
    return isinstance(shape.get("key"), str) and is_object and _is_field(content)


def _is_call(shape: Mapping[str, Any]) -> bool:
    """Parameters, a body, an answer or messages, each of which may be absent."""
    parameters = shape.get("parameters", {"type": "params"})
    bodies = [shape.get(part, {}) for part in ("input", "output", "message")]
    if not isinstance(parameters, Mapping) or parameters.get("type") != "params":
        return False
    schemas = [body.get("schema") for body in bodies if isinstance(body, Mapping)]
    fits = all(schema is None or _is_field(schema) for schema in schemas)
    return fits and _are_fields(parameters.get("properties", {}))


def _is_permission_set(shape: Mapping[str, Any]) -> bool:
    return isinstance(shape.get("permissions"), list)


_PRIMARY = {
    "record": _is_record,
    "query": _is_call,
    "procedure": _is_call,
    "subscription": _is_call,
    "permission-set": _is_permission_set,
}


def _is_field(shape: Any) -> bool:
    if not isinstance(shape, Mapping) or shape.get("type") not in FIELD_TYPES:
        return False
    if "format" in shape and shape["format"] not in FORMATS:
        return False
    match shape["type"]:
        case "object":
            named = shape.get("required", []), shape.get("nullable", [])
            return all(map(_are_words, named)) and _are_fields(shape.get("properties", {}))
        case "array":
            return _is_field(shape.get("items"))
        case "ref":
            return isinstance(shape.get("ref"), str)
        case "union":
            return _are_words(shape.get("refs"))
    return True


def _are_fields(properties: Any) -> bool:
    return isinstance(properties, Mapping) and all(map(_is_field, properties.values()))


def _are_words(words: Any) -> bool:
    return isinstance(words, Iterable) and all(isinstance(word, str) for word in words)
