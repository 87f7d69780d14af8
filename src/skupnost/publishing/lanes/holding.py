"""The lease of a lane: at most one worker serves a channel, and who lost it stops."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from skupnost.publishing import sql
from skupnost.publishing.lanes.rows import moment
from skupnost.publishing.models import Lane


@dataclass(frozen=True, slots=True)
class Pace:
    """The channel's bucket and the moment until which its network asked us to wait."""

    tokens: float
    filled_at: datetime | None
    wait_until: datetime | None


_PACE = ("tokens", "filled_at", "wait_until")
_HOLD = (
    "UPDATE publishing_lane SET owner = %s, lease_until = %s WHERE channel_id = %s"
    " AND (owner = '' OR owner = %s OR lease_until IS NULL OR lease_until <= %s)"
    " RETURNING tokens, filled_at, wait_until"
)


def hold(channel_id: int, *, owner: str, until: datetime, now: datetime) -> Pace | None:
    """The pace of the lane, which is ours until then; None where another worker holds it. A lane
    whose lease ran out may be taken by anyone."""
    parameters = [owner, moment(until), channel_id, owner, moment(now)]
    held = sql.found(_HOLD, parameters)
    if not held:
        Lane.objects.bulk_create([Lane(channel_id=channel_id)], ignore_conflicts=True)
        held = sql.found(_HOLD, parameters)
    return next((Pace(*values) for values in sql.read(Lane, _PACE, held)), None)


def spend(channel_id: int, *, tokens: float, filled_at: datetime | None) -> None:
    """Write what is left in the bucket."""
    sql.write(
        "UPDATE publishing_lane SET tokens = %s, filled_at = %s WHERE channel_id = %s",
        [tokens, moment(filled_at), channel_id],
    )


def wait(channel_id: int, until: datetime) -> None:
    """Let the whole lane wait; an earlier, longer wait stays."""
    shorter = Q(wait_until__isnull=True) | Q(wait_until__lt=until)
    Lane.objects.filter(shorter, channel_id=channel_id).update(wait_until=until)


def give_back(channel_id: int, *, owner: str) -> None:
    """Free the lane if it is still ours."""
    sql.write(
        "UPDATE publishing_lane SET owner = '', lease_until = NULL"
        " WHERE channel_id = %s AND owner = %s",
        [channel_id, owner],
    )
