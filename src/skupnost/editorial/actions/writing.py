"""Writing and changing posts, alone or two at a time."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import transaction

from skupnost.channels.models import Channel
from skupnost.clients.models import Client
from skupnost.domain.delivery import IN_FLIGHT, State
from skupnost.domain.identity import uuid7
from skupnost.domain.payload import Payload
from skupnost.editorial.actions.approving import ensure_approved
from skupnost.editorial.actions.locking import locked, state_of, variants_of
from skupnost.editorial.actions.scheduling import ensure_future, ensure_sound
from skupnost.editorial.details import NOTHING_SAID, Details
from skupnost.editorial.errors import ChangedMeanwhile, Declined
from skupnost.editorial.models import PastDelivery, Post, PostAsset, Variant
from skupnost.editorial.payloads import normal
from skupnost.library.models import Asset
from skupnost.people.models import User
from skupnost.publishing import actions as ledger
from skupnost.publishing.models import Delivery

FOLLOWS = frozenset({State.SCHEDULED, State.TO_DO})
STAYS = IN_FLIGHT | {State.UNKNOWN, State.PUBLISHED, State.NEEDS_EYE}


@dataclass(frozen=True, slots=True)
class Own:
    """What one channel gets instead of the post's words; text None means the post's text."""

    text: str | None = None
    details: Details = NOTHING_SAID


@dataclass(frozen=True, slots=True)
class Draft:
    """The whole of a post as a person has it on the desk; `own` is keyed by channel id."""

    text: str
    title: str = ""
    planned_at: datetime | None = None
    language: str = ""
    details: Details = NOTHING_SAID
    channels: Sequence[Channel] = ()
    own: Mapping[int, Own] = field(default_factory=dict)
    assets: Sequence[Asset] = ()


@transaction.atomic
def write_post(
    *,
    client: Client,
    by: User | None,
    now: datetime,
    text: str,
    title: str = "",
    channels: Sequence[Channel] = (),
    planned_at: datetime | None = None,
    assets: Sequence[Asset] = (),
    variants: Mapping[int, Own] = {},
    details: Details = NOTHING_SAID,
    language: str = "",
    post_id: UUID | None = None,
    sheet: str = "",
) -> Post:
    """A new draft. `post_id` may be chosen beforehand, so that a form sent twice makes one post."""
    draft = Draft(text, title, planned_at, language, details, channels, variants, assets)
    _ensure_own(client, draft)
    post = Post.objects.create(
        id=post_id or uuid7(now=now, entropy=os.urandom(10)),
        client=client,
        created_by=by,
        created_at=now,
        changed_by=by,
        changed_at=now,
        sheet=sheet,
        **_columns(draft),
    )
    _lay_assets(post, draft)
    _lay_variants(post, draft, now)
    return post


@transaction.atomic
def change_post(
    *,
    post: Post,
    version: int,
    draft: Draft,
    by: User | None,
    now: datetime,
    sheet: str = "",
) -> Post:
    """The post as the draft has it; deliveries that wait follow, with a new approval.

    Raises ChangedMeanwhile (unless both wrote the same), HasErrors, NotApproved, and the ledger's
    TooLate where a delivery already left; nothing is changed then.
    """
    stored = locked(post)
    if stored.version != version and not (sheet and stored.sheet == sheet):
        if _is_same(stored, draft):
            return stored
        raise ChangedMeanwhile(stored)
    _ensure_own(stored.client, draft)
    for name, value in _columns(draft).items():
        setattr(stored, name, value)
    stored.version += 1
    stored.changed_at = now
    stored.changed_by = by
    stored.sheet = sheet
    stored.save()
    _lay_assets(stored, draft)
    _lay_variants(stored, draft, now)
    _follow(stored, by=by, now=now)
    return stored


@transaction.atomic
def save_sheet(
    *,
    client: Client,
    post_id: UUID,
    version: int,
    draft: Draft,
    by: User | None,
    now: datetime,
    sheet: str = "",
) -> Post:
    """The post of that name as the draft has it, made if there is none: safe to do twice.
    Declined `belongs_to_other_client` where the name is another client's post."""
    stored = Post.objects.filter(pk=post_id).first()
    if stored is None:
        return write_post(
            client=client,
            by=by,
            now=now,
            text=draft.text,
            title=draft.title,
            channels=draft.channels,
            planned_at=draft.planned_at,
            assets=draft.assets,
            variants=draft.own,
            details=draft.details,
            language=draft.language,
            post_id=post_id,
            sheet=sheet,
        )
    if stored.client_id != client.pk:
        raise Declined("belongs_to_other_client")
    return change_post(post=stored, version=version, draft=draft, by=by, now=now, sheet=sheet)


def _columns(draft: Draft) -> dict[str, object]:
    return {
        "text": normal(draft.text),
        "title": draft.title.strip(),
        "planned_at": draft.planned_at,
        "language": draft.language,
        "details": draft.details.to_json(),
    }


def _ensure_own(client: Client, draft: Draft) -> None:
    """Declined where a channel or a picture is another client's."""
    owners = {channel.client_id for channel in draft.channels}
    owners |= {asset.client_id for asset in draft.assets}
    if owners - {client.pk}:
        raise Declined("belongs_to_other_client")


def _lay_assets(post: Post, draft: Draft) -> None:
    wanted = [asset.pk for asset in draft.assets]
    places = post.postasset_set.order_by("position")
    if list(places.values_list("asset_id", flat=True)) == wanted:
        return
    places.delete()
    PostAsset.objects.bulk_create(
        PostAsset(post=post, asset_id=pk, position=place) for place, pk in enumerate(wanted)
    )


def _lay_variants(post: Post, draft: Draft, now: datetime) -> None:
    known = {variant.channel_id: variant for variant in variants_of(post)}
    wanted = {channel.pk for channel in draft.channels}
    for variant in (v for channel_id, v in known.items() if channel_id not in wanted):
        _take_off(post, variant, now)
    for channel in draft.channels:
        own = draft.own.get(channel.pk, Own())
        variant = known.get(channel.pk) or Variant(post=post, channel=channel)
        variant.is_own_text = own.text is not None
        variant.text = normal(own.text or "")
        variant.details = own.details.to_json()
        variant.save()


def _take_off(post: Post, variant: Variant, now: datetime) -> None:
    """A channel is left out: its waiting delivery is cancelled and kept in the post's history."""
    delivery, state = variant.delivery, state_of(variant)
    if state in STAYS:
        raise Declined("is_on_its_way", {"channel": variant.channel.name})
    if delivery and state:
        ledger.cancel(delivery=delivery, now=now)
    variant.delete()
    if delivery:
        PastDelivery.objects.create(post=post, delivery=delivery)


def _follow(post: Post, *, by: User | None, now: datetime) -> None:
    """Bring deliveries that wait up to the changed post."""
    waiting = [v for v in variants_of(post) if state_of(v) in FOLLOWS]
    if not waiting:
        return
    if post.planned_at is None:
        raise Declined("needs_time")
    checked = ensure_sound(post, waiting)
    ensure_approved(post, waiting, checked, by=by, now=now)
    for variant in waiting:
        assert variant.delivery is not None
        _bring_up(variant.delivery, variant, checked[variant.pk].payload, now)
        if variant.delivery.due_at != post.planned_at:
            ensure_future(post.planned_at, now)
            _place(variant.delivery, post.planned_at, now)


def _bring_up(delivery: Delivery, variant: Variant, payload: Payload, now: datetime) -> None:
    """The words as they are now, whether a worker sends them or a person."""
    if delivery.payload_hash == payload.digest():
        return
    change = ledger.reword if delivery.status is State.TO_DO else ledger.edit
    change(delivery=delivery, payload=payload, approved_hash=variant.approved_hash, now=now)


def _place(delivery: Delivery, due_at: datetime, now: datetime) -> None:
    change = ledger.mend if delivery.status is State.TO_DO else ledger.move
    change(delivery=delivery, due_at=due_at, now=now)


def _is_same(post: Post, draft: Draft) -> bool:
    """Whether the draft says what is stored: the second half of a double click."""
    if any(getattr(post, name) != value for name, value in _columns(draft).items()):
        return False
    assets = list(post.postasset_set.order_by("position").values_list("asset_id", flat=True))
    if assets != [asset.pk for asset in draft.assets]:
        return False
    variants = variants_of(post)
    if {v.channel_id for v in variants} != {channel.pk for channel in draft.channels}:
        return False
    return all(_own_of(v) == _tidy(draft.own.get(v.channel_id, Own())) for v in variants)


def _own_of(variant: Variant) -> Own:
    text = variant.text if variant.is_own_text else None
    return Own(text, Details.from_json(variant.details))


def _tidy(own: Own) -> Own:
    return own if own.text is None else Own(normal(own.text), own.details)
