"""What is stored, as the JSON of the command line."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from skupnost.channels.account_words import Told
from skupnost.channels.models import Channel
from skupnost.cli.answers import moment
from skupnost.clients.models import Client
from skupnost.domain.delivery import State
from skupnost.editorial.models import Post
from skupnost.publishing.models import Delivery


def client_value(client: Client) -> dict[str, Any]:
    """A client."""
    return {
        "slug": client.slug,
        "name": client.name,
        "zone": client.zone,
        "language": client.language,
        "colour": client.colour,
        "is_paused": client.is_paused,
        "is_sample": client.is_sample,
    }


def channel_value(channel: Channel) -> dict[str, Any]:
    """A channel without its credentials."""
    return {
        "id": channel.pk,
        "client": channel.client.slug,
        "network": channel.network,
        "kind": channel.account_kind,
        "server": channel.server,
        "handle": channel.handle,
        "name": channel.name,
        "url": channel.url,
        "health": channel.health,
        "health_reason": channel.health_reason or None,
        "checked_at": moment(channel.checked_at),
    }


def finding_value(note: Told) -> dict[str, Any]:
    """One thing to see to on an account: level, code, sentence, steps, and when it gets worse."""
    return {
        "level": note.level,
        "code": note.finding.code,
        "message": note.message,
        "steps": list(note.steps),
        "ends_at": moment(note.finding.ends_at),
    }


def delivery_value(delivery: Delivery, post: object) -> dict[str, Any]:
    """A delivery; `attempts` counts how often it was sent, `why` is its reason in words, `by_hand`
    that a person posted it, `is_late` that it waits for a hand and is behind its minute."""
    from skupnost.publishing.queries import reason_of
    from skupnost.publishing.to_dos import is_late

    return {
        "id": str(delivery.pk),
        "post": str(post) if post else None,
        "channel": delivery.channel_id,
        "state": delivery.state,
        "due_at": moment(delivery.due_at),
        "published_at": moment(delivery.published_at),
        "remote_id": delivery.remote_id or None,
        "remote_url": delivery.remote_url or None,
        "reason": delivery.reason or None,
        "why": reason_of(delivery) or None,
        "attempts": delivery.n_attempts,
        "by_hand": delivery.state == State.PUBLISHED and not delivery.n_attempts,
        "is_late": is_late(delivery, datetime.now(UTC)),
        "next_try_at": moment(delivery.next_try_at),
        "removed_at": moment(delivery.removed_at),
    }


def post_value(post: Post) -> dict[str, Any]:
    """A post with the deliveries it has now."""
    variants = post.variants.select_related("delivery").order_by("pk")
    deliveries = [row.delivery for row in variants if row.delivery]
    return {
        "id": str(post.pk),
        "client": post.client.slug,
        "title": post.title,
        "text": post.text,
        "planned_at": moment(post.planned_at),
        "channels": [row.channel_id for row in variants],
        "deliveries": [delivery_value(row, post.pk) for row in deliveries],
    }
