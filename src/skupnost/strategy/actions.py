"""Putting slots and experiments into the calendar, and taking them out again."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction

from skupnost.channels.models import Channel
from skupnost.domain.cadence import ExperimentPlan
from skupnost.strategy.counsel import Counsel, limits_of
from skupnost.strategy.daysoff import week_of
from skupnost.strategy.ending import one_at_a_time, set_aside
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
    keep away from the client's other channels, and days that are off stay free. Where days are
    closed there are fewer; the pace that was chosen stays."""
    zone = ZoneInfo(channel.client.zone)
    monday = coming_monday(channel, now)
    week = _of_week(monday, zone)
    others = Slot.objects.filter(channel__client=channel.client, at__range=week)
    taken = others.exclude(channel=channel).values_list("at", flat=True)
    limits = limits_of(channel)
    off = week_of(channel, monday, limits)
    times = week_times(
        channel,
        monday=monday,
        n=off.fitting(posts_a_week),
        worth=counsel.advice.hours,
        limits=limits,
        holidays=tuple(off.free),
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
    """The weeks of the plan as slots, instead of all that stand there, which are remembered; None
    while another one runs on the channel."""
    one_at_a_time(channel)
    zone = ZoneInfo(channel.client.zone)
    if running(channel, now) is not None:
        return None
    experiment = Experiment(
        channel=channel,
        seed=seed,
        starts_on=plan.starts_on,
        levels=list(plan.levels),
        order=list(plan.order),
        begun_at=now,
    )
    start, end = period(experiment, zone)
    replaced = Slot.objects.filter(channel=channel, at__gte=start, at__lt=end)
    experiment.replaced = set_aside(replaced)
    experiment.save()
    _place(channel, (slot.at for slot in plan.slots), zone, experiment)
    return experiment


def remove_slots(*, channel: Channel, now: datetime, pk: int | None = None) -> int:
    """Take one slot, or all to come that belong to no experiment, out of the calendar."""
    slots = Slot.objects.filter(channel=channel)
    chosen = slots.filter(pk=pk) if pk else slots.filter(at__gt=now, experiment=None)
    return chosen.delete()[0]
