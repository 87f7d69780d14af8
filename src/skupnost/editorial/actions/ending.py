"""Calling off, throwing away, taking away, copying."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from skupnost.domain.delivery import Event, State, sources
from skupnost.editorial.actions.locking import locked, state_of, variants_of
from skupnost.editorial.actions.writing import Own, write_post
from skupnost.editorial.details import Details
from skupnost.editorial.errors import Declined
from skupnost.editorial.models import Post, Variant
from skupnost.people.models import User
from skupnost.publishing import actions as ledger
from skupnost.publishing.models import Delivery

CANCELLABLE = sources(Event.CANCEL)


@dataclass(frozen=True, slots=True)
class Cancelled:
    """How many deliveries were called off, and the names of channels where it was too late."""

    n_cancelled: int
    too_late: tuple[str, ...]


@transaction.atomic
def cancel(*, post: Post, by: User | None, now: datetime) -> Cancelled:
    """Call off what has not left; what is on its way or live stays and is named."""
    variants = [v for v in variants_of(locked(post)) if state_of(v) is not None]
    late = tuple(v.channel.name for v in variants if not _cancelled(v, now))
    return Cancelled(len(variants) - len(late), late)


def _cancelled(variant: Variant, now: datetime) -> bool:
    """Whether it could be called off; a worker may be quicker."""
    if variant.delivery is None or variant.delivery.status not in CANCELLABLE:
        return False
    try:
        ledger.cancel(delivery=variant.delivery, now=now)
    except ledger.TooLate:
        return False
    return True


@transaction.atomic
def bin_post(*, post: Post, by: User | None, now: datetime) -> Post:
    """Into the bin, deliveries called off; Declined where something is live or on its way."""
    stored = locked(post)
    for variant in variants_of(stored):
        state = state_of(variant)
        if state is State.PUBLISHED and variant.delivery and not variant.delivery.removed_at:
            raise Declined("is_live", {"channel": variant.channel.name})
        if state not in CANCELLABLE and state not in (None, State.PUBLISHED):
            raise Declined("is_on_its_way", {"channel": variant.channel.name})
        if variant.delivery and state in CANCELLABLE:
            ledger.cancel(delivery=variant.delivery, now=now)
    stored.deleted_at = now
    stored.save(update_fields=("deleted_at",))
    return stored


@transaction.atomic
def restore_post(*, post: Post, now: datetime) -> Post:
    """Out of the bin, as a draft."""
    stored = Post.objects.select_for_update().get(pk=post.pk)
    stored.deleted_at = None
    stored.changed_at = now
    stored.save(update_fields=("deleted_at", "changed_at"))
    return stored


@transaction.atomic
def duplicate(*, post: Post, by: User | None, now: datetime) -> Post:
    """A new draft with the same words, pictures and connected channels, without a time."""
    variants = [v for v in variants_of(post) if v.channel.is_connected]
    places = post.postasset_set.select_related("asset").order_by("position")
    return write_post(
        client=post.client,
        by=by,
        now=now,
        text=post.text,
        title=post.title,
        channels=[variant.channel for variant in variants],
        assets=[place.asset for place in places],
        variants={variant.channel_id: _own(variant) for variant in variants},
        details=Details.from_json(post.details),
        language=post.language,
    )


def _own(variant: Variant) -> Own:
    text = variant.text if variant.is_own_text else None
    return Own(text, Details.from_json(variant.details))


def remove_live(*, delivery: Delivery, now: datetime) -> Delivery:
    """Ask the network to take the live post away; the ledger keeps that it was there."""
    return ledger.remove_live(delivery=delivery, now=now)
