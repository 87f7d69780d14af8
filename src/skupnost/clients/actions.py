"""Making, changing, pausing and removing clients."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.text import slugify

from skupnost.clients.models import Client, Membership
from skupnost.clients.palette import colour_number
from skupnost.people.models import User

RESERVED = frozenset({"new"})


def free_slug(name: str) -> str:
    """An address part made from the name that no client has yet."""
    wanted = slugify(name)[:50] or "client"
    slug, number = wanted, 2
    while slug in RESERVED or Client.objects.filter(slug=slug).exists():
        slug, number = f"{wanted}-{number}", number + 1
    return slug


@transaction.atomic
def create_client(
    *,
    name: str,
    zone: str,
    language: str,
    by: User,
    now: datetime,
    colour: str = "",
    web_address: str = "",
    missed_window_minutes: int = 120,
    is_person: bool = False,
    is_sample: bool = False,
) -> Client:
    """A new client; whoever makes it works for it."""
    client = Client.objects.create(
        slug=free_slug(name),
        name=name,
        zone=zone,
        language=language,
        colour=colour or colour_number(Client.objects.count()),
        web_address=web_address,
        missed_window_minutes=missed_window_minutes,
        is_person=is_person,
        is_sample=is_sample,
        created_at=now,
    )
    Membership.objects.create(user=by, client=client)
    return client


def pause_client(*, client: Client, now: datetime) -> None:
    """Nothing of this client goes out until it is resumed."""
    Client.objects.filter(pk=client.pk, paused_at=None).update(paused_at=now)


def resume_client(*, client: Client) -> None:
    Client.objects.filter(pk=client.pk).update(paused_at=None)
