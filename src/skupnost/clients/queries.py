"""Questions about clients."""

from __future__ import annotations

from django.db.models import QuerySet

from skupnost.clients.models import Client
from skupnost.people.models import User


def clients_of(user: User) -> QuerySet[Client]:
    """The clients a person works for, own ones first, the sample last, each group by name."""
    return Client.objects.filter(membership__user=user).order_by("is_sample", "name")
