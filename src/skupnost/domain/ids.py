"""Names that sort by time: UUID version 7 of RFC 9562 (May 2024)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID


def uuid7(*, now: datetime, entropy: bytes) -> UUID:
    """A UUIDv7 of the millisecond of `now` (aware); `entropy` is 10 random bytes."""
    milliseconds = int(now.timestamp() * 1000)
    rest = int.from_bytes(entropy[:10], "big")
    high, low = rest >> 68, rest & ((1 << 62) - 1)
    value = (milliseconds << 80) | (0x7 << 76) | (high << 64) | (0b10 << 62) | low
    return UUID(int=value)
