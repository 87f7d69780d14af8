"""The world of the tests as a client one can look at: the bakery, and the florist beside it."""

from __future__ import annotations

from datetime import datetime, timedelta

from skupnost.channels.actions import connect_practice
from skupnost.clients.actions import create_client
from skupnost.clients.models import Client, Membership
from skupnost.editorial.actions import schedule, write_post
from skupnost.people.models import User

TEXTS = (
    "Fresh buckwheat bread from seven o’clock on.",
    "On Saturday we bake potica with walnuts. Order until Thursday.",
    "Our sourdough turns ten. Cake for everybody who says hello to it.",
)


def seed_world(*, by: User, now: datetime) -> list[Client]:
    """Pekarna Zora with Alice and Bob, Cvetličarna Mak with Charlie; what is there stays."""
    if Client.objects.filter(name="Pekarna Zora").exists():
        return []
    bakery = _client("Pekarna Zora", "#b4532a", by, now)
    florist = _client("Cvetličarna Mak", "#2f7d5b", by, now)
    for name, client in (("alice", bakery), ("bob", bakery), ("charlie", florist)):
        person, _is_new = User.objects.get_or_create(username=name)
        Membership.objects.get_or_create(user=person, client=client)
    channel = connect_practice(client=bakery, now=now)
    for number, text in enumerate(TEXTS, start=1):
        at = now + timedelta(days=number)
        post = write_post(
            client=bakery, by=by, now=now, text=text, channels=[channel], planned_at=at
        )
        if number > 1:
            schedule(post=post, at=at, by=by, now=now)
    return [bakery, florist]


def _client(name: str, colour: str, by: User, now: datetime) -> Client:
    return create_client(
        name=name, zone="Europe/Ljubljana", language="en", colour=colour, by=by, now=now
    )
