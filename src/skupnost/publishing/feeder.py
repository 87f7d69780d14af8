"""Finds the channels that need a lane, and what waited until it was too late."""

from __future__ import annotations

from datetime import datetime, timedelta

from skupnost.domain.delivery import Event
from skupnost.domain.pacing import is_too_late
from skupnost.publishing import sql
from skupnost.publishing.lanes.rows import HELD, IN_HAND, UNKNOWN, WAITING, moment
from skupnost.publishing.ledger import Change, FencedLedger
from skupnost.publishing.models import Delivery, Lane

AHEAD = timedelta(seconds=3)
MOST_AT_ONCE = 20_000
_HELD = ("id", "due_at", "window_minutes")


def channels_with_work(now: datetime) -> list[int]:
    """Channels with deliveries due within the next seconds, looks due, or leases that ran out;
    those with a lane at work, or told to wait by their network, are left out."""
    soon = now + AHEAD
    due = _channels(f"{WAITING} AND next_try_at <= %s", soon)
    to_look_at = _channels(f"{UNKNOWN} AND next_try_at <= %s", now)
    to_clear_up = _channels(f"{IN_HAND} AND lease_until <= %s", now)
    if not (due or to_look_at or to_clear_up):
        return []
    return sorted(((due - _waiting(soon)) | to_look_at | to_clear_up) - _busy(now))


def _channels(tests: str, until: datetime) -> set[int]:
    wanted = f"SELECT DISTINCT channel_id FROM publishing_delivery WHERE {tests}"  # noqa: S608
    found = sql.found(f"{wanted} LIMIT {MOST_AT_ONCE}", [moment(until)])
    return {channel for (channel,) in found}


def _busy(now: datetime) -> set[int]:
    lanes = Lane.objects.exclude(owner="").filter(lease_until__gt=now)
    return set(lanes.values_list("channel_id", flat=True))


def _waiting(soon: datetime) -> set[int]:
    return set(Lane.objects.filter(wait_until__gt=soon).values_list("channel_id", flat=True))


def miss_what_is_held(now: datetime) -> int:
    """Call missed what was held until its window was over, so that the calendar shows it."""
    rest = f"WHERE {HELD} AND due_at <= %s"
    held = sql.found(sql.select(Delivery, _HELD, rest), [moment(now)])
    late = [
        Change(pk, Event.MISS, {"reason": "held_too_long", "next_try_at": None})
        for pk, due_at, window in sql.read(Delivery, _HELD, held)
        if is_too_late(due_at=due_at, window_minutes=window, now=now)
    ]
    return len(FencedLedger().record(late, now=now))
