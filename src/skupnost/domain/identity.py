"""Names for rows: UUIDs that sort by the moment they were made."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID


def uuid7(*, now: datetime, entropy: bytes) -> UUID:
    """A UUIDv7 (RFC 9562, 5.7) of this millisecond; `entropy`: ten random bytes or more."""
    milliseconds = int(now.timestamp() * 1000) & (2**48 - 1)
    random = int.from_bytes(entropy[:10], "big")
    value = milliseconds << 80
    value |= 0x7 << 76
    value |= (random >> 68) << 64 & (0xFFF << 64)
    value |= 0b10 << 62
    value |= random & (2**62 - 1)
    return UUID(int=value)
