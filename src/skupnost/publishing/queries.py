"""What others may know of deliveries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from skupnost.clients.models import Client
from skupnost.domain.delivery import FINAL, NEEDS_PERSON, State
from skupnost.jobs import heartbeats
from skupnost.publishing import sentences
from skupnost.publishing.models import Attempt, Delivery


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a delivery's story: what happened at `at`, why, and when it is tried next.

    `kind` is send, look or person; `outcome` the event that ended it, empty while it is open."""

    at: datetime
    kind: str
    outcome: str
    what: str
    cause: str
    next_try_at: datetime | None
    link: str


def needs_eye(client: Client) -> QuerySet[Delivery]:
    """Deliveries of which only a person can tell whether they are there, oldest first."""
    rows = Delivery.objects.filter(channel__client=client, state=State.NEEDS_EYE)
    return rows.select_related("channel").order_by("due_at")


def needs_person(client: Client) -> QuerySet[Delivery]:
    """All that waits for a person: refused, held, missed, to do by hand, needs your eye."""
    rows = Delivery.objects.filter(channel__client=client, state__in=NEEDS_PERSON)
    return rows.select_related("channel").order_by("due_at")


def story(delivery: Delivery) -> tuple[Line, ...]:
    """Every attempt of the delivery, oldest first, in the language of the reader."""
    return tuple(_line(delivery, attempt) for attempt in delivery.attempts.all())


def planned_between(client: Client, first: datetime, last: datetime) -> dict[int, list[datetime]]:
    """When the posts of a client's channels that are still to go out between two moments (both
    included) are due, by channel, in order; those to be posted by hand are among them."""
    return _due(client, first, last, but=FINAL)


def standing_between(client: Client, first: datetime, last: datetime) -> dict[int, list[datetime]]:
    """The same with those that went out or could not: all but what was cancelled or taken away
    from its network."""
    return _due(client, first, last, but=(State.CANCELLED,))


def _due(
    client: Client, first: datetime, last: datetime, *, but: Collection[State]
) -> dict[int, list[datetime]]:
    rows = Delivery.objects.filter(
        channel__client=client, due_at__range=(first, last), removed_at=None
    )
    found: dict[int, list[datetime]] = defaultdict(list)
    for channel, at in (
        rows.exclude(state__in=but).order_by("due_at").values_list("channel", "due_at")
    ):
        found[channel].append(at)
    return found


def worker_seen_at() -> datetime | None:
    """When a worker was last heard of; None where none runs. One that has been silent for longer
    than `jobs.heartbeats.SILENT_AFTER` is dead."""
    return heartbeats.worker_seen_at()


def is_worker_alive(now: datetime) -> bool:
    """Whether anything will be published at all."""
    seen_at = worker_seen_at()
    return seen_at is not None and now - seen_at < heartbeats.SILENT_AFTER


def reason_of(delivery: Delivery) -> str:
    """Why the delivery stands where it stands; empty where there is nothing to explain."""
    return sentences.reason(delivery.reason, delivery.reason_params)


def _line(delivery: Delivery, attempt: Attempt) -> Line:
    is_success = attempt.outcome in ("accept", "found", "say_there", "paste_address")
    return Line(
        at=attempt.ended_at or attempt.started_at,
        kind=attempt.kind,
        outcome=attempt.outcome,
        what=sentences.happening(attempt),
        cause=sentences.reason(attempt.cause, attempt.cause_params),
        next_try_at=attempt.next_try_at,
        link=delivery.remote_url if is_success else "",
    )
