"""When experiments run, and in which of their weeks they are. Knows nothing of the adviser, so
that every page may ask without NumPy."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Q

from skupnost.channels.models import Channel
from skupnost.clients.models import Client
from skupnost.strategy.models import Ended, Experiment

WEEK = timedelta(weeks=1)


@dataclass(frozen=True, slots=True)
class WeekOfExperiment:
    """One week of an experiment: its `number` from 1, the Monday that begins it, the posts that it
    asks for, and its two ends (UTC)."""

    experiment: Experiment
    number: int
    monday: date
    planned: int
    starts_at: datetime
    ends_at: datetime

    @property
    def n_weeks(self) -> int:
        return len(self.experiment.order)


def running(channel: Channel, now: datetime) -> Experiment | None:
    """The experiment on the channel that has not ended; it may still lie ahead."""
    found = Experiment.objects.filter(channel=channel, stopped_at=None)
    return running_of(found, ZoneInfo(channel.client.zone), now)


def running_of(
    experiments: Iterable[Experiment], zone: ZoneInfo, now: datetime
) -> Experiment | None:
    """That one of a channel's experiments."""
    ahead = (one for one in experiments if one.stopped_at is None)
    return next((one for one in ahead if period(one, zone)[1] > now), None)


def next_seed(channel: Channel, before: Collection[Experiment]) -> int:
    """A seed of its own for each experiment of each channel, after all those of before."""
    return channel.pk * 1000 + len(before)


def period(experiment: Experiment, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """From its first Monday to its end, or to where it was stopped (UTC)."""
    start, end = whole_period(experiment, zone)
    return start, experiment.stopped_at or end


def whole_period(experiment: Experiment, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """From its first Monday to the end of its last week, stopped or not (UTC)."""
    start = experiment.starts_on
    return midnight(start, zone), midnight(start + len(experiment.order) * WEEK, zone)


def midnight(day: date, zone: ZoneInfo) -> datetime:
    """When the day begins in the zone (UTC)."""
    return datetime.combine(day, time(), tzinfo=zone).astimezone(UTC)


def weeks_of(experiment: Experiment, zone: ZoneInfo) -> list[WeekOfExperiment]:
    """All its weeks in order; those of the client's zone, an hour longer or shorter where the
    clocks change."""
    found = []
    for place, planned in enumerate(experiment.order):
        monday = experiment.starts_on + place * WEEK
        ends = (midnight(monday, zone), midnight(monday + WEEK, zone))
        found.append(WeekOfExperiment(experiment, place + 1, monday, planned, *ends))
    return found


def current_week(experiment: Experiment, zone: ZoneInfo, now: datetime) -> WeekOfExperiment | None:
    """The week that runs now; None before the first, after the last and where it has ended."""
    if experiment.stopped_at is not None:
        return None
    weeks = weeks_of(experiment, zone)
    return next((week for week in weeks if week.starts_at <= now < week.ends_at), None)


def mondays_until(experiment: Experiment, zone: ZoneInfo, now: datetime) -> list[date]:
    """The Mondays that have come: its first, which ends the time before it, and each that ends one
    of its weeks."""
    days = [experiment.starts_on + n * WEEK for n in range(len(experiment.order) + 1)]
    return [day for day in days if midnight(day, zone) <= now]


def weeks_between(client: Client, start: datetime, end: datetime) -> list[WeekOfExperiment]:
    """The weeks of the client's running experiments that share a moment with this stretch."""
    zone = ZoneInfo(client.zone)
    rows = Experiment.objects.filter(channel__client=client, stopped_at=None)
    chosen = rows.select_related("channel").defer("channel__credentials_sealed")
    weeks = [week for one in chosen for week in weeks_of(one, zone)]
    return [week for week in weeks if week.starts_at < end and start < week.ends_at]


def of_clients(clients: Collection[Client]) -> tuple[list[Experiment], list[Experiment]]:
    """The experiments that have not ended, and those whose end nobody was told yet; both with
    their channels, the newest first."""
    untold = Q(is_told=False, ended_because__in=(Ended.DECIDED, Ended.OVER))
    rows = Experiment.objects.filter(Q(stopped_at=None) | untold, channel__client__in=clients)
    chosen = list(rows.select_related("channel__client").defer("channel__credentials_sealed"))
    open_ones = [one for one in chosen if one.stopped_at is None]
    return open_ones, [one for one in chosen if one.stopped_at is not None]


def shown_of(channel: Channel, now: datetime) -> list[Experiment]:
    """The channel's experiments with something to show, the newest first: without those that were
    undone before their first day."""
    zone = ZoneInfo(channel.client.zone)
    rows = list(Experiment.objects.filter(channel=channel))
    for one in rows:
        one.channel = channel
    return [one for one in rows if one.stopped_at is None or period(one, zone)[0] < one.stopped_at]
