"""Which of the strategy room's slots a post fills."""

from __future__ import annotations

from collections.abc import Sequence

from skupnost.domain.delivery import State
from skupnost.editorial.models import Variant
from skupnost.strategy.models import FILLS_WITHIN, Slot


def filled(slots: Sequence[Slot]) -> frozenset[int]:
    """The keys of those near which a post on the same channel is planned and not cancelled."""
    if not slots:
        return frozenset()
    times = [slot.at for slot in slots]
    rows = Variant.objects.filter(
        channel__in={slot.channel_id for slot in slots},
        post__deleted_at=None,
        post__planned_at__range=(min(times) - FILLS_WITHIN, max(times) + FILLS_WITHIN),
    ).exclude(delivery__state=State.CANCELLED)
    moments = rows.values_list("channel", "post__planned_at")
    planned = [(channel, at) for channel, at in moments if at]
    return frozenset(
        slot.pk
        for slot in slots
        if any(
            channel == slot.channel_id and abs(at - slot.at) < FILLS_WITHIN
            for channel, at in planned
        )
    )
