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


def hold(channel_id: int, *, owner: str, until: datetime, now: datetime) -> Pace | None:
    """The pace of the lane, which is ours until then; None where another worker holds it. A lane
    whose lease ran out may be taken by anyone."""
    free = Q(owner="") | Q(owner=owner) | Q(lease_until__isnull=True) | Q(lease_until__lte=now)
    lane = Lane.objects.filter(free, channel_id=channel_id)
    if not lane.update(owner=owner, lease_until=until):
        Lane.objects.bulk_create([Lane(channel_id=channel_id)], ignore_conflicts=True)
        if not lane.update(owner=owner, lease_until=until):
            return None
    columns = ("tokens", "filled_at", "wait_until")
    return Pace(*Lane.objects.values_list(*columns).get(channel_id=channel_id))


def spend(channel_id: int, *, tokens: float, filled_at: datetime | None) -> None:
    """Write what is left in the bucket."""
    Lane.objects.filter(channel_id=channel_id).update(tokens=tokens, filled_at=filled_at)


def wait(channel_id: int, until: datetime) -> None:
    """Let the whole lane wait; an earlier, longer wait stays."""
    shorter = Q(wait_until__isnull=True) | Q(wait_until__lt=until)
    Lane.objects.filter(shorter, channel_id=channel_id).update(wait_until=until)


def give_back(channel_id: int, *, owner: str) -> None:
    """Free the lane if it is still ours."""
    Lane.objects.filter(channel_id=channel_id, owner=owner).update(owner="", lease_until=None)
