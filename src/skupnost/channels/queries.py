"""Questions about channels."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from django.conf import settings
from django.utils.module_loading import import_string

from skupnost.channels.models import Channel, Health
from skupnost.clients.models import Client
from skupnost.kit.connector import Connector
from skupnost.kit.manifest import AccountKind
from skupnost.kit.registry import connectors, find_connector


@dataclass(frozen=True, slots=True)
class NetworkCard:
    """A network one can connect: `works` is `api` where posts go out by themselves."""

    slug: str
    works: str
    kinds: Sequence[AccountKind]


@dataclass(frozen=True, slots=True)
class WaitingPost:
    """A post planned on a channel that cannot publish: when, its first words, where to see it."""

    at: datetime
    words: str
    url: str


@dataclass(frozen=True, slots=True)
class Waiting:
    """The first of the posts that wait for a channel, and how many there are in all."""

    first: tuple[WaitingPost, ...] = ()
    n_all: int = 0


def waiting_posts(channel: Channel, now: datetime) -> Waiting:
    """What waits for a channel to be connected again; nothing for one that is connected. Posts are
    the business of a room above this one: the settings name whom to ask."""
    if channel.health not in {Health.DISCONNECTED, Health.NEEDS_RECONNECT}:
        return Waiting()
    ask = cast(Callable[[Channel, datetime], Waiting], import_string(settings.WAITING_POSTS))
    return ask(channel, now)


def has_disconnected(client: Client) -> bool:
    """Whether the client has a channel that was connected before."""
    return Channel.objects.filter(client=client, health=Health.DISCONNECTED).exists()


def channels_of(client: Client) -> Sequence[Channel]:
    """The client's channels, those that are connected first; each knows its client."""
    rows = list(Channel.objects.filter(client=client).defer("credentials_sealed", "live_limits"))
    for row in rows:
        row.client = client
    return sorted(rows, key=lambda row: (row.health == Health.DISCONNECTED, row.network, row.pk))


def network_cards() -> Sequence[NetworkCard]:
    """Every network on which we can publish or prepare, without the practice network."""
    cards = [_card(known) for slug, known in connectors().items() if slug != "practice"]
    return [card for card in cards if card.kinds]


def _card(known: Connector) -> NetworkCard:
    kinds = [kind for kind in known.manifest.kinds.values() if kind.publish != "none"]
    ways = {kind.publish for kind in kinds}
    works = "api" if "api" in ways else "assisted"
    return NetworkCard(known.slug, works, kinds)


def standing(channel: Channel) -> str:
    """What a channel's mark shows: its health, or `by_hand` where all is well and a person posts,
    as there nothing is connected."""
    is_by_hand = channel.health == Health.OK and works(channel) == "assisted"
    return "by_hand" if is_by_hand else channel.health


def works(channel: Channel) -> str:
    """How posts get to a channel: `api` by themselves, `assisted` by a person; empty where its
    network is no longer known."""
    known = find_connector(channel.network)
    kind = known.manifest.kinds.get(channel.account_kind) if known else None
    return kind.publish if kind else ""
