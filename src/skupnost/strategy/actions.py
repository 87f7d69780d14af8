"""Putting slots and experiments into the calendar, and taking them out again."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from django.db import transaction

from skupnost.channels.models import Channel
from skupnost.clients.models import Client
from skupnost.domain.cadence import ExperimentPlan
from skupnost.strategy.ahead import Ahead, ahead, coming_week
from skupnost.strategy.counsel import Counsel
from skupnost.strategy.ending import one_at_a_time, set_aside
from skupnost.strategy.experimenting import period, running
from skupnost.strategy.models import Cadence, Experiment, Period, Slot
from skupnost.strategy.pasts import Basis


def place_week(*, known: Basis, counsel: Counsel, posts_a_week: int, now: datetime) -> list[Slot]:
    """Empty slots for the week that begins next Monday, as `ahead` finds them."""
    found = ahead(known, counsel, posts_a_week, now=now)
    return place_found(channel=known.channel, counsel=counsel, found=found, now=now)


@transaction.atomic
def place_found(*, channel: Channel, counsel: Counsel, found: Ahead, now: datetime) -> list[Slot]:
    """These slots instead of those that the week had from here. The pace that was asked for is
    kept, also where days are closed and there are fewer."""
    week = coming_week(channel, now)
    Slot.objects.filter(channel=channel, at__range=week, experiment=None).delete()
    choice = {
        "posts_a_week": found.asked,
        "worth": [round(worth, 3) for worth in counsel.advice.hours],
        "behind": list(counsel.behind),
        "chosen_at": now,
    }
    Cadence.objects.update_or_create(channel=channel, defaults=choice)
    return _place(channel, found.moments)


def _place(
    channel: Channel, moments: Iterable[datetime], experiment: Experiment | None = None
) -> list[Slot]:
    slots = [Slot(channel=channel, at=at, experiment=experiment) for at in moments]
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
    moments = {slot.at.replace(tzinfo=zone).astimezone(UTC) for slot in plan.slots}
    _place(channel, sorted(moments), experiment)
    return experiment


@transaction.atomic
def remove_slots(*, channel: Channel, now: datetime, pk: int | None = None) -> list[Slot]:
    """Take one slot, or all to come that belong to no experiment, out of the calendar; those that
    stood there."""
    slots = Slot.objects.filter(channel=channel)
    chosen = slots.filter(at__gt=now, experiment=None) if pk is None else slots.filter(pk=pk)
    found = list(chosen)
    chosen.delete()
    return found


@transaction.atomic
def note_period(*, period: Period) -> None:
    """Keep a period; the very same one again, as by a double click, stands once."""
    list(Client.objects.select_for_update().filter(pk=period.client_id).values_list("pk"))
    names = ("client", "channel", "name", "kind", "starts_on", "ends_on")
    if not Period.objects.filter(**{name: getattr(period, name) for name in names}).exists():
        period.save()
