"""When an experiment runs, and which of them does."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from skupnost.channels.models import Channel
from skupnost.strategy.models import Experiment

WEEK = timedelta(weeks=1)


def running(channel: Channel, now: datetime) -> Experiment | None:
    """The experiment on the channel that has not ended; it may still lie ahead."""
    zone = ZoneInfo(channel.client.zone)
    found = Experiment.objects.filter(channel=channel, stopped_at=None)
    return next((one for one in found if period(one, zone)[1] > now), None)


def period(experiment: Experiment, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """From its first Monday to its end, or to where it was stopped (UTC)."""
    start = datetime.combine(experiment.starts_on, time(), tzinfo=zone)
    end = start + len(experiment.order) * WEEK
    return start.astimezone(UTC), experiment.stopped_at or end.astimezone(UTC)
