"""Ending an experiment, by a person or because it has its answer, and the way back. Only empty
slots come and go: posts are never touched."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import QuerySet

from skupnost.channels.models import Channel
from skupnost.strategy.experimenting import running, whole_period
from skupnost.strategy.models import Ended, Experiment, Slot


def one_at_a_time(channel: Channel) -> None:
    """Inside a transaction: whoever else begins, ends or resumes an experiment there waits."""
    list(Channel.objects.select_for_update().filter(pk=channel.pk).values_list("pk"))


def set_aside(slots: QuerySet[Slot]) -> list[str]:
    """Take slots out of the calendar; their moments, to be put back by `put_back`."""
    moments = [at.isoformat() for at in slots.order_by("at").values_list("at", flat=True)]
    slots.delete()
    return moments


def put_back(
    channel: Channel,
    moments: Iterable[datetime],
    now: datetime,
    experiment: Experiment | None = None,
) -> int:
    """The slots that still lie ahead stand again, each once; how many do."""
    ahead = {at for at in moments if at > now}
    slots = [Slot(channel=channel, at=at, experiment=experiment) for at in sorted(ahead)]
    Slot.objects.bulk_create(slots, ignore_conflicts=True)
    return len(ahead)


@transaction.atomic
def stop_experiment(*, experiment: Experiment, now: datetime) -> bool:
    """A person ends it now, and the open slots that it replaced stand again; what it showed stays.
    False where it had ended already."""
    if not end_experiment(experiment=experiment, because=Ended.STOPPED, now=now):
        return False
    put_back(experiment.channel, _moments(experiment.replaced), now)
    return True


@transaction.atomic
def end_experiment(*, experiment: Experiment, because: Ended, now: datetime) -> bool:
    """End it now, or when its weeks were over; its slots to come go. False where it had ended."""
    one_at_a_time(experiment.channel)
    experiment.refresh_from_db()
    if experiment.stopped_at is not None:
        return False
    _start, end = whole_period(experiment, ZoneInfo(experiment.channel.client.zone))
    experiment.stopped_at = min(now, end)
    experiment.ended_because = because
    experiment.is_told = because == Ended.STOPPED
    experiment.withdrawn = set_aside(experiment.slots.filter(at__gt=now))
    experiment.save()
    return True


def can_resume(experiment: Experiment, now: datetime) -> bool:
    """Whether it ended before its time and the channel has no other one."""
    channel = experiment.channel
    _start, end = whole_period(experiment, ZoneInfo(channel.client.zone))
    return experiment.stopped_at is not None and now < end and running(channel, now) is None


@transaction.atomic
def resume_experiment(*, experiment: Experiment, now: datetime) -> bool:
    """It runs again with the slots that its end took away, as far as they lie ahead; other open
    slots of its weeks step aside. One that was decided goes on to its end. False where it cannot.
    """
    one_at_a_time(experiment.channel)
    experiment.refresh_from_db()
    if not can_resume(experiment, now):
        return False
    _start, end = whole_period(experiment, ZoneInfo(experiment.channel.client.zone))
    others = Slot.objects.filter(channel=experiment.channel, experiment=None)
    found = set_aside(others.filter(at__gt=now, at__lt=end))
    put_back(experiment.channel, _moments(experiment.withdrawn), now, experiment)
    experiment.replaced = _together(experiment.replaced, found)
    experiment.goes_on = experiment.goes_on or experiment.ended_because == Ended.DECIDED
    experiment.stopped_at, experiment.ended_because = None, ""
    experiment.withdrawn = []
    experiment.save()
    return True


def _moments(kept: Iterable[str]) -> Iterator[datetime]:
    return map(datetime.fromisoformat, kept)


def _together(some: Sequence[str], others: Sequence[str]) -> list[str]:
    return sorted({*some, *others}, key=datetime.fromisoformat)


def put_away(*, experiment: Experiment) -> None:
    """The desk need not tell its end any more."""
    Experiment.objects.filter(pk=experiment.pk).update(is_told=True)
