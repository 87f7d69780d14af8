"""Experiments for the world: one in its fifth week with one week not kept, one with its answer."""

from __future__ import annotations

import io
import math
import random
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from skupnost.channels.models import Channel
from skupnost.metrics.actions import import_history
from skupnost.strategy.models import Experiment, Slot
from skupnost.strategy.refitting import refit, settle

RUNNING = [10, 3, 3, 10, 10, 3, 3, 10]
DECIDED = [16, 4, 4, 16, 16, 4, 4, 16]
WEEKS_BEFORE = 40
BEST = 9.0
# Before five weeks are over no experiment ends by itself.
RUNS_FOR, N_OVER = 4, 5


def add_running(channel: Channel, now: datetime) -> str:
    """One that goes on; in its fourth week half of the posts were not written."""
    return _address(_experiment(channel, RUNNING, [10, 3, 3, 5, 10], now, RUNS_FOR))


def add_decided(channel: Channel, now: datetime) -> str:
    """One that ended by itself."""
    experiment = _experiment(channel, DECIDED, DECIDED[: N_OVER + 1], now, N_OVER)
    row = experiment.refits.last()
    if not row.is_decided:
        row.is_decided, row.verdict = True, "more"
        row.save()
        settle(experiment=experiment, newest=row, now=now)
    return _address(experiment)


def _address(experiment: Experiment) -> str:
    channel = experiment.channel
    return f"/c/{channel.client.slug}/strategy/{channel.pk}/experiments/{experiment.pk}/"


def _experiment(
    channel: Channel, order: list[int], posted: Sequence[int], now: datetime, n_over: int
) -> Experiment:
    """Begun so many weeks ago, with a long past before it, its slots to come and its Mondays."""
    zone = ZoneInfo(channel.client.zone)
    today = now.astimezone(zone).date()
    starts_on = today - timedelta(days=today.weekday(), weeks=n_over)
    table = _past(starts_on, posted, zone, now)
    import_history(channel=channel, file=io.BytesIO(table), name="past.csv", now=now)
    experiment = Experiment.objects.create(
        channel=channel,
        seed=3,
        starts_on=starts_on,
        levels=sorted(set(order)),
        order=order,
        begun_at=now - timedelta(weeks=n_over + 1),
    )
    _slots(experiment, zone, now)
    refit(experiment=experiment, now=now)
    return experiment


def _past(starts_on: date, posted: Sequence[int], zone: ZoneInfo, now: datetime) -> bytes:
    """Forty weeks of three to five posts, then those of the experiment; nine would be best."""
    dice = random.Random(1)
    rows = ["time,interactions"]
    for week in range(-WEEKS_BEFORE, len(posted)):
        pace = posted[week] if week >= 0 else dice.randint(3, 5)
        mood = dice.lognormvariate(0, 0.15)
        for number in range(pace):
            day = starts_on + timedelta(weeks=week, days=7 * number // pace)
            clock = time(dice.choice((8, 10, 12, 17, 19)), number)
            at = datetime.combine(day, clock, tzinfo=zone)
            came = 60 * mood * dice.lognormvariate(0, 0.4) * math.exp(-pace / BEST)
            if at < now:
                rows.append(f"{at.isoformat()},{round(came)}")
    return "\n".join(rows).encode()


def _slots(experiment: Experiment, zone: ZoneInfo, now: datetime) -> None:
    for week, planned in enumerate(experiment.order):
        for number in range(planned):
            day = experiment.starts_on + timedelta(weeks=week, days=7 * number // planned)
            at = datetime.combine(day, time(9 + 2 * (number % 5), 30), tzinfo=zone)
            if at > now:
                Slot.objects.get_or_create(
                    channel=experiment.channel, at=at, defaults={"experiment": experiment}
                )
