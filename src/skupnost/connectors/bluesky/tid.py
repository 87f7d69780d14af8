"""Record keys of posts: TIDs, 13 signs that hold 53 bits of time and 10 bits of clock.

Source: specification "Timestamp Identifiers (TIDs)" of the AT Protocol, read on 2026-11-23. The
data server takes no other key for a post, and ours is chosen before anything is sent: writing the
same key again can never make a second post.
"""

from __future__ import annotations

import hashlib

from skupnost.kit.dialects.atproto.syntax import is_tid

MOST_PARTS = 100
"""Parts of a thread: what one `applyWrites` takes (200 on PDS 0.4.217, seen on 2026-11-23) and one
page of `listRecords` shows (100)."""

_ALPHABET = "234567abcdefghijklmnopqrstuvwxyz"
_CLOCK_BITS = 10
_SPREAD_BITS = 30
"""How much of the time (18 minutes) gives way to bits of the delivery's id. A thousand posts may be
handed over in the same microsecond; with 40 bits of their own their keys still differ."""


def encode(number: int) -> str:
    """The TID of a number below 2**63."""
    return "".join(_ALPHABET[number >> shift & 31] for shift in range(60, -1, -5))


def decode(tid: str) -> int:
    """The number of a TID; ValueError where it is none."""
    if not is_tid(tid):
        raise ValueError("not a TID")
    number = 0
    for sign in tid:
        number = number << 5 | _ALPHABET.index(sign)
    return number


def client_id(*, delivery_id: str, title: str, now_microseconds: int) -> str:
    """The key of a delivery's first post: near the time given (never after it), else of its id."""
    own = int.from_bytes(hashlib.sha256(delivery_id.encode()).digest()[:8], "big")
    time = ((now_microseconds >> _SPREAD_BITS) - 1 << _SPREAD_BITS) | own >> 34
    return encode(time << _CLOCK_BITS | own & (1 << _CLOCK_BITS) - 1)


def part_key(first: str, index: int) -> str:
    """The key of a thread's part: a microsecond after the one before, so parts sort in order."""
    return encode(decode(first) + (index << _CLOCK_BITS))


def part_index(first: str, key: str) -> int | None:
    """Which part of the thread that begins with `first` has this key; None where none can."""
    if not (is_tid(first) and is_tid(key)):
        return None
    apart = decode(key) - decode(first)
    index, rest = divmod(apart, 1 << _CLOCK_BITS)
    return index if rest == 0 and 0 <= index < MOST_PARTS else None
