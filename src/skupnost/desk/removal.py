"""Deleting a client with all that belongs to it: only the room above all others can."""

from __future__ import annotations

from django.db import transaction

from skupnost.channels.opening import forget_practice
from skupnost.clients.models import Client
from skupnost.domain.delivery import State
from skupnost.editorial.models import Post, Variant
from skupnost.library.models import Asset
from skupnost.library.storage import forget
from skupnost.publishing.models import Delivery

UNDER_WAY = (State.CLAIMED, State.SENDING, State.UNKNOWN)


class UnderWay(Exception):
    """A post is on its way to a network this minute; deleting now would lose its trace."""


def delete_client(*, client: Client) -> None:
    """Forget the client, its posts, deliveries, channels, pictures and what it practised. What is
    live on the networks stays live. Raises UnderWay while something is sent or looked for."""
    practised = list(client.channels.values_list("network", "server"))
    digests = set(Asset.objects.filter(client=client).values_list("sha256", flat=True))
    _delete_rows(client)
    for network, server in practised:
        forget_practice(network, server)
    used = Asset.objects.filter(sha256__in=digests).values_list("sha256", flat=True)
    for sha256 in digests - set(used):
        forget(sha256)


@transaction.atomic
def _delete_rows(client: Client) -> None:
    deliveries = Delivery.objects.filter(channel__client=client)
    if deliveries.filter(state__in=UNDER_WAY).exists():
        raise UnderWay
    Variant.objects.filter(post__client=client).delete()
    Post.objects.filter(client=client).delete()
    deliveries.delete()
    Asset.objects.filter(client=client).delete()
    client.delete()
