"""A lane from beginning to end."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import uuid4

from django.db import transaction

from skupnost.channels.opening import open_with
from skupnost.channels.vault import KeyLost
from skupnost.kit.errors import ConnectorError
from skupnost.kit.ports import Publishes
from skupnost.publishing.lanes import desk, holding, intending, looking, peeking, recovering
from skupnost.publishing.lanes.claiming import Claim, claim
from skupnost.publishing.lanes.desk import Desk
from skupnost.publishing.lanes.rows import Row
from skupnost.publishing.lanes.sending import Lease, LeasedTransport, Mute, Sent, send
from skupnost.publishing.lanes.settling import settle
from skupnost.publishing.lanes.tools import Tools

SLOW_SECONDS = 1.0

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Round:
    """One round of a lane: what is to be sent now, its intent committed, and what is to be looked
    for, with the connector opened for it; `port` is None where it could not be opened. The lane
    is ours until its lease ends, or free again where `is_over`."""

    lease: Lease
    next_at: datetime | None = None
    here: Desk | None = None
    port: object = None
    rows: tuple[Row, ...] = ()
    looks: tuple[Row, ...] = ()
    is_over: bool = False


async def run_lane(channel_id: int, tools: Tools) -> bool:
    """Serve a channel until nothing of it is due within the next seconds; False where another
    worker serves it. Whatever kills it, the rows say how far it came."""
    owner = f"{tools.owner}/{uuid4()}"
    this = await tools.database.run(_begin, channel_id, owner, tools)
    if this is None:
        return False
    try:
        while not this.is_over:
            following = await _serve(channel_id, owner, this, tools)
            if following is None:
                break
            this = following
    finally:
        if not this.is_over:
            await tools.database.run_first(holding.give_back, channel_id, owner=owner)
    return True


async def _serve(channel_id: int, owner: str, this: Round, tools: Tools) -> Round | None:
    """Send and look; the next round, None where there is none."""
    if this.here is not None:
        await _send_all(this.rows, this.port, this.here, tools)
        await looking.look_at_all(this.looks, this.port, this.here, tools)
    is_more = bool(this.looks) or await _wait(this.next_at, tools)
    if tools.is_stopping() or not is_more:
        return None
    return await tools.database.run(_begin, channel_id, owner, tools)


@transaction.atomic(savepoint=False)
def _begin(channel_id: int, owner: str, tools: Tools) -> Round | None:
    """Hold the lane, clear up after vanished workers, see what is unknown, claim what is due and
    write down that it will be sent now. None where another worker holds the lane."""
    now = tools.clock.now()
    lease = Lease(now + tools.terms.lease)
    pace = holding.hold(channel_id, owner=owner, until=lease.until, now=now)
    if pace is None:
        return None
    work = peeking.peek(channel_id, now)
    if work.is_nothing(now) or tools.is_stopping():
        return _rest(channel_id, owner, Round(lease, work.next_at), tools)
    if work.has_vanished:
        recovering.recover(channel_id, tools)
    here = desk.load(channel_id, tools)
    looks = looking.plan(here, tools) if work.is_unknown else ()
    catch = claim(Claim(here, owner, lease.until, now, tools), pace)
    port = _open(here, lease, tools) if catch.rows or looks else None
    rows = _intended(catch.rows, here, port, tools)
    opened = None if isinstance(port, str) else port
    return Round(lease, catch.next_at, here, opened, rows, looks)


def _rest(channel_id: int, owner: str, this: Round, tools: Tools) -> Round:
    """A round in which nothing is done but to wait; where nothing comes soon, the last one. The
    code of a network is read from the disk at its first use: not in the minute of a post."""
    if _is_near(this.next_at, tools):
        desk.load(channel_id, tools)
        return this
    holding.give_back(channel_id, owner=owner)
    return replace(this, is_over=True)


def _intended(rows: Sequence[Row], here: Desk, port: object, tools: Tools) -> tuple[Row, ...]:
    """The claimed rows that go out now; the others are held or refused."""
    if isinstance(port, str):
        intending.hold(rows, port, tools)
        return ()
    broken = intending.refusals(here, rows, tools.check)
    return intending.intend(rows, broken, tools)


def _is_near(next_at: datetime | None, tools: Tools) -> bool:
    """Whether a lane waits for this moment itself."""
    if next_at is None or tools.is_stopping():
        return False
    return (next_at - tools.clock.now()).total_seconds() <= tools.terms.wake_seconds


async def _wait(next_at: datetime | None, tools: Tools) -> bool:
    """Wait for the exact moment of the next delivery; False where it is not near."""
    if next_at is None or not _is_near(next_at, tools):
        return False
    seconds = (next_at - tools.clock.now()).total_seconds()
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


async def _send_all(rows: Sequence[Row], port: object, here: Desk, tools: Tools) -> None:
    """Post at once, bounded; settle in groups as the answers come."""
    this = Sending(port if isinstance(port, Publishes) else Mute(), here, tools, iter(rows))
    senders = {Sender(this) for _ in rows[: tools.terms.at_once]}
    try:
        while senders:
            senders = await _settled(senders, this)
    finally:
        for sender in senders:
            sender.task.cancel()


async def _settled(senders: set[Sender], this: Sending) -> set[Sender]:
    """Wait for news, write what came of it; the senders that are still at work."""
    await this.news.wait()
    await asyncio.wait([s.task for s in senders], timeout=this.tools.terms.settle_seconds)
    this.news.clear()
    ended = {sender for sender in senders if sender.task.done()}
    again = {Sender(this) for sender in ended if sender.has_failed()}
    if group := this.sent[:]:
        this.sent.clear()
        await this.tools.database.run_first(settle, this.here, group, this.tools)
    return (senders - ended) | again


@dataclass(slots=True)
class Sending:
    """What the senders of a round share: the rows that are left, what came of the others, and
    that there is news of it."""

    port: Publishes
    here: Desk
    tools: Tools
    left: Iterator[Row]
    sent: list[Sent] = field(default_factory=list)
    news: asyncio.Event = field(default_factory=asyncio.Event)

    def tell(self, sent: Sent) -> None:
        self.sent.append(sent)
        self.news.set()


class Sender:
    """Sends one row after another, as long as there are any."""

    def __init__(self, this: Sending) -> None:
        self._this = this
        self._row: Row | None = None
        self.task = asyncio.create_task(self._work())
        self.task.add_done_callback(lambda _: this.news.set())

    async def _work(self) -> None:
        """A slot is kept from row to row while the network is quick; a slow one lets others go
        first."""
        is_left = True
        while is_left:
            async with self._this.tools.slots:
                is_left = await self._send_while_quick()

    async def _send_while_quick(self) -> bool:
        """Whether rows may be left."""
        this = self._this
        clock = asyncio.get_running_loop().time
        for row in this.left:
            self._row, began = row, clock()
            this.tell(await send(row, this.port, this.here, this.tools))
            if clock() - began > SLOW_SECONDS:
                return True
        return False

    def has_failed(self) -> bool:
        """Whether a fault in the connector ended the work; it tells nothing about the post."""
        fault = self.task.exception()
        if fault is None or self._row is None:
            return False
        log.error("A connector failed while publishing %s.", self._row.id, exc_info=fault)
        self._this.tell(Sent(self._row, fault if isinstance(fault, Exception) else None))
        return True
