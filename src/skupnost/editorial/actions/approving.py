"""Approval: a person's yes to exactly this payload."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db import transaction

from skupnost.clients.models import Client
from skupnost.editorial.actions.locking import locked, variants_of
from skupnost.editorial.checking import Checked, check_variants
from skupnost.editorial.errors import Declined, NotApproved
from skupnost.editorial.models import Post, Variant
from skupnost.people.models import User


def may_approve(by: User | None, client: Client) -> bool:
    """Whether this person's word approves; the command line (None) has to say so aloud."""
    return by is not None and by.is_active and client.people.contains(by)


@transaction.atomic
def approve(*, post: Post, by: User | None, now: datetime) -> Post:
    """Approve every variant as it stands now; a later change of its payload needs a new yes."""
    stored = locked(post)
    if by is not None and not may_approve(by, stored.client):
        raise NotApproved
    variants = variants_of(stored)
    if not variants:
        raise Declined("no_channels")
    mark_approved(variants, check_variants(stored, variants), by=by, now=now)
    return stored


def mark_approved(
    variants: Iterable[Variant], checked: Mapping[int, Checked], *, by: User | None, now: datetime
) -> None:
    """Write the yes onto variants whose payload is not approved yet."""
    for variant in variants:
        digest = checked[variant.pk].payload.digest()
        if variant.approved_hash != digest:
            variant.approved_hash = digest
            variant.approved_by = by
            variant.approved_at = now
            variant.save(update_fields=("approved_hash", "approved_by", "approved_at"))


def ensure_approved(
    post: Post,
    variants: Iterable[Variant],
    checked: Mapping[int, Checked],
    *,
    by: User | None,
    now: datetime,
) -> None:
    """Leave with every variant approved, by this person where they may; NotApproved otherwise."""
    waiting = [v for v in variants if v.approved_hash != checked[v.pk].payload.digest()]
    if not waiting:
        return
    if not may_approve(by, post.client):
        raise NotApproved
    mark_approved(waiting, checked, by=by, now=now)
