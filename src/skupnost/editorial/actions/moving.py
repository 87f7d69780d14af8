"""Moving a post in time, and taking the move back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.core import signing
from django.db import transaction

from skupnost.clients.models import Client
from skupnost.domain.delivery import State
from skupnost.editorial.actions.approving import ensure_approved
from skupnost.editorial.actions.locking import locked, state_of, variants_of
from skupnost.editorial.actions.scheduling import MENDABLE, ensure_future, ensure_sound
from skupnost.editorial.errors import Declined
from skupnost.editorial.models import Post, Variant
from skupnost.people.models import User
from skupnost.publishing import actions as ledger
from skupnost.publishing.models import Delivery

SALT = "editorial.move"
UNDO_SECONDS = 3600


@dataclass(frozen=True, slots=True)
class Moved:
    """A post at its new moment; `undo` is the token that `undo_move` takes for an hour."""

    post: Post
    was: datetime | None
    undo: str


@transaction.atomic
def move_post(
    *, post: Post, to: datetime, by: User | None, now: datetime, version: int | None = None
) -> Moved:
    """The post and all its deliveries at another moment; what was refused or missed tries anew.

    Raises Declined `in_the_past`, `is_on_its_way` or `is_live` (with the channel's name),
    HasErrors, or the ledger's TooLate where a worker was quicker.
    """
    stored = locked(post, version)
    ensure_future(to, now)
    variants = variants_of(stored)
    _ensure_movable(variants)
    was = stored.planned_at
    for variant in variants:
        if variant.delivery and state_of(variant) is State.SCHEDULED:
            ledger.move(delivery=variant.delivery, due_at=to, now=now)
    _mend(stored, [v for v in variants if state_of(v) in MENDABLE], to, by=by, now=now)
    return _placed(stored, was, to, now)


@transaction.atomic
def undo_move(*, client: Client, token: str, by: User | None, now: datetime) -> Moved:
    """Back to where it was before the move of this token; Declined `undo_too_late` where the post
    was changed since or the token is no longer good."""
    try:
        post_id, version, was = signing.loads(token, salt=SALT, max_age=UNDO_SECONDS)
        post = Post.objects.get(pk=UUID(post_id), client=client, version=version)
    except (signing.BadSignature, Post.DoesNotExist):
        raise Declined("undo_too_late") from None
    if was:
        return move_post(post=post, to=datetime.fromisoformat(was), by=by, now=now)
    stored = locked(post, version)
    return _placed(stored, stored.planned_at, None, now)


@transaction.atomic
def mend_delivery(*, delivery: Delivery, to: datetime, by: User | None, now: datetime) -> Delivery:
    """One refused, held or missed delivery scheduled again, with its post's words as they are now.

    The post moves along where no other channel of it is out or waiting. Raises as `move_post`.
    """
    variant = Variant.objects.select_related("post").filter(delivery=delivery).first()
    ensure_future(to, now)
    if variant is None:
        return ledger.mend(delivery=delivery, due_at=to, now=now)
    stored = locked(variant.post)
    variants = variants_of(stored)
    mended = [v for v in variants if v.delivery_id == delivery.pk and state_of(v) in MENDABLE]
    if not mended:
        raise Declined("is_on_its_way", {"channel": delivery.channel.name})
    _mend(stored, mended, to, by=by, now=now)
    if all(v in mended or state_of(v) in (None, *MENDABLE) for v in variants):
        _placed(stored, stored.planned_at, to, now)
    return Delivery.objects.get(pk=delivery.pk)


def _placed(post: Post, was: datetime | None, to: datetime | None, now: datetime) -> Moved:
    post.planned_at = to
    post.changed_at = now
    post.version += 1
    post.save(update_fields=("planned_at", "changed_at", "version"))
    before = was.isoformat() if was else ""
    return Moved(post, was, signing.dumps([str(post.pk), post.version, before], salt=SALT))


def _ensure_movable(variants: Sequence[Variant]) -> None:
    for variant in variants:
        state = state_of(variant)
        if state is None or state is State.SCHEDULED or state in MENDABLE:
            continue
        code = "is_live" if state is State.PUBLISHED else "is_on_its_way"
        raise Declined(code, {"channel": variant.channel.name})


def _mend(
    post: Post, variants: Sequence[Variant], to: datetime, *, by: User | None, now: datetime
) -> None:
    checked = ensure_sound(post, variants)
    ensure_approved(post, variants, checked, by=by, now=now)
    for variant in variants:
        assert variant.delivery is not None
        ledger.mend(
            delivery=variant.delivery,
            due_at=to,
            now=now,
            payload=checked[variant.pk].payload,
            approved_hash=variant.approved_hash,
        )
