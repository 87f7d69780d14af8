"""Content addresses (CIDs): what a record will be called is known before it is sent.

DAG-CBOR and CIDv1 by the specification of the AT Protocol's data model, read on 2026-11-23. A reply
has to name its parent's CID, so a whole thread can only be written at once by who can compute it.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from typing import Any

_DAG_CBOR = 0x71
_RAW = 0x55
_LINK_TAG = b"\xd8\x2a"


def cid_of_record(record: Mapping[str, Any]) -> str:
    """The CID of a record given as JSON; TypeError on what the data model lacks (fractions)."""
    return _cid(_DAG_CBOR, dag_cbor(record))


def cid_of_blob(content: bytes) -> str:
    """The CID of a file's bytes."""
    return _cid(_RAW, content)


def _cid(codec: int, content: bytes) -> str:
    raw = bytes((1, codec, 0x12, 32)) + hashlib.sha256(content).digest()
    return "b" + base64.b32encode(raw).decode().rstrip("=").lower()


def dag_cbor(value: Any) -> bytes:
    """The one encoding of a JSON value: shortest heads, sorted keys, links under their tag."""
    match value:
        case None | bool():
            return {False: b"\xf4", True: b"\xf5", None: b"\xf6"}[value]
        case int():
            return _head(0, value) if value >= 0 else _head(1, -1 - value)
        case str():
            content = value.encode()
            return _head(3, len(content)) + content
        case list() | tuple():
            return _head(4, len(value)) + b"".join(dag_cbor(item) for item in value)
        case {"$link": str(cid), **rest} if not rest:
            return _LINK_TAG + _bytes(b"\x00" + base64.b32decode(_padded(cid[1:].upper())))
        case {"$bytes": str(content), **rest} if not rest:
            return _bytes(base64.b64decode(_padded(content, 4)))
        case Mapping():
            return _map(value)
    raise TypeError(f"the data model has no {type(value).__name__}")


def _map(value: Mapping[str, Any]) -> bytes:
    pairs = sorted((key.encode(), item) for key, item in value.items())
    pairs.sort(key=lambda pair: len(pair[0]))
    body = (_head(3, len(key)) + key + dag_cbor(item) for key, item in pairs)
    return _head(5, len(pairs)) + b"".join(body)


def _bytes(content: bytes) -> bytes:
    return _head(2, len(content)) + content


def _head(major: int, number: int) -> bytes:
    if number < 24:
        return bytes((major << 5 | number,))
    for extra, size in ((24, 1), (25, 2), (26, 4), (27, 8)):
        if number < 1 << 8 * size:
            return bytes((major << 5 | extra,)) + number.to_bytes(size, "big")
    raise TypeError("the data model has no integer that large")


def _padded(text: str, unit: int = 8) -> str:
    return text + "=" * (-len(text) % unit)
