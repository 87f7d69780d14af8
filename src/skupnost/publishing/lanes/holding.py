"""The lease of a lane: at most one worker serves a channel, and who lost it stops."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from skupnost.publishing.models import Lane


@dataclass(frozen=True, slots=True)
class Pace:
    """The channel's bucket and the moment until which its network asked us to wait."""

    tokens: float
    filled_at: datetime | None
    wait_until: datetime | None


def take(channel_id: int, *, owner: str, until: datetime, now: datetime) -> bool:
    """Whether the lane is ours now. A lane whose lease ran out may be taken by anyone."""
    Lane.objects.bulk_create([Lane(channel_id=channel_id)], ignore_conflicts=True)
    free = Q(owner="") | Q(owner=owner) | Q(lease_until__isnull=True) | Q(lease_until__lte=now)
    lanes = Lane.objects.filter(free, channel_id=channel_id)
    return bool(lanes.update(owner=owner, lease_until=until))


def keep(channel_id: int, *, owner: str, until: datetime, now: datetime) -> Pace | None:
    """The pace of our lane with its lease prolonged; None where it is no longer ours."""
    lanes = Lane.objects.filter(channel_id=channel_id, owner=owner, lease_until__gt=now)
    if not lanes.update(lease_until=until):
        return None
    tokens, filled_at, wait_until = Lane.objects.values_list(
        "tokens", "filled_at", "wait_until"
    ).get(channel_id=channel_id)
    return Pace(tokens, filled_at, wait_until)


def spend(channel_id: int, *, tokens: float, filled_at: datetime | None) -> None:
    """Write what is left in the bucket."""
    Lane.objects.filter(channel_id=channel_id).update(tokens=tokens, filled_at=filled_at)


def wait(channel_id: int, until: datetime) -> None:
    """Let the whole lane wait; an earlier, longer wait stays."""
    shorter = Q(wait_until__isnull=True) | Q(wait_until__lt=until)
    Lane.objects.filter(shorter, channel_id=channel_id).update(wait_until=until)


def give_back(channel_id: int, *, owner: str) -> None:
    Lane.objects.filter(channel_id=channel_id, owner=owner).update(owner="", lease_until=None)
