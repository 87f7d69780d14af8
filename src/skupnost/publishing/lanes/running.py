"""A lane from beginning to end."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from django.db import transaction

from skupnost.channels.opening import open_with
from skupnost.channels.vault import KeyLost
from skupnost.kit.errors import ConnectorError
from skupnost.kit.ports import Publishes
from skupnost.publishing.lanes import desk, holding, intending, looking, recovering
from skupnost.publishing.lanes.claiming import Claim, claim
from skupnost.publishing.lanes.desk import Desk
from skupnost.publishing.lanes.rows import Row
from skupnost.publishing.lanes.sending import Lease, LeasedTransport, Mute, Sent, send
from skupnost.publishing.lanes.settling import settle
from skupnost.publishing.lanes.tools import Tools

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Round:
    """One round of a lane: what is to be sent and what is to be looked for, with the connector
    opened for it. `port` is a code where it could not be opened."""

    here: Desk
    port: object
    lease: Lease
    rows: tuple[Row, ...]
    looks: tuple[Row, ...]
    next_at: datetime | None


async def run_lane(channel_id: int, tools: Tools) -> bool:
    """Serve a channel until nothing of it is due within the next seconds; False where another
    worker serves it. Whatever kills it, the rows say how far it came."""
    owner = f"{tools.owner}/{uuid4()}"
    now = await tools.database.run(_begin, channel_id, owner, tools)
    if now is None:
        return False
    try:
        await _serve(channel_id, owner, now, tools)
    finally:
        await tools.database.run(holding.give_back, channel_id, owner=owner)
    return True


async def _serve(channel_id: int, owner: str, this: Round, tools: Tools) -> None:
    while True:
        await _publish(this, tools)
        await _look(this, tools)
        is_more = bool(this.looks) or await _wait(this.next_at, tools)
        if tools.is_stopping() or not is_more:
            return
        following = await tools.database.run(_begin, channel_id, owner, tools)
        if following is None:
            return
        this = following


@transaction.atomic
def _begin(channel_id: int, owner: str, tools: Tools) -> Round | None:
    """Hold the lane, clear up after vanished workers, see what is unknown, claim what is due."""
    now = tools.clock.now()
    until = now + tools.terms.lease
    pace = holding.hold(channel_id, owner=owner, until=until, now=now)
    if pace is None:
        return None
    recovering.recover(channel_id, tools)
    here = desk.load(channel_id, tools)
    looks = looking.plan(here, tools)
    catch = claim(Claim(here, owner, until, now, tools), pace)
    lease = Lease(until)
    port = _open(here, lease, tools) if catch.rows or looks else None
    return Round(here, port, lease, catch.rows, looks, catch.next_at)


async def _wait(next_at: datetime | None, tools: Tools) -> bool:
    """Wait for the exact moment of the next delivery; False where it is not near."""
    if next_at is None:
        return False
    seconds = (next_at - tools.clock.now()).total_seconds()
    if seconds > tools.terms.wake_seconds:
        return False
    await tools.clock.sleep(max(0.0, seconds))
    return True


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


async def _look(this: Round, tools: Tools) -> None:
    if this.looks:
        port = None if isinstance(this.port, str) else this.port
        await looking.look_at_all(this.looks, port, this.here, tools)


async def _publish(this: Round, tools: Tools) -> None:
    if not this.rows:
        return
    if isinstance(this.port, str):
        await tools.database.run(intending.hold, this.rows, this.port, tools)
        return
    if tools.is_stopping():
        await tools.database.run(intending.release, this.rows, tools)
        return
    broken = intending.refusals(this.here, this.rows, tools.check)
    going = await tools.database.run(intending.intend, this.rows, broken, tools)
    port = this.port if isinstance(this.port, Publishes) else Mute()
    await _send_all(going, port, this.here, tools)


async def _send_all(rows: Sequence[Row], port: Publishes, here: Desk, tools: Tools) -> None:
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
    turn: asyncio.Semaphore, row: Row, port: Publishes, here: Desk, tools: Tools
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
