"""What pages ask about resources and cadence."""

from __future__ import annotations

from datetime import datetime

from skupnost.clients.models import Client
from skupnost.strategy.affording import Afforded, Stock, afforded
from skupnost.strategy.models import (
    Cadence,
    Colleague,
    ContentKind,
    OwnPlace,
    Resources,
    Slot,
)


def resources_of(client: Client) -> Resources:
    """The client's resources; empty ones, not yet kept, where nobody counted."""
    return Resources.objects.filter(client=client).first() or Resources(client=client)


def affordable(client: Client) -> Afforded:
    """How many posts a week the client's resources allow over all channels."""
    kinds = list(ContentKind.objects.filter(client=client))
    if not kinds:
        return Afforded({}, "")
    kept = resources_of(client)
    hours = Colleague.objects.filter(client=client).values_list("hours_a_week", flat=True)
    stock = Stock(
        hours_a_week=sum(hours),
        media_ready=kept.media_ready,
        media_a_week=kept.media_a_week,
        money_a_month=kept.budget_a_month,
    )
    return afforded(stock, kinds)


def chosen_a_week(client: Client) -> int:
    """The posts a week chosen for all channels together; a post on two channels counts twice."""
    rows = Cadence.objects.filter(channel__client=client)
    return sum(rows.values_list("posts_a_week", flat=True))


def places_of(client: Client) -> list[OwnPlace]:
    """Where something of the client's appears besides its channels."""
    return list(OwnPlace.objects.filter(client=client))


def slots_between(client: Client, start: datetime, end: datetime) -> list[Slot]:
    """The client's slots from `start` up to `end`, with their channels, in order."""
    found = Slot.objects.filter(channel__client=client, at__gte=start, at__lt=end)
    return list(found.select_related("channel").defer("channel__credentials_sealed"))


def week_tint(client: Client) -> tuple[tuple[int, int], ...]:
    """For each of the 168 hours of a week a level from 0 to 9 (what it is worth among the hours,
    over the channels whose cadence was chosen) and the posts behind it; empty where none is."""
    kept = Cadence.objects.filter(channel__client=client)
    rows = [(worth, behind) for worth, behind in kept.values_list("worth", "behind")]
    if not rows:
        return ()
    worth = [sum(values) for values in zip(*(row[0] for row in rows), strict=True)]
    behind = [sum(values) for values in zip(*(row[1] for row in rows), strict=True)]
    low, high = min(worth), max(worth)
    levels = [round(9 * (value - low) / ((high - low) or 1.0)) for value in worth]
    return tuple(zip(levels, behind, strict=True))
