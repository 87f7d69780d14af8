"""Asking networks what came back to a channel's posts: daily by the worker, or now by a button."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from skupnost.channels.asking import NotConnected, ask
from skupnost.channels.models import Channel, Health
from skupnost.channels.opening import is_practice, kind_of
from skupnost.kit.errors import Unsupported
from skupnost.kit.ports import Measures
from skupnost.kit.registry import find_connector
from skupnost.kit.values import Measurement
from skupnost.metrics.keeping import BATCH, keep
from skupnost.metrics.models import FollowerCount, HistoryImport

NETWORK = "network"
MOST_POSTS = 400
EVERY = timedelta(days=1)
AT_ONCE = 5

__all__ = ["NotConnected", "can_measure", "due", "measure_channel", "measure_due"]


def can_measure(channel: Channel) -> bool:
    """Whether the network tells a program what came back to this channel's posts."""
    known = find_connector(channel.network)
    if known is None or channel.account_kind not in known.manifest.kinds:
        return False
    return "measures" in kind_of(channel).machine.ports and channel.health == Health.OK


def measure_channel(*, channel: Channel, now: datetime) -> HistoryImport:
    """Ask the network now and keep what it tells; raises NotConnected."""
    told = ask(channel, _measured)
    new = merged = same = 0
    for start in range(0, len(told.posts), BATCH):
        posts = told.posts[start : start + BATCH]
        counts = keep(channel, posts, observed_at=now, is_live=True)
        new, merged, same = new + counts["new"], merged + counts["merged"], same + counts["same"]
    if told.followers is not None:
        FollowerCount.objects.update_or_create(
            channel=channel, observed_at=now, defaults={"value": told.followers}
        )
    return _noted(channel, now, n_new=new, n_merged=merged, n_same=same, notices=[])


async def _measured(opened: object) -> Measurement:
    if not isinstance(opened, Measures):
        raise Unsupported("not_by_api")
    return await opened.measure(limit=MOST_POSTS)


def _noted(channel: Channel, now: datetime, **values: object) -> HistoryImport:
    """The one row that tells of the network's last answer."""
    row, _is_new = HistoryImport.objects.update_or_create(
        channel=channel, format=NETWORK, defaults={"imported_at": now, **values}
    )
    return row


def due(now: datetime) -> Sequence[Channel]:
    """Channels not asked since a day, a few at a time. The practice network has no readers."""
    asked = HistoryImport.objects.filter(format=NETWORK, imported_at__gt=now - EVERY)
    rows = Channel.objects.filter(health=Health.OK).exclude(pk__in=asked.values("channel"))
    found = (row for row in rows.select_related("client") if not is_practice(row.server))
    return [row for row in found if can_measure(row)][:AT_ONCE]


def measure_due(now: datetime) -> int:
    """Ask the networks of the channels that are due; how many answered. One that does not is
    asked again tomorrow."""
    n_answered = 0
    for channel in due(now):
        try:
            measure_channel(channel=channel, now=now)
            n_answered += 1
        except NotConnected as error:
            problem = {"code": "not_measured", "params": {"reason": error.code}}
            _noted(channel, now, notices=[problem])
    return n_answered
