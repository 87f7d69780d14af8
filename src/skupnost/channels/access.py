"""Who may see a channel: the people who work for its client."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser
from django.http import Http404

from skupnost.channels.models import Channel
from skupnost.clients.access import client_or_404
from skupnost.people.models import User


def channel_or_404(user: User | AnonymousUser, client: str, pk: int) -> Channel:
    """The client's channel, with its client; Http404 for strangers."""
    found = client_or_404(user, client)
    channel = Channel.objects.filter(client=found, pk=pk).first()
    if channel is None:
        raise Http404
    channel.client = found
    return channel
