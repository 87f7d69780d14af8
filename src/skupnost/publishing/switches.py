"""Stopping and letting go: a channel, a client. What waits is held at once and says why; what was
held comes back, or is missed, when everything that stopped it is over."""

from __future__ import annotations

from datetime import datetime

from skupnost.channels import actions as channels
from skupnost.channels.models import Channel, Health
from skupnost.clients import actions as clients
from skupnost.clients.models import Client
from skupnost.domain.delivery import State
from skupnost.publishing.actions import hold_channel, resume_channel
from skupnost.publishing.models import Delivery

# Reasons that do not show in a channel's health: only a person ends them.
STAYS = ("network_missing", "credentials_unreadable")


def pause_channel(*, channel: Channel, now: datetime) -> int:
    """Nothing goes out on this channel until it is resumed; how many deliveries are held."""
    channels.pause(channel=channel)
    return hold_channel(channel=channel, reason="channel_paused", now=now)


def unpause_channel(*, channel: Channel, now: datetime) -> tuple[int, int]:
    """The channel may publish again: (deliveries scheduled again, deliveries missed)."""
    channels.resume(channel=channel)
    return release(channel=channel, now=now)


def disconnect_channel(*, channel: Channel, now: datetime) -> int:
    """Forget the credentials, keep the history, hold what waits; how many are held."""
    channels.disconnect(channel=channel, now=now)
    return hold_channel(channel=channel, reason="channel_disconnected", now=now)


def pause_client(*, client: Client, now: datetime) -> int:
    """Nothing of this client goes out; how many deliveries are held."""
    clients.pause_client(client=client, now=now)
    return sum(
        hold_channel(channel=channel, reason="client_paused", now=now)
        for channel in Channel.objects.filter(client=client)
    )


def resume_client(*, client: Client, now: datetime) -> tuple[int, int]:
    """The client publishes again: (deliveries scheduled again, deliveries missed)."""
    clients.resume_client(client=client)
    done = [release(channel=channel, now=now) for channel in client.channels.all()]
    return sum(n for n, _missed in done), sum(missed for _n, missed in done)


def release(*, channel: Channel, now: datetime) -> tuple[int, int]:
    """Let go what this channel holds, if nothing stops it any more: (scheduled, missed)."""
    channel.refresh_from_db()
    if channel.health != Health.OK or channel.client.is_paused:
        return 0, 0
    return resume_channel(channel=channel, now=now)


def release_all(*, now: datetime) -> tuple[int, int]:
    """The same for every channel that is free but still holds something, whatever freed it: the
    worker asks now and then, so that connecting again is all a person has to do."""
    held = Delivery.objects.filter(state=State.HELD).exclude(reason__in=STAYS)
    free = Channel.objects.filter(
        health=Health.OK, client__paused_at=None, pk__in=held.values("channel")
    )
    done = [resume_channel(channel=channel, now=now) for channel in free]
    return sum(n for n, _missed in done), sum(missed for _n, missed in done)
