"""Reconciliation: what became of the deliveries whose outcome nobody knows."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from skupnost.channels.models import Health
from skupnost.domain.reconciliation import Step, next_step
from skupnost.kit.errors import ConnectorError, NeedsReconnect, Unreachable, Unsupported
from skupnost.kit.ports import Finds
from skupnost.publishing.lanes.desk import Desk
from skupnost.publishing.lanes.outcomes import window_end
from skupnost.publishing.lanes.rows import UNKNOWN, Row, rows_where
from skupnost.publishing.lanes.sending import order_of
from skupnost.publishing.lanes.settling import heed
from skupnost.publishing.lanes.sightings import Circumstances, Look, asked, repeated, sighted
from skupnost.publishing.lanes.tools import Tools
from skupnost.publishing.models import Delivery

A_DAY = timedelta(days=1)
NOT_OURS = "listed_for_another"


def plan(here: Desk, tools: Tools) -> tuple[Row, ...]:
    """The rows to look for now. Those that need no look are settled at once."""
    now = tools.clock.now()
    tests = f"channel_id = %s AND {UNKNOWN} AND next_try_at <= %s"
    rows = rows_where(tests, [here.channel.pk, now], limit=tools.terms.batch)
    if not rows:
        return ()
    steps = {row.id: _step(here, row, tools, now) for row in rows}
    settled = [
        repeated(row, tools.terms, now, tools.dice.random())
        if steps[row.id] is Step.REPEAT
        else asked(row, "no_way_to_ask", now)
        for row in rows
        if steps[row.id] is not Step.LOOK
    ]
    tools.ledger.record(settled, now=now)
    return tuple(row for row in rows if steps[row.id] is Step.LOOK)


def may_repeat(row: Row, tools: Tools, now: datetime) -> bool:
    """Whether tries and time are left for sending once more."""
    return row.n_attempts < tools.terms.backoff.max_tries and now <= window_end(row)


def _step(here: Desk, row: Row, tools: Tools, now: datetime) -> Step:
    again = may_repeat(row, tools, now)
    return next_step(here.guarantee, first_sent_at=row.first_sent_at, may_repeat=again, now=now)


async def look(row: Row, port: object, here: Desk, tools: Tools, taken: frozenset[str]) -> Look:
    """Ask the network about one row; errors are values here."""
    started_at = tools.clock.now()
    if port is None:
        return Look(row, started_at, NeedsReconnect("needs_reconnect"))
    if not isinstance(port, Finds):
        return Look(row, started_at, Unsupported("cannot_find"))
    async with tools.slots:
        try:
            return Look(row, started_at, await port.find(order_of(row, here, tools, taken)))
        except ConnectorError as error:
            return Look(row, started_at, error)


def taken_ids(here: Desk, rows: Sequence[Row]) -> Mapping[UUID, frozenset[str]]:
    """For each row the remote ids that other deliveries of the channel own: what stands under
    their names cannot be this row's, even where the text is the same."""
    since = min(row.created_at for row in rows) - A_DAY
    others = Delivery.objects.filter(channel_id=here.channel.pk, intent_at__gte=since)
    owned = {
        pk: {remote_id, *checkpoints.values()} - {""}
        for pk, remote_id, checkpoints in others.values_list("pk", "remote_id", "checkpoints")
    }
    return {
        row.id: frozenset().union(*(ids for pk, ids in owned.items() if pk != row.id))
        for row in rows
    }


@transaction.atomic(savepoint=False)
def settle_looks(here: Desk, looks: Sequence[Look], tools: Tools) -> None:
    """Write what was seen, guarded by what the rows were when we looked."""
    now = tools.clock.now()
    judged = _one_each(looks)
    changes = [change for seen in judged for change in sighted(seen, _case(here, seen, tools, now))]
    tools.ledger.record(changes, now=now)
    for seen in looks:
        if isinstance(seen.answer, ConnectorError):
            heed(here.channel.pk, seen.answer, tools)


def _one_each(looks: Sequence[Look]) -> list[Look]:
    """Two deliveries with the same text may have seen the same post: only the first has it, the
    other looks again."""
    owned: set[str] = set()
    judged = []
    for seen in looks:
        name = seen.remote_id
        judged.append(replace(seen, answer=Unreachable(NOT_OURS)) if name in owned else seen)
        owned.add(name)
    return judged


def _case(here: Desk, seen: Look, tools: Tools, now: datetime) -> Circumstances:
    visible_after = timedelta(seconds=here.guarantee.visible_after_seconds)
    return Circumstances(now, tools.terms, visible_after, may_repeat(seen.row, tools, now))


def can_ask(here: Desk) -> bool:
    """Whether the channel has credentials that may still hold. A paused one may be asked."""
    return here.channel.health in (Health.OK, Health.PAUSED)


async def look_at_all(rows: Sequence[Row], port: object, here: Desk, tools: Tools) -> None:
    """Look for these rows at once and write what was seen."""
    if not rows:
        return
    asking = port if can_ask(here) else None
    taken = await tools.database.run(taken_ids, here, rows)
    looks = await asyncio.gather(*(look(row, asking, here, tools, taken[row.id]) for row in rows))
    await tools.database.run_first(settle_looks, here, looks, tools)
