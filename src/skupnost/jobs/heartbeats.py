"""The pulse of the workers: written by each, read by the pages and by those who rescue."""

from __future__ import annotations

from datetime import datetime, timedelta

from skupnost.jobs.models import Heartbeat

SILENT_AFTER = timedelta(seconds=60)


def begin(executor: str, now: datetime) -> None:
    values = {"started_at": now, "seen_at": now, "stopped_at": None}
    Heartbeat.objects.update_or_create(executor=executor, defaults=values)


def beat(executor: str, now: datetime) -> None:
    Heartbeat.objects.filter(executor=executor).update(seen_at=now, stopped_at=None)


def end(executor: str, now: datetime) -> None:
    Heartbeat.objects.filter(executor=executor).update(seen_at=now, stopped_at=now)


def silent(now: datetime) -> list[str]:
    """The workers that have not been heard of for a minute; what they left is rescued."""
    rows = Heartbeat.objects.filter(seen_at__lt=now - SILENT_AFTER)
    return list(rows.values_list("executor", flat=True))


def worker_seen_at() -> datetime | None:
    """When a worker was last heard of; None where none runs, because it never did or was stopped.
    Older than `SILENT_AFTER` means that it died."""
    living = Heartbeat.objects.filter(stopped_at__isnull=True)
    return living.order_by("-seen_at").values_list("seen_at", flat=True).first()
