"""What the AT Protocol can hold: JSON without fractions, with links, bytes and files as objects.

Source: the protocol's specification of its data model, read on 2026-11-23.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from skupnost.kit.dialects.atproto.syntax import is_cid

_BASE64 = re.compile(r"[A-Za-z0-9+/]*={0,2}")
_INTEGERS = range(-(2**63), 2**63)


def is_record(value: Any) -> bool:
    """Whether a value may be kept as a record: an object of values that the data model knows."""
    return isinstance(value, Mapping) and is_value(value)


def is_value(value: Any) -> bool:
    """Whether the data model knows a JSON value; a fraction without its part is an integer."""
    match value:
        case None | bool() | str():
            return True
        case int():
            return value in _INTEGERS
        case float():
            return value.is_integer()
        case list():
            return all(map(is_value, value))
        case Mapping():
            return _is_object(value)
    return False


def is_link(value: Any) -> bool:
    """The name of another record by its content: `{"$link": CID}` and nothing else."""
    return _is_marked(value, "$link") and is_cid(value["$link"])


def is_bytes(value: Any) -> bool:
    """Bytes in base 64: `{"$bytes": …}` and nothing else."""
    return _is_marked(value, "$bytes") and _BASE64.fullmatch(value["$bytes"]) is not None


def is_blob(value: Any) -> bool:
    """A file: its type, its size, and a link to its content."""
    match value:
        case {"$type": "blob", "ref": ref, "mimeType": str(), "size": int(size)}:
            return is_link(ref) and size >= 0 and not isinstance(size, bool)
    return False


def is_plain_object(value: Any) -> bool:
    """An object that is none of the three special ones."""
    return isinstance(value, Mapping) and not (
        "$link" in value or "$bytes" in value or value.get("$type") == "blob"
    )


def _is_marked(value: Any, name: str) -> bool:
    return isinstance(value, Mapping) and list(value) == [name] and isinstance(value[name], str)


def _is_object(value: Mapping[str, Any]) -> bool:
    if "$link" in value:
        return is_link(value)
    if "$bytes" in value:
        return is_bytes(value)
    named = value.get("$type", "named")
    if not isinstance(named, str) or not named or (named == "blob" and not is_blob(value)):
        return False
    return all(isinstance(key, str) for key in value) and all(map(is_value, value.values()))
