"""What the desk asks about feeds; light, since the first page of the day needs it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db.models import Q, QuerySet

from skupnost.clients.models import Client
from skupnost.strategy.models import FeedChoice, HoursBy


def good_now(clients: Collection[Client], now: datetime) -> QuerySet[FeedChoice]:
    """The channels, of those whose slots follow the feed, for which now is a good moment."""
    follows = Q(moves_today=True) | ~Q(hours_by=HoursBy.REACTIONS)
    rows = FeedChoice.objects.filter(follows, channel__client__in=clients, good_until__gt=now)
    found = rows.select_related("channel__client").order_by("channel")
    return found.defer("channel__credentials_sealed", "channel__live_limits")
