"""Finds the channels that need a lane, and what waited until it was too late."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Q

from skupnost.domain.delivery import CLAIMABLE, IN_FLIGHT, Event, State
from skupnost.domain.pacing import is_too_late
from skupnost.publishing.ledger import Change, FencedLedger
from skupnost.publishing.models import Delivery, Lane

AHEAD = timedelta(seconds=3)
MOST_AT_ONCE = 1000


def channels_with_work(now: datetime) -> list[int]:
    """Channels with deliveries due within the next seconds, looks due, or leases that ran out;
    those with a lane at work, or told to wait by their network, are left out."""
    soon = now + AHEAD
    wanted = (
        _channels(Q(state__in=sorted(CLAIMABLE), next_try_at__lte=soon))
        | _channels(Q(state=State.UNKNOWN.value, next_try_at__lte=now))
        | _channels(Q(state__in=sorted(IN_FLIGHT), lease_until__lte=now))
    )
    if not wanted:
        return []
    return sorted(wanted - _busy(now) - (_waiting(soon) - _to_look_at(now)))


def _channels(which: Q) -> set[int]:
    rows = Delivery.objects.filter(which).values_list("channel_id", flat=True)
    return set(rows.distinct()[:MOST_AT_ONCE])


def _busy(now: datetime) -> set[int]:
    lanes = Lane.objects.exclude(owner="").filter(lease_until__gt=now)
    return set(lanes.values_list("channel_id", flat=True))


def _waiting(soon: datetime) -> set[int]:
    return set(Lane.objects.filter(wait_until__gt=soon).values_list("channel_id", flat=True))


def _to_look_at(now: datetime) -> set[int]:
    looks = Q(state=State.UNKNOWN.value, next_try_at__lte=now)
    return _channels(looks | Q(state__in=sorted(IN_FLIGHT), lease_until__lte=now))


def miss_what_is_held(now: datetime) -> int:
    """Call missed what was held until its window was over, so that the calendar shows it."""
    held = Delivery.objects.filter(state=State.HELD, due_at__lte=now)
    late = [
        Change(pk, Event.MISS, {"reason": "held_too_long", "next_try_at": None})
        for pk, due_at, window in held.values_list("pk", "due_at", "window_minutes")
        if is_too_late(due_at=due_at, window_minutes=window, now=now)
    ]
    return len(FencedLedger().record(late, now=now)) if late else 0
