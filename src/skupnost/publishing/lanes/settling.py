"""Settling: outcomes are written in groups, guarded by the fence."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from django.db import transaction

from skupnost.channels.models import Channel, Health
from skupnost.kit.errors import ConnectorError, NeedsReconnect, RateLimited
from skupnost.publishing.lanes import holding
from skupnost.publishing.lanes.desk import Desk
from skupnost.publishing.lanes.outcomes import Moment
from skupnost.publishing.lanes.sending import Sent
from skupnost.publishing.lanes.tools import Tools


@transaction.atomic(savepoint=False)
def settle(here: Desk, group: Sequence[Sent], tools: Tools) -> None:
    """Write what came of these rows, and what it says of the channel as a whole."""
    now = tools.clock.now()
    visible_after = timedelta(seconds=here.guarantee.visible_after_seconds)
    changes = [
        change
        for sent in group
        for change in tools.judge(
            sent, Moment(now, tools.dice.random(), tools.terms, visible_after)
        )
    ]
    tools.ledger.record(changes, now=now)
    for sent in group:
        if isinstance(sent.result, ConnectorError):
            heed(here.channel.pk, sent.result, tools)


def heed(channel_id: int, error: ConnectorError, tools: Tools) -> None:
    """Let the whole channel heed what the network said to one row."""
    if isinstance(error, RateLimited):
        holding.wait(channel_id, error.retry_at)
    if isinstance(error, NeedsReconnect):
        connected = Channel.objects.filter(pk=channel_id, health=Health.OK)
        connected.update(
            health=Health.NEEDS_RECONNECT,
            health_reason=error.code,
            checked_at=tools.clock.now(),
        )
