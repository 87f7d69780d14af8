"""Leases that ran out: nothing was sent from a claimed row; of one in sending nobody knows."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from skupnost.domain.delivery import IN_FLIGHT, Event, State
from skupnost.publishing import sql
from skupnost.publishing.attempts import Closed
from skupnost.publishing.lanes.outcomes import FREE
from skupnost.publishing.lanes.rows import IN_HAND, moment
from skupnost.publishing.lanes.tools import Tools
from skupnost.publishing.ledger import Change
from skupnost.publishing.models import Delivery, Lane

VANISHED = "worker_vanished"
_NAMES = ("id", "state", "fence")


def recover(channel_id: int, tools: Tools) -> int:
    """Settle the rows of this channel whose worker vanished; how many."""
    now = tools.clock.now()
    tests = f"channel_id = %s AND {IN_HAND} AND lease_until <= %s"
    over = sql.found(sql.select(Delivery, _NAMES, f"WHERE {tests}"), [channel_id, moment(now)])
    rows = sql.read(Delivery, _NAMES, over)
    changes = [_recovered(*row, now=now, tools=tools) for row in rows]
    return len(tools.ledger.record(changes, now=now)) if changes else 0


@transaction.atomic
def bury(executor: str, now: datetime) -> None:
    """End all leases of an earlier life of this executor, of which is known that it is over."""
    mine = f"{executor}/"
    Delivery.objects.filter(
        state__in=sorted(IN_FLIGHT), owner__startswith=mine, lease_until__gt=now
    ).update(lease_until=now)
    Lane.objects.filter(owner__startswith=mine).update(owner="", lease_until=None)


def _recovered(pk: UUID, state: str, fence: int, *, now: datetime, tools: Tools) -> Change:
    if state == State.CLAIMED:
        return Change(pk, Event.RELEASE, FREE, fence=fence)
    at = now + tools.terms.look_shortest
    values: dict[str, Any] = {
        **FREE,
        "next_try_at": at,
        "n_absent": 0,
        "reason": VANISHED,
        "reason_params": {},
    }
    trace = Closed(VANISHED, next_try_at=at)
    return Change(pk, Event.LOSE_SIGHT, values, fence=fence, trace=trace)
