"""Taking a live post away again."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Mapping
from datetime import datetime, timedelta

from skupnost.channels.opening import open_channel, the_world, transport_for
from skupnost.domain.delivery import State
from skupnost.domain.facts import Facts
from skupnost.domain.preflight import After, Finding, Level, check_change, seconds_open
from skupnost.domain.preflight.afterwards import WINDOWS, What
from skupnost.kit.clock import Clock, SystemClock
from skupnost.kit.errors import ConnectorError, Unsupported
from skupnost.kit.ports import Removes
from skupnost.networks.queries import facts_for
from skupnost.publishing.models import Attempt, Delivery

REMOVE = "remove"


class NotRemoved(Exception):
    """The post is still live, or may be; `code` and `params` fill its sentence."""

    def __init__(self, code: str, params: Mapping[str, str | int | float]) -> None:
        super().__init__(code)
        self.code = code
        self.params = dict(params)


def remove_live(*, delivery: Delivery, now: datetime, clock: Clock | None = None) -> Delivery:
    """Ask the network to remove the post. The delivery stays published, since it was, with
    `removed_at`; the wish is on record before the network is asked. Not inside a transaction."""
    if delivery.state != State.PUBLISHED or not delivery.remote_id:
        raise NotRemoved("not_live", {})
    _ensure_may_remove(delivery, now)
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


def _ensure_may_remove(delivery: Delivery, now: datetime) -> None:
    """NotRemoved where the network's rules let nobody remove it any more, or not so many."""
    for finding in changes(delivery, now)["remove"]:
        if finding.level is not Level.HINT:
            raise NotRemoved("preflight", {"code": finding.code, "where": "", **finding.params})


def changes(
    delivery: Delivery, now: datetime, *, counts_others: bool = True
) -> Mapping[What, tuple[Finding, ...]]:
    """What the network's rules say to editing and removing a live post now; how many others were
    removed lately costs a query."""
    facts = _facts(delivery)
    if not WINDOWS.keys() & facts.keys():
        return {"edit": (), "remove": ()}
    age = (now - _live_since(delivery)).total_seconds()
    ago = _removed_ago(delivery, now) if counts_others else ()
    return {
        "edit": check_change("edit", After(age), facts),
        "remove": check_change("remove", After(age, earlier=ago), facts),
    }


def open_until(delivery: Delivery, what: What) -> datetime | None:
    """Until when the network lets the live post be changed so; None where no end is known."""
    seconds = seconds_open(what, _facts(delivery))
    return None if seconds is None else _live_since(delivery) + timedelta(seconds=seconds)


def _facts(delivery: Delivery) -> Facts:
    channel = delivery.channel
    return facts_for(channel.network, channel.account_kind, channel.live_limits or None)


def _live_since(delivery: Delivery) -> datetime:
    return delivery.published_at or delivery.due_at


def _removed_ago(delivery: Delivery, now: datetime) -> tuple[float, ...]:
    """How many seconds ago each other post of the channel was removed, within a day."""
    removed = Delivery.objects.filter(
        channel=delivery.channel, removed_at__gt=now - timedelta(days=1)
    )
    earlier = removed.exclude(pk=delivery.pk).values_list("removed_at", flat=True)
    return tuple((now - at).total_seconds() for at in earlier if at)


async def _remove(delivery: Delivery, clock: Clock) -> None:
    async with the_world() as network:
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
