"""Taking a live post away again."""

from __future__ import annotations

import asyncio
import random
from datetime import datetime

from django.conf import settings

from skupnost.channels.opening import open_channel, transport_for
from skupnost.domain.delivery import State
from skupnost.kit.clock import Clock, SystemClock
from skupnost.kit.errors import ConnectorError, Unsupported
from skupnost.kit.http.aiohttp_transport import AiohttpTransport
from skupnost.kit.ports import Removes
from skupnost.publishing.models import Attempt, Delivery

REMOVE = "remove"


class NotRemoved(Exception):
    """The post is still live, or may be; `code` and `params` fill its sentence."""

    def __init__(self, code: str, params: dict[str, str | int]) -> None:
        super().__init__(code)
        self.code = code
        self.params = params


def remove_live(*, delivery: Delivery, now: datetime, clock: Clock | None = None) -> Delivery:
    """Ask the network to remove the post. The delivery stays published, since it was, with
    `removed_at`; the wish is on record before the network is asked. Not inside a transaction."""
    if delivery.state != State.PUBLISHED or not delivery.remote_id:
        raise NotRemoved("not_live", {})
    wish = Attempt.objects.create(
        delivery=delivery,
        kind=Attempt.Kind.PERSON,
        number=delivery.n_attempts,
        fence=delivery.fence,
        started_at=now,
    )
    try:
        asyncio.run(_remove(delivery, clock or SystemClock()))
    except ConnectorError as error:
        _end(wish, now, "not_removed", error)
        raise NotRemoved(error.code, error.params) from error
    _end(wish, now, REMOVE, None)
    Delivery.objects.filter(pk=delivery.pk).update(removed_at=now)
    delivery.refresh_from_db()
    return delivery


async def _remove(delivery: Delivery, clock: Clock) -> None:
    async with AiohttpTransport(allow_private=settings.ALLOW_PRIVATE_HOSTS) as network:
        transport = transport_for(
            delivery.channel,
            network=network,
            clock=clock,
            dice=random.Random(),  # noqa: S311
        )
        port = open_channel(delivery.channel, transport=transport, clock=clock)
        if not isinstance(port, Removes):
            raise Unsupported("cannot_remove")
        await port.remove(delivery.remote_id)


def _end(wish: Attempt, now: datetime, outcome: str, error: ConnectorError | None) -> None:
    wish.ended_at = now
    wish.outcome = outcome
    if error is not None:
        wish.cause, wish.cause_params = error.code, error.params
    wish.save(update_fields=("ended_at", "outcome", "cause", "cause_params"))
