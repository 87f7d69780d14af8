"""The quiet time of a client: hours of the week in which none of its channels publishes."""

from __future__ import annotations

from skupnost.clients.models import Client
from skupnost.strategy.models import HOURS_A_WEEK, FreeTime

DAY = 24


def quiet_hours(client_id: int) -> frozenset[int]:
    """Hours of the week, Monday 00:00 is 0, that stay free on every channel of a client."""
    kept = FreeTime.objects.filter(client=client_id).first()
    return hours_of(kept) if kept else frozenset()


def hours_of(kept: FreeTime) -> frozenset[int]:
    """The quiet hours; one that passes midnight ends on the morning after its day."""
    start, end = kept.quiet_from, kept.quiet_until
    if start is None or end is None or start == end:
        return frozenset()
    lasts = end - start if end > start else end + DAY - start
    return frozenset(
        (day * DAY + start + n) % HOURS_A_WEEK for day in kept.quiet_days for n in range(lasts)
    )


def quiet_client(client: Client) -> FreeTime:
    """What the client keeps free; nothing yet where nobody said."""
    return FreeTime.objects.filter(client=client).first() or FreeTime(client=client)
