"""Posts taken for a change: one writer at a time."""

from __future__ import annotations

from skupnost.domain.delivery import State
from skupnost.editorial.errors import ChangedMeanwhile, Declined
from skupnost.editorial.models import Post, Variant


def locked(post: Post, version: int | None = None) -> Post:
    """The stored post, held until the transaction ends; ChangedMeanwhile where its version is
    another than the caller's, Declined `in_bin` where it was thrown away."""
    stored = Post.objects.select_for_update().select_related("client").get(pk=post.pk)
    if version is not None and stored.version != version:
        raise ChangedMeanwhile(stored)
    if stored.deleted_at:
        raise Declined("in_bin")
    return stored


def variants_of(post: Post) -> list[Variant]:
    """The variants with channel and delivery, in the order of the channels."""
    found = post.variants.select_related("channel__client", "delivery")
    return list(found.order_by("channel__network", "channel__handle", "channel_id"))


def state_of(variant: Variant) -> State | None:
    """How its delivery stands; None where there is none or it was cancelled."""
    delivery = variant.delivery
    if delivery is None or delivery.status is State.CANCELLED:
        return None
    return delivery.status
