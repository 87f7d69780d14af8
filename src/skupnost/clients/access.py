"""Who may see a client: the people who work for it. For others it does not exist."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser
from django.http import Http404

from skupnost.clients.models import Client
from skupnost.people.models import User


def client_or_404(user: User | AnonymousUser, slug: str) -> Client:
    """The client of that name; Http404 for everybody who does not work for it."""
    if not isinstance(user, User):
        raise Http404
    client = Client.objects.filter(slug=slug, membership__user=user).first()
    if client is None:
        raise Http404
    return client
