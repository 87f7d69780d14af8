"""A first look at a channel: one statement tells whether anything is to be done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from skupnost.publishing import sql
from skupnost.publishing.lanes.rows import IN_HAND, UNKNOWN, WAITING, moment
from skupnost.publishing.models import Delivery

_ROWS = "SELECT {} FROM publishing_delivery WHERE channel_id = %s AND"
_FIRST = f"{_ROWS} {WAITING} AND next_try_at IS NOT NULL ORDER BY next_try_at LIMIT 1"
_UNKNOWN = f"{_ROWS} {UNKNOWN} AND next_try_at <= %s"
_VANISHED = f"{_ROWS} {IN_HAND} AND lease_until <= %s"
_PEEK = (
    f"SELECT ({_FIRST.format('next_try_at')}),"
    f" EXISTS({_UNKNOWN.format('1')}), EXISTS({_VANISHED.format('1')})"
)


@dataclass(frozen=True, slots=True)
class Work:
    """`next_at` is when the next delivery of the channel comes due, None where none waits."""

    next_at: datetime | None
    is_unknown: bool
    has_vanished: bool

    def is_nothing(self, now: datetime) -> bool:
        """Whether nothing is due, to be looked for or to be cleared up."""
        is_due = self.next_at is not None and self.next_at <= now
        return not (is_due or self.is_unknown or self.has_vanished)


def peek(channel_id: int, now: datetime) -> Work:
    """What there is to do for a channel now."""
    at = moment(now)
    found = sql.found(_PEEK, [channel_id, channel_id, at, channel_id, at])
    ((next_at, is_unknown, has_vanished),) = found
    ((known,),) = sql.read(Delivery, ("next_try_at",), [(next_at,)])
    return Work(known, bool(is_unknown), bool(has_vanished))


def next_at(channel_id: int) -> datetime | None:
    """When the next delivery of the channel comes due, None where none waits."""
    found = sql.found(_FIRST.format("next_try_at"), [channel_id])
    return next((at for (at,) in sql.read(Delivery, ("next_try_at",), found)), None)
