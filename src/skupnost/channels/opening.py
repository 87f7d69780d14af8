"""From a stored channel to an object that speaks with its network."""

from __future__ import annotations

from dataclasses import fields
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings

from skupnost.channels import vault
from skupnost.channels.models import Channel
from skupnost.kit.clock import Clock
from skupnost.kit.connector import Connector
from skupnost.kit.errors import Unsupported
from skupnost.kit.http.port import Transport
from skupnost.kit.manifest import AccountKind
from skupnost.kit.registry import connector
from skupnost.kit.simulation import (
    PRACTICE_PREFIX,
    Dice,
    Faults,
    Scene,
    Simulator,
    SimulatorTransport,
    practice_name,
)
from skupnost.kit.simulation_store import FileStore
from skupnost.kit.values import Access

if TYPE_CHECKING:
    from skupnost.kit.http.aiohttp_transport import AiohttpTransport


def access_of(channel: Channel) -> Access:
    """What a connector needs to speak for the channel, credentials in the clear; raises
    `vault.KeyLost`."""
    return Access(
        server=channel.server,
        account_kind=channel.account_kind,
        credentials=vault.unseal(channel),
        remote_account_id=channel.remote_account_id,
        handle=channel.handle,
    )


def kind_of(channel: Channel) -> AccountKind:
    """The account kind of the channel as its network's manifest knows it."""
    return connector(channel.network).manifest.kinds[channel.account_kind]


def is_practice(server: str) -> bool:
    """Whether the address belongs to the practice network instead of the world."""
    return server.startswith(PRACTICE_PREFIX)


def store_path(network: str, server: str) -> Path:
    """The file in which the practice network keeps the posts of one practice server."""
    return Path(settings.DATA) / "practice" / network / f"{practice_name(server)}.sqlite3"


def the_world() -> AiohttpTransport:
    """The way to real servers, for one conversation. Loaded when somebody asks: aiohttp takes
    80 ms, and most pages ask nobody."""
    from skupnost.kit.http.aiohttp_transport import AiohttpTransport

    return AiohttpTransport(allow_private=settings.ALLOW_PRIVATE_HOSTS)


def transport_for(channel: Channel, *, network: Transport, clock: Clock, dice: Dice) -> Transport:
    """`network` for addresses in the world; for `practice:` ones the simulator of the channel's
    network on its store file, as faulty as the channel asks."""
    if not is_practice(channel.server):
        return network
    simulator = simulator_for(channel, clock=clock)
    return SimulatorTransport(simulator, clock=clock, dice=dice, faults=faults_of(channel))


def simulator_for(channel: Channel, *, clock: Clock) -> Simulator:
    """The practice network of a channel: what was published there is in its `posts()`."""
    make = connector(channel.network).simulator
    if make is None:
        raise Unsupported("no_simulator", {"network": channel.network})
    late = faults_of(channel).visible_after_seconds
    scene = Scene.practice(channel.network, channel.server, visible_after_seconds=late)
    return make(practice_store(store_path(channel.network, channel.server)), clock, scene)


@cache
def practice_store(path: Path) -> FileStore:
    """The store of one practice server, opened once per process and shared by its threads."""
    path.parent.mkdir(parents=True, exist_ok=True)
    return FileStore(path)


def forget_practice(network: str, server: str) -> None:
    """Empty a practice server: its posts and accounts were never anywhere else."""
    if is_practice(server) and (path := store_path(network, server)).exists():
        practice_store(path).clear()


def faults_of(channel: Channel) -> Faults:
    """The faults chosen for a practice channel; names that are unknown are ignored."""
    known = {field.name for field in fields(Faults)}
    chosen = {name: value for name, value in channel.practice_faults.items() if name in known}
    return Faults(**chosen)


def open_channel(channel: Channel, *, transport: Transport, clock: Clock) -> object:
    """An object with the ports that the manifest declares for the channel's kind."""
    return open_with(connector(channel.network), channel, transport=transport, clock=clock)


def open_with(known: Connector, channel: Channel, *, transport: Transport, clock: Clock) -> object:
    """As `open_channel`, with a connector that need not be installed."""
    if known.open is None:
        raise Unsupported("not_by_api", {"network": known.slug})
    return known.open(access_of(channel), transport, clock)
