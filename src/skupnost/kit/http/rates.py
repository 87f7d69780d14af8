"""When a network lets us ask again, as its answer's headers say it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

_LONGEST = timedelta(days=2)
_EPOCH_BEGINS = 1_000_000_000


def retry_at(headers: Mapping[str, str], *, now: datetime, default_seconds: int = 60) -> datetime:
    """The moment (UTC) named by Retry-After (seconds or date), X-RateLimit-Reset or
    RateLimit-Reset (seconds, Unix time or ISO 8601); the default where none can be read.

    Never before one second from now and never later than two days.
    """
    names = ("retry-after", "x-ratelimit-reset", "ratelimit-reset")
    found = (_moment(headers.get(name, ""), now) for name in names)
    told = next((moment for moment in found if moment is not None), None)
    moment = told or now + timedelta(seconds=default_seconds)
    return max(now + timedelta(seconds=1), min(moment, now + _LONGEST))


def tells_when(headers: Mapping[str, str]) -> bool:
    """Whether the answer says when to come back, which a server that failed midway does not."""
    return "retry-after" in headers


def _moment(text: str, now: datetime) -> datetime | None:
    value = text.strip()
    if value.isascii() and value.isdigit() and len(value) < 12:
        seconds = int(value)
        if seconds < _EPOCH_BEGINS:
            return now + timedelta(seconds=seconds)
        return datetime.fromtimestamp(seconds, UTC)
    return _date(value)


def _date(value: str) -> datetime | None:
    for read in (datetime.fromisoformat, parsedate_to_datetime):
        try:
            moment = read(value)
            return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
        except (ValueError, OverflowError):
            continue
    return None
