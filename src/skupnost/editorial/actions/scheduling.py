"""From post to deliveries: the only place that hands over to the ledger."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from skupnost.domain.delivery import State
from skupnost.editorial.actions.approving import ensure_approved
from skupnost.editorial.actions.locking import locked, state_of, variants_of
from skupnost.editorial.checking import Checked, check_variants
from skupnost.editorial.errors import Declined, HasErrors
from skupnost.editorial.models import PastDelivery, Post, Variant
from skupnost.people.models import User
from skupnost.publishing import actions as ledger
from skupnost.publishing.models import Delivery

LATE_BY_A_BREATH = timedelta(seconds=60)
MENDABLE = frozenset({State.REFUSED, State.HELD, State.MISSED, State.TO_DO})


@dataclass(frozen=True, slots=True)
class Scheduled:
    """What stands after scheduling; `is_new` is false where all of it was scheduled before."""

    post: Post
    deliveries: tuple[Delivery, ...]
    is_new: bool


@transaction.atomic
def schedule(*, post: Post, at: datetime, by: User | None, now: datetime) -> Scheduled:
    """One delivery for each variant, at this moment; what was handed over before is not doubled.

    Raises Declined where nothing was done: HasErrors, NotApproved, `in_the_past`, `no_channels`.
    """
    stored = locked(post)
    ensure_future(at, now)
    variants = variants_of(stored)
    if not variants:
        raise Declined("no_channels")
    waiting = [v for v in variants if state_of(v) is None or state_of(v) in MENDABLE]
    moved = _moved(variants, at)
    checked = ensure_sound(stored, waiting)
    ensure_approved(stored, waiting, checked, by=by, now=now)
    for variant in waiting:
        _set_going(stored, variant, checked[variant.pk], at=at, now=now)
    for delivery in moved:
        ledger.move(delivery=delivery, due_at=at, now=now)
    if waiting or moved:
        _plan(stored, at, now)
    return _scheduled(stored, is_new=bool(waiting or moved))


@transaction.atomic
def publish_now(*, post: Post, by: User | None, now: datetime) -> Scheduled:
    """Everything of this post that is not out yet becomes due at once."""
    stored = locked(post)
    early = [v.delivery for v in variants_of(stored) if v.delivery and _is_scheduled(v)]
    for delivery in early:
        ledger.publish_now(delivery=delivery, now=now)
    result = schedule(post=stored, at=now, by=by, now=now)
    return Scheduled(result.post, result.deliveries, result.is_new or bool(early))


def ensure_future(at: datetime, now: datetime) -> None:
    """Declined `in_the_past` for a moment that is over (forms say minutes, so one is forgiven)."""
    if at < now - LATE_BY_A_BREATH:
        raise Declined("in_the_past")


def ensure_sound(post: Post, variants: Sequence[Variant]) -> Mapping[int, Checked]:
    """The variants checked, by id; HasErrors where a network would refuse one of them."""
    checked = check_variants(post, variants)
    bad = tuple(row for row in checked.values() if row.n_errors)
    if bad:
        raise HasErrors(bad)
    return checked


def _is_scheduled(variant: Variant) -> bool:
    return state_of(variant) is State.SCHEDULED


def _moved(variants: Sequence[Variant], at: datetime) -> list[Delivery]:
    found = [v.delivery for v in variants if v.delivery and _is_scheduled(v)]
    return [delivery for delivery in found if delivery.due_at != at]


def _set_going(
    post: Post, variant: Variant, checked: Checked, *, at: datetime, now: datetime
) -> None:
    payload = checked.payload
    if variant.delivery and state_of(variant) in MENDABLE:
        ledger.mend(
            delivery=variant.delivery,
            due_at=at,
            now=now,
            payload=payload,
            approved_hash=variant.approved_hash,
        )
        return
    if variant.delivery:
        PastDelivery.objects.create(post=post, delivery=variant.delivery)
    variant.delivery = ledger.hand_over(
        channel=variant.channel,
        payload=payload,
        approved_hash=variant.approved_hash,
        due_at=at,
        now=now,
        title=post.title,
    )
    variant.save(update_fields=("delivery",))


def _plan(post: Post, at: datetime, now: datetime) -> None:
    post.planned_at = at
    post.changed_at = now
    post.version += 1
    post.save(update_fields=("planned_at", "changed_at", "version"))


def _scheduled(post: Post, *, is_new: bool) -> Scheduled:
    deliveries = tuple(v.delivery for v in variants_of(post) if v.delivery)
    return Scheduled(post, deliveries, is_new)
