"""From what was typed to what is stored; a Problem with what there is where nothing fits."""

from __future__ import annotations

from uuid import UUID

from skupnost.channels.models import Channel
from skupnost.cli.answers import Problem
from skupnost.clients.models import Client
from skupnost.domain.delivery import State
from skupnost.people.models import User
from skupnost.publishing.models import Delivery


def client_of(slug: str) -> Client:
    """The client of this slug."""
    found = Client.objects.filter(slug=slug).first()
    if found is None:
        known = ", ".join(Client.objects.values_list("slug", flat=True)) or "none yet"
        raise Problem("no_such_client", f"There is no client {slug!r}. Known: {known}.")
    return found


def channel_of(typed: str) -> Channel:
    """The channel of this number."""
    channels = Channel.objects.select_related("client")
    found = channels.filter(pk=typed).first() if typed.strip().isdecimal() else None
    if found is None:
        raise Problem(
            "no_such_channel",
            f"There is no channel {typed.strip()!r}. `skupnost channel list` shows their numbers.",
        )
    return found


def channels_of(typed: str) -> list[Channel]:
    """The channels of a list of numbers with commas, each once, all of one client."""
    names = dict.fromkeys(part.strip() for part in typed.split(",") if part.strip())
    found = [channel_of(name) for name in names]
    if not found:
        raise Problem("no_channels", "Name at least one channel, for instance --channel 1.")
    if len({channel.client_id for channel in found}) > 1:
        raise Problem("two_clients", "These channels belong to different clients; do one each.")
    return found


def delivery_of(typed: str) -> Delivery:
    """The delivery of this id."""
    found = Delivery.objects.filter(pk=uuid_of(typed)).select_related("channel").first()
    if found is None:
        raise Problem("no_such_delivery", f"There is no delivery {typed!r}.")
    return found


def uuid_of(typed: str) -> UUID:
    try:
        return UUID(typed)
    except ValueError:
        raise Problem("not_an_id", f"{typed!r} is not an id.") from None


def state_of(typed: str) -> State:
    """The state of this name."""
    try:
        return State(typed)
    except ValueError:
        known = ", ".join(State)
        raise Problem("no_such_state", f"There is no state {typed!r}. States: {known}.") from None


def owner() -> User:
    """Whom the command line acts for."""
    from skupnost.people.actions import ensure_owner

    return ensure_owner()
