"""Questions about clients."""

from __future__ import annotations

from collections.abc import Sequence

from skupnost.clients.models import Client
from skupnost.people.models import User


def clients_of(user: User) -> Sequence[Client]:
    """The clients a person works for, own ones first, the sample last, each group by name."""
    return list(Client.objects.filter(membership__user=user).order_by("is_sample", "name"))
