"""Experiments on the desk: how far the week is, and the answer when there is one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from skupnost.clients.models import Client
from skupnost.domain.delivery import State
from skupnost.editorial.models import Variant
from skupnost.strategy.experimenting import WeekOfExperiment, current_week, of_clients
from skupnost.strategy.models import Experiment
from skupnost.strategy.tellings import answer, newest, standing


@dataclass(frozen=True, slots=True)
class Trial:
    """An experiment with a sentence about it."""

    experiment: Experiment
    words: str


def trials(clients: Sequence[Client], now: datetime) -> tuple[list[Trial], list[Trial]]:
    """The experiments in one of their weeks, with how far it is, and those that ended and were not
    told yet, with their answer."""
    open_ones, ended = of_clients(clients)
    weeks = [_week(one, now) for one in open_ones]
    inside = [week for week in weeks if week is not None]
    planned = _planned(inside)
    running = [
        Trial(week.experiment, standing(week, _within(week, planned[week.experiment.channel_id])))
        for week in inside
    ]
    return running, [_told(one) for one in ended]


def _week(experiment: Experiment, now: datetime) -> WeekOfExperiment | None:
    return current_week(experiment, ZoneInfo(experiment.channel.client.zone), now)


def _told(experiment: Experiment) -> Trial:
    last = newest(list(experiment.refits.all()))
    return Trial(experiment, answer(experiment.channel, last))


def _planned(weeks: Sequence[WeekOfExperiment]) -> dict[int, list[datetime]]:
    """When posts stand in the calendar around these weeks, by channel, cancelled ones left out."""
    found: dict[int, list[datetime]] = defaultdict(list)
    if not weeks:
        return found
    rows = Variant.objects.filter(
        channel__in=[week.experiment.channel_id for week in weeks],
        post__deleted_at=None,
        post__planned_at__gte=min(week.starts_at for week in weeks),
        post__planned_at__lt=max(week.ends_at for week in weeks),
    ).exclude(delivery__state=State.CANCELLED)
    for channel, at in rows.values_list("channel", "post__planned_at"):
        found[channel].extend([at] if at else [])
    return found


def _within(week: WeekOfExperiment, moments: Sequence[datetime]) -> int:
    return sum(week.starts_at <= at < week.ends_at for at in moments)
