"""Putting slots and experiments into the calendar, and taking them out again."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction

from skupnost.channels.models import Channel
from skupnost.domain.cadence import ExperimentPlan
from skupnost.strategy.counsel import Counsel
from skupnost.strategy.experimenting import WEEK, period, running
from skupnost.strategy.feeds import week_times
from skupnost.strategy.models import Cadence, Experiment, Slot


def coming_monday(channel: Channel, now: datetime) -> date:
    """The Monday after today in the client's zone."""
    today = now.astimezone(ZoneInfo(channel.client.zone)).date()
    return today + timedelta(days=7 - today.weekday())


@transaction.atomic
def place_week(
    *, channel: Channel, counsel: Counsel, posts_a_week: int, now: datetime
) -> list[Slot]:
    """Empty slots for the week that begins next Monday, instead of those it had from here; they
    keep away from the client's other channels."""
    zone = ZoneInfo(channel.client.zone)
    monday = coming_monday(channel, now)
    week = _of_week(monday, zone)
    others = Slot.objects.filter(channel__client=channel.client, at__range=week)
    taken = others.exclude(channel=channel).values_list("at", flat=True)
    times = week_times(
        channel,
        monday=monday,
        n=posts_a_week,
        worth=counsel.advice.hours,
        taken=[at.astimezone(zone).replace(tzinfo=None) for at in taken],
    )
    Slot.objects.filter(channel=channel, at__range=week, experiment=None).delete()
    choice = {
        "posts_a_week": posts_a_week,
        "worth": [round(worth, 3) for worth in counsel.advice.hours],
        "behind": list(counsel.behind),
        "chosen_at": now,
    }
    Cadence.objects.update_or_create(channel=channel, defaults=choice)
    return _place(channel, times, zone)


def _of_week(monday: date, zone: ZoneInfo) -> tuple[datetime, datetime]:
    start = datetime.combine(monday, time(), tzinfo=zone)
    return start.astimezone(UTC), (start + WEEK).astimezone(UTC) - timedelta(seconds=1)


def _place(
    channel: Channel,
    times: Iterable[datetime],
    zone: ZoneInfo,
    experiment: Experiment | None = None,
) -> list[Slot]:
    moments = {at.replace(tzinfo=zone).astimezone(UTC) for at in times}
    slots = [Slot(channel=channel, at=at, experiment=experiment) for at in sorted(moments)]
    return Slot.objects.bulk_create(slots, ignore_conflicts=True)


@transaction.atomic
def begin_experiment(
    *, channel: Channel, plan: ExperimentPlan, seed: int, now: datetime
) -> Experiment | None:
    """The weeks of the plan as slots, instead of all that stand there; None while another one
    runs on the channel."""
    zone = ZoneInfo(channel.client.zone)
    if running(channel, now) is not None:
        return None
    experiment = Experiment.objects.create(
        channel=channel,
        seed=seed,
        starts_on=plan.starts_on,
        levels=list(plan.levels),
        order=list(plan.order),
        begun_at=now,
    )
    start, end = period(experiment, zone)
    Slot.objects.filter(channel=channel, at__gte=start, at__lt=end).delete()
    _place(channel, (slot.at for slot in plan.slots), zone, experiment)
    return experiment


def stop_experiment(*, experiment: Experiment, now: datetime) -> None:
    """End it now: slots to come go, what it showed stays. One that has not begun is forgotten."""
    with transaction.atomic():
        start, _end = period(experiment, ZoneInfo(experiment.channel.client.zone))
        if now < start:
            experiment.delete()
            return
        experiment.slots.filter(at__gt=now).delete()
        Experiment.objects.filter(pk=experiment.pk, stopped_at=None).update(stopped_at=now)


def remove_slots(*, channel: Channel, now: datetime, pk: int | None = None) -> int:
    """Take one slot, or all to come that belong to no experiment, out of the calendar."""
    slots = Slot.objects.filter(channel=channel)
    chosen = slots.filter(pk=pk) if pk else slots.filter(at__gt=now, experiment=None)
    return chosen.delete()[0]
