"""Putting slots and experiments into the calendar, and taking them out again."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import QuerySet

from skupnost.channels.models import Channel
from skupnost.clients.models import Client
from skupnost.domain.cadence import ExperimentPlan
from skupnost.strategy.ahead import Ahead, ahead, around, coming_week
from skupnost.strategy.counsel import Counsel
from skupnost.strategy.ending import one_at_a_time, put_back, set_aside
from skupnost.strategy.experimenting import period, running
from skupnost.strategy.models import Cadence, Experiment, Period, Slot
from skupnost.strategy.pasts import Basis


@dataclass(frozen=True, slots=True)
class Placed:
    """What a click did to the coming week of a channel: the moments (UTC) of its open slots now and
    `before`, the pace that was chosen before, posts a week (None: none was), and how many posts
    were planned there already."""

    moments: tuple[datetime, ...]
    before: tuple[datetime, ...]
    pace: int | None = None
    n_planned: int = 0

    @property
    def n(self) -> int:
        return len(self.moments)


def place_week(*, known: Basis, counsel: Counsel, posts_a_week: int, now: datetime) -> Placed:
    """Empty slots for the week that begins next Monday, as `ahead` finds them."""
    stands = around(known.channel, now)
    found = ahead(known, counsel, posts_a_week, now=now, stands=stands)
    return place_found(channel=known.channel, counsel=counsel, found=found, now=now)


@transaction.atomic
def place_found(*, channel: Channel, counsel: Counsel, found: Ahead, now: datetime) -> Placed:
    """These slots instead of those that the week had from here. The pace that was asked for is
    kept, also where days are closed or posts are planned already and there are fewer."""
    stood = _open_slots(channel, now)
    before = tuple(stood.values_list("at", flat=True))
    stood.delete()
    pace = Cadence.objects.filter(channel=channel).values_list("posts_a_week", flat=True).first()
    choice = {
        "posts_a_week": found.asked,
        "worth": [round(worth, 3) for worth in counsel.advice.hours],
        "behind": list(counsel.behind),
        "chosen_at": now,
    }
    Cadence.objects.update_or_create(channel=channel, defaults=choice)
    _place(channel, found.moments)
    return Placed(found.moments, before, pace, found.n_planned)


def _open_slots(channel: Channel, now: datetime) -> QuerySet[Slot]:
    """Those of the coming week that belong to no experiment."""
    return Slot.objects.filter(
        channel=channel, at__range=coming_week(channel, now), experiment=None
    )


@transaction.atomic
def take_back(*, channel: Channel, placed: Placed, now: datetime) -> bool:
    """The coming week is as it was before: its slots, and the pace that was chosen. A second time
    changes nothing. False, and nothing is done, where it is not that week, or neither those that
    were placed stand there nor those before, as somebody has changed it since."""
    first, last = coming_week(channel, now)
    moments = {*placed.moments, *placed.before}
    if not moments or min(moments) < first or last < max(moments):
        return False
    stand = set(_open_slots(channel, now).values_list("at", flat=True))
    if stand == set(placed.before):
        return True
    if stand != set(placed.moments):
        return False
    _open_slots(channel, now).delete()
    put_back(channel, placed.before, now)
    chosen = Cadence.objects.filter(channel=channel)
    if placed.pace is None:
        chosen.delete()
    else:
        chosen.update(posts_a_week=placed.pace)
    return True


def _place(
    channel: Channel, moments: Iterable[datetime], experiment: Experiment | None = None
) -> None:
    slots = [Slot(channel=channel, at=at, experiment=experiment) for at in moments]
    Slot.objects.bulk_create(slots, ignore_conflicts=True)


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


def hold(client: Client) -> None:
    """Until the transaction ends nobody else who does this writes what belongs to the client."""
    list(Client.objects.select_for_update().filter(pk=client.pk).values_list("pk"))


@transaction.atomic
def note_period(*, period: Period) -> None:
    """Keep a period; the very same one again, as by a double click, stands once."""
    hold(period.client)
    names = ("client", "channel", "name", "kind", "starts_on", "ends_on")
    if not Period.objects.filter(**{name: getattr(period, name) for name in names}).exists():
        period.save()
