"""A lane from beginning to end."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from datetime import datetime
from uuid import uuid4

from skupnost.channels.opening import open_with
from skupnost.channels.vault import KeyLost
from skupnost.domain.reconciliation import Step
from skupnost.kit.errors import ConnectorError
from skupnost.publishing.lanes import desk, holding, intending, looking, recovering
from skupnost.publishing.lanes.claiming import Catch, claim
from skupnost.publishing.lanes.desk import Desk
from skupnost.publishing.lanes.rows import Row
from skupnost.publishing.lanes.sending import Lease, LeasedTransport, Sent, send
from skupnost.publishing.lanes.settling import settle
from skupnost.publishing.lanes.tools import Tools

log = logging.getLogger(__name__)


async def run_lane(channel_id: int, tools: Tools) -> bool:
    """Serve a channel until nothing of it is due within the next seconds; False where another
    worker serves it. Whatever kills it, the rows say how far it came."""
    owner = f"{tools.owner}/{uuid4()}"
    if not await tools.database.run(_begin, channel_id, owner, tools):
        return False
    try:
        await _serve(channel_id, owner, tools)
    finally:
        await tools.database.run(holding.give_back, channel_id, owner=owner)
    return True


def _begin(channel_id: int, owner: str, tools: Tools) -> bool:
    now = tools.clock.now()
    if not holding.take(channel_id, owner=owner, until=now + tools.terms.lease, now=now):
        return False
    recovering.recover(channel_id, tools)
    return True


async def _serve(channel_id: int, owner: str, tools: Tools) -> None:
    while not tools.is_stopping():
        await _look(channel_id, tools)
        catch = await tools.database.run(claim, channel_id, owner, tools)
        if catch.is_lost:
            return
        if catch.rows and catch.desk is not None:
            await _publish(catch.desk, catch, tools)
        elif not await _wait(catch.next_at, tools):
            return


async def _wait(next_at: datetime | None, tools: Tools) -> bool:
    """Wait for the exact moment of the next delivery; False where it is not near."""
    if next_at is None:
        return False
    seconds = (next_at - tools.clock.now()).total_seconds()
    if seconds > tools.terms.wake_seconds:
        return False
    await tools.clock.sleep(max(0.0, seconds))
    return True


async def _look(channel_id: int, tools: Tools) -> None:
    here, planned = await tools.database.run(_plan, channel_id, tools)
    rows = planned.of(Step.LOOK)
    if rows:
        port = await tools.database.run(_open, here, Lease(tools.clock.now()), tools)
        await looking.look_at_all(rows, None if isinstance(port, str) else port, here, tools)


def _plan(channel_id: int, tools: Tools) -> tuple[Desk, looking.Plan]:
    here = desk.load(channel_id, tools)
    return here, looking.plan(here, tools)


def _open(here: Desk, lease: Lease, tools: Tools) -> object:
    """The connector opened for the channel, its token in the clear only inside it; a code where
    it cannot be opened."""
    if here.connector is None:
        return "network_missing"
    transport = LeasedTransport(tools.transport_of(here.channel), lease, tools.clock)
    try:
        return open_with(here.connector, here.channel, transport=transport, clock=tools.clock)
    except KeyLost:
        return "credentials_unreadable"
    except ConnectorError as error:
        return error.code


async def _publish(here: Desk, catch: Catch, tools: Tools) -> None:
    lease = Lease(catch.lease_until or tools.clock.now())
    port = await tools.database.run(_open, here, lease, tools)
    if isinstance(port, str):
        await tools.database.run(intending.hold, catch.rows, port, tools)
        return
    if tools.is_stopping():
        await tools.database.run(intending.release, catch.rows, tools)
        return
    broken = intending.refusals(here, catch.rows, tools.check)
    going = await tools.database.run(intending.intend, catch.rows, broken, tools)
    await _send_all(going, port, here, tools)


async def _send_all(rows: Sequence[Row], port: object, here: Desk, tools: Tools) -> None:
    """Post at once, bounded; settle in groups as the answers come."""
    turn = asyncio.Semaphore(tools.terms.at_once)
    waiting = {asyncio.create_task(_in_turn(turn, row, port, here, tools)): row for row in rows}
    while waiting:
        await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
        if len(waiting) > 1:
            await asyncio.wait(waiting, timeout=tools.terms.settle_seconds)
        done = {task: row for task, row in waiting.items() if task.done()}
        for task in done:
            del waiting[task]
        group = [_outcome(task, row) for task, row in done.items()]
        await tools.database.run(settle, here, group, tools)


async def _in_turn(
    turn: asyncio.Semaphore, row: Row, port: object, here: Desk, tools: Tools
) -> Sent:
    async with turn:
        return await send(row, port, here, tools)


def _outcome(task: asyncio.Task[Sent], row: Row) -> Sent:
    """What a task brought; a fault in a connector tells nothing about the post."""
    fault = task.exception()
    if fault is None:
        return task.result()
    log.error("A connector failed while publishing %s.", row.id, exc_info=fault)
    return Sent(row, fault if isinstance(fault, Exception) else None)
