"""Which of the strategy room's slots a post fills."""

from __future__ import annotations

from collections.abc import Sequence

from skupnost.editorial.models import Variant
from skupnost.editorial.outlines import NEAR
from skupnost.strategy.models import Slot


def filled(slots: Sequence[Slot]) -> frozenset[int]:
    """The keys of those near which a post on the same channel is planned."""
    if not slots:
        return frozenset()
    times = [slot.at for slot in slots]
    rows = Variant.objects.filter(
        channel__in={slot.channel_id for slot in slots},
        post__deleted_at=None,
        post__planned_at__range=(min(times) - NEAR, max(times) + NEAR),
    ).values_list("channel", "post__planned_at")
    planned = [(channel, at) for channel, at in rows if at]
    return frozenset(
        slot.pk
        for slot in slots
        if any(channel == slot.channel_id and abs(at - slot.at) < NEAR for channel, at in planned)
    )
