"""The practice room: a post for any network and kind of account, checked as if it were real and
published where nobody is hurt."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from skupnost.channels.actions import connect_practice
from skupnost.channels.models import Channel, Health
from skupnost.clients.models import Client
from skupnost.editorial import actions
from skupnost.editorial.actions import Draft, Own
from skupnost.editorial.details import Details
from skupnost.editorial.forms import Sheet
from skupnost.editorial.models import Post
from skupnost.kit.registry import connector
from skupnost.kit.simulation import PRACTICE_PREFIX
from skupnost.people.models import User

STAND_IN = 0
PRACTICE = ("practice", "account")


def stand_in(client: Client | None, network: str, kind: str) -> Channel:
    """A channel that is never stored: the account on a network that one practises for."""
    channel = Channel(
        pk=STAND_IN, network=network, account_kind=kind, server=f"{PRACTICE_PREFIX}room"
    )
    if client is not None:
        channel.client = client
        channel.display_name = client.name
    return channel


def practised_on(network: str, kind: str) -> tuple[str, str]:
    """Network and kind on which such a post is practised: its own simulator where there is one,
    else the practice network."""
    known = connector(network)
    is_own = known.simulator is not None and known.manifest.kinds[kind].publish == "api"
    return (network, kind) if is_own else PRACTICE


def practise(
    *, client: Client, network: str, kind: str, sheet: Sheet, by: User, now: datetime
) -> Post:
    """The post of the sheet, written and due now on a practice channel of the client; a sheet sent
    twice is one post.

    Raises Declined (HasErrors where the practice network would refuse it) and NotConnected.
    """
    if stored := Post.objects.filter(pk=sheet.post_id, client=client).first():
        return stored
    channel = _channel(client, practised_on(network, kind), now)
    return _published(client, channel, sheet, by=by, now=now)


def _channel(client: Client, place: tuple[str, str], now: datetime) -> Channel:
    network, kind = place
    ready = Channel.objects.filter(
        client=client,
        network=network,
        account_kind=kind,
        health=Health.OK,
        server__startswith=PRACTICE_PREFIX,
    )
    return ready.first() or connect_practice(
        client=client, now=now, network=network, account_kind=kind
    )


@transaction.atomic
def _published(client: Client, channel: Channel, sheet: Sheet, *, by: User, now: datetime) -> Post:
    draft, is_elsewhere = sheet.draft, channel.network == PRACTICE[0]
    post = actions.write_post(
        client=client,
        by=by,
        now=now,
        text=_with_title(draft) if is_elsewhere else draft.text,
        title=draft.title,
        channels=[channel],
        assets=draft.assets,
        variants={channel.pk: Own(None, draft.own.get(STAND_IN, Own()).details)},
        details=Details(is_thread=is_elsewhere),
        post_id=sheet.post_id,
    )
    actions.approve(post=post, by=by, now=now)
    return actions.publish_now(post=post, by=by, now=now).post


def _with_title(draft: Draft) -> str:
    """The practice network has no titles: there a title is the first line."""
    return "\n\n".join(filter(None, (draft.title.strip(), draft.text)))
