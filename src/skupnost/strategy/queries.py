"""What pages ask about resources and cadence."""

from __future__ import annotations

from skupnost.clients.models import Client
from skupnost.strategy.affording import Afforded, Stock, afforded
from skupnost.strategy.models import Colleague, ContentKind, Resources


def resources_of(client: Client) -> Resources:
    """The client's resources; empty ones, not yet kept, where nobody counted."""
    return Resources.objects.filter(client=client).first() or Resources(client=client)


def affordable(client: Client) -> Afforded:
    """How many posts a week the client's resources allow over all channels."""
    kept = resources_of(client)
    hours = Colleague.objects.filter(client=client).values_list("hours_a_week", flat=True)
    stock = Stock(
        hours_a_week=sum(hours),
        media_ready=kept.media_ready,
        media_a_week=kept.media_a_week,
        money_a_month=kept.budget_a_month,
    )
    return afforded(stock, list(ContentKind.objects.filter(client=client)))
