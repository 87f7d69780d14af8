"""When a post goes out and among which others of its channel: what preflight asks about moments."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet

from skupnost.channels.models import Channel
from skupnost.domain.delivery import State
from skupnost.domain.facts import Facts
from skupnost.domain.payload import Payload
from skupnost.domain.preflight import Occasion, Other
from skupnost.domain.preflight.occasions import DAY
from skupnost.domain.preflight.rules import rules_of
from skupnost.publishing.models import Delivery

# Beyond so many others nothing is counted: no limit that a person meets is larger.
MOST = 500
_GONE = frozenset({State.CANCELLED, State.REFUSED, State.MISSED})
_WAITING = frozenset({State.SCHEDULED, State.RETRY_WAIT, State.TO_DO})


def occasion_of(
    channel: Channel,
    *,
    facts: Facts,
    due_at: datetime | None,
    now: datetime,
    apart_from: Iterable[UUID] = (),
) -> Occasion | None:
    """The occasion of a post that is due then (now without a date), apart from its own deliveries.
    None where no rule of the network asks about it; at most three queries."""
    asked = {rule.fact.key for rule in rules_of(facts).on_occasion}
    if not asked:
        return None
    at = due_at or now
    rows = Delivery.objects.filter(channel=channel).exclude(pk__in=list(apart_from))
    seconds = max((facts[key].window_seconds or DAY) for key in asked)
    return Occasion(
        seconds_ahead=max(0.0, (at - now).total_seconds()) if due_at else None,
        others=_others(rows, at, seconds),
        n_waiting=_n_waiting(rows) if asked & _OF_QUEUE else 0,
        n_that_day=_n_that_day(rows, at, channel) if asked & _OF_DAY else 0,
        stored_bytes=_stored(rows) if asked & _OF_ACCOUNT else 0,
    )


_OF_QUEUE = {"publishing.queue_max", "publishing.schedules_total_max"}
_OF_DAY = {"publishing.schedules_per_day_max"}
_OF_ACCOUNT = {"media.account_bytes_max"}


def _others(rows: QuerySet[Delivery], at: datetime, seconds: float) -> tuple[Other, ...]:
    start = at - timedelta(seconds=seconds)
    near = rows.exclude(state__in=_GONE).filter(due_at__gt=start, due_at__lte=at)
    found = near.order_by("-due_at").values_list("due_at", "payload")[:MOST]
    return tuple(
        Other((at - due_at).total_seconds(), Payload.from_json(payload))
        for due_at, payload in found
    )


def _n_waiting(rows: QuerySet[Delivery]) -> int:
    return 1 + rows.filter(state__in=_WAITING).count()


def _n_that_day(rows: QuerySet[Delivery], at: datetime, channel: Channel) -> int:
    start = at.astimezone(ZoneInfo(channel.client.zone)).replace(
        hour=0, minute=0, second=0, microsecond=0
    )
    of_day = Q(due_at__gte=start, due_at__lt=start + timedelta(days=1))
    return 1 + rows.filter(of_day, state__in=_WAITING).count()


def _stored(rows: QuerySet[Delivery]) -> int:
    live = rows.filter(state=State.PUBLISHED, removed_at=None).order_by("-due_at")
    kept = live.values_list("payload", flat=True)[:MOST]
    return sum(item.n_bytes for text in kept for item in Payload.from_json(text).all_media)
