"""A lane from beginning to end."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
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
        await tools.database.run_first(holding.give_back, channel_id, owner=owner)
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


@transaction.atomic(savepoint=False)
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
        await tools.database.run_first(intending.hold, this.rows, this.port, tools)
        return
    if tools.is_stopping():
        await tools.database.run_first(intending.release, this.rows, tools)
        return
    broken = intending.refusals(this.here, this.rows, tools.check)
    going = await tools.database.run_first(intending.intend, this.rows, broken, tools)
    port = this.port if isinstance(this.port, Publishes) else Mute()
    await _send_all(going, port, this.here, tools)


async def _send_all(rows: Sequence[Row], port: Publishes, here: Desk, tools: Tools) -> None:
    """Post at once, bounded; settle in groups as the answers come."""
    left, sent = iter(rows), list[Sent]()
    senders = {_sender(left, sent, port, here, tools) for _ in rows[: tools.terms.at_once]}
    while senders:
        tasks = [sender.task for sender in senders]
        await asyncio.wait(tasks, timeout=tools.terms.settle_seconds)
        ended = {sender for sender in senders if sender.task.done()}
        senders -= ended
        for sender in ended:
            if sender.has_failed(sent):
                senders.add(_sender(left, sent, port, here, tools))
        if sent:
            group = sent[:]
            sent.clear()
            await tools.database.run_first(settle, here, group, tools)


def _sender(
    left: Iterator[Row], sent: list[Sent], port: Publishes, here: Desk, tools: Tools
) -> Sender:
    sender = Sender(None)
    sender.task = asyncio.create_task(sender.work(left, sent, port, here, tools))
    return sender


@dataclass(eq=False, slots=True)
class Sender:
    """Sends one row after another, as long as there are any."""

    row: Row | None
    task: asyncio.Task[None] = field(init=False)

    async def work(
        self, left: Iterator[Row], sent: list[Sent], port: Publishes, here: Desk, tools: Tools
    ) -> None:
        """Until no row is left; what came of each is added to `sent`."""
        for row in left:
            self.row = row
            sent.append(await send(row, port, here, tools))

    def has_failed(self, sent: list[Sent]) -> bool:
        """Whether a fault in the connector ended the work; it tells nothing about the post."""
        fault = self.task.exception()
        if fault is None or self.row is None:
            return False
        log.error("A connector failed while publishing %s.", self.row.id, exc_info=fault)
        sent.append(Sent(self.row, fault if isinstance(fault, Exception) else None))
        return True
