"""Sending one delivery through its connector, under a lease."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from skupnost.domain.delivery import State
from skupnost.kit.clock import Clock
from skupnost.kit.errors import ConnectorError, Unreachable, Unsupported
from skupnost.kit.http.messages import Answer, Request
from skupnost.kit.http.port import Transport
from skupnost.kit.ports import Publishes
from skupnost.kit.values import Order, Receipt
from skupnost.publishing.lanes.desk import Desk
from skupnost.publishing.lanes.rows import Row
from skupnost.publishing.lanes.tools import Tools
from skupnost.publishing.ledger import Change

Result = Receipt | ConnectorError | Exception | None


class LeaseLost(Exception):
    """The row belongs to somebody else now: stop, write nothing, send nothing."""


@dataclass(slots=True)
class Lease:
    """Until when this worker may speak for its rows."""

    until: datetime


class LeasedTransport:
    """Lets no writing request start that could outlast the lease: a worker that slept, or was
    too slow, sends nothing that another may be sending."""

    def __init__(self, inner: Transport, lease: Lease, clock: Clock) -> None:
        self._inner = inner
        self._lease = lease
        self._clock = clock

    async def send(self, request: Request) -> Answer:
        end = self._clock.now() + timedelta(seconds=request.timeout_seconds)
        if not request.reads and end >= self._lease.until:
            raise Unreachable("no_time_left")
        return await self._inner.send(request)


@dataclass(frozen=True, slots=True)
class Sent:
    """What came of one row; a None result means that the row is no longer ours."""

    row: Row
    result: Result


def order_of(row: Row, here: Desk, tools: Tools, taken: frozenset[str] = frozenset()) -> Order:
    """The row as its connector is asked to publish or find it; `taken` are the remote ids that
    belong to other deliveries."""
    known = dict(row.checkpoints)

    async def remember(key: str, value: str) -> None:
        known[key] = value
        if not await tools.database.run_first(_remember, row, dict(known), tools):
            raise LeaseLost

    limits = here.channel.live_limits or {}
    return Order(
        delivery_id=str(row.id),
        client_id=row.client_id,
        created_at=row.created_at,
        payload=row.payload,
        open_media=tools.open_media,
        remember=remember,
        checkpoints=known,
        first_sent_at=row.first_sent_at,
        taken=taken,
        limits={name: value for name, value in limits.items() if isinstance(value, int)},
    )


def _remember(row: Row, checkpoints: dict[str, str], tools: Tools) -> bool:
    values = {"checkpoints": checkpoints}
    change = Change(row.id, None, values, fence=row.fence, within=State.SENDING.value)
    return bool(tools.ledger.record([change], now=tools.clock.now()))


class Mute:
    """Stands for a connector that cannot publish."""

    async def publish(self, order: Order) -> Receipt:
        raise Unsupported("not_by_api")


async def send(row: Row, port: Publishes, here: Desk, tools: Tools) -> Sent:
    """Publish one row and say what came of it; errors are values here."""
    if tools.is_stopping():
        return Sent(row, Unreachable("no_time_left"))
    try:
        return Sent(row, await port.publish(order_of(row, here, tools)))
    except ConnectorError as error:
        return Sent(row, error)
    except LeaseLost:
        return Sent(row, None)
