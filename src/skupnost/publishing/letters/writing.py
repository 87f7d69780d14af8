"""What a letter says."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from skupnost.clients.models import Client
from skupnost.library.storage import MediaMissing
from skupnost.people.models import User
from skupnost.publishing import to_dos
from skupnost.publishing.handouts import File, Handout, file_of
from skupnost.publishing.letters.servers import Post
from skupnost.publishing.models import Delivery
from skupnost.ui import dates

MOST_BYTES = 3_000_000


@dataclass(frozen=True, slots=True)
class Reader:
    """Who gets a letter, and in which language."""

    address: str
    language: str


def readers_of(client: Client, post: Post) -> tuple[Reader, ...]:
    """The people of a client who gave an e-mail address; without them those of the settings."""
    people = User.objects.filter(clients=client, is_active=True).exclude(email="")
    found = tuple(Reader(row.email, row.language) for row in people.order_by("pk"))
    return found or tuple(Reader(address, client.language) for address in post.recipients)


def letters_about(delivery: Delivery, post: Post, now: datetime) -> list[EmailMessage]:
    """One letter to each reader, in their language."""
    client = delivery.channel.client
    return [_letter(delivery, post, reader, now) for reader in readers_of(client, post)]


def test_letter(post: Post, to: Sequence[str]) -> EmailMessage:
    """A letter that only says that letters arrive."""
    body = render_to_string("publishing/letters/test.txt", {"link": address_of("/")})
    return EmailMessage(_("Skupnost can write to you"), body, post.sender, list(to))


def _letter(delivery: Delivery, post: Post, reader: Reader, now: datetime) -> EmailMessage:
    known = {code for code, _name in settings.LANGUAGES}
    language = reader.language if reader.language in known else settings.LANGUAGE_CODE
    with translation.override(language):
        todo = to_dos.to_do(delivery, now)
        context = {
            "todo": todo,
            "channel": delivery.channel,
            "due": dates.moment(delivery.due_at, ZoneInfo(delivery.channel.client.zone)),
            "link": address_of(_path(delivery.channel.client, delivery.pk)),
        }
        subject = _("To post on %(network)s: %(words)s") % {
            "network": todo.network_name,
            "words": " ".join(todo.words.split())[:60],
        }
        body = render_to_string("publishing/letters/to_do.txt", context)
    letter = EmailMessage(subject, body, post.sender, [reader.address])
    for file in _enclosed(delivery, todo.handouts):
        letter.attach(file.name, file.content, file.mime)
    return letter


def _enclosed(delivery: Delivery, handouts: Sequence[Handout]) -> list[File]:
    """The files, unless they are too much for a letter or one of them is gone."""
    if sum(row.item.n_bytes for row in handouts) > MOST_BYTES:
        return []
    try:
        return [file_of(row, delivery) for row in handouts]
    except MediaMissing:
        return []


def _path(client: Client, delivery: UUID) -> str:
    return reverse("publishing:to_do_one", args=[client.slug, delivery])


def address_of(path: str) -> str:
    """The whole address of a page as people open it; empty where nobody said it and no page is
    being served on this machine."""
    if settings.ADDRESS:
        return f"{settings.ADDRESS.origin}{path}"
    try:
        card = json.loads((Path(settings.DATA) / "running.json").read_text(encoding="utf-8"))
        host = f"[{card['host']}]" if ":" in card["host"] else card["host"]
        return f"http://{host}:{int(card['port'])}{path}"
    except (OSError, ValueError, KeyError, TypeError):
        return ""
