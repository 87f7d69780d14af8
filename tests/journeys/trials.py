"""Experiments for the world: one in its sixth week with one week not kept, one with its answer."""

from __future__ import annotations

import io
import random
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from skupnost.channels.models import Channel
from skupnost.metrics.actions import import_history
from skupnost.strategy.models import Experiment, Slot
from skupnost.strategy.refitting import refit, settle

LEVELS = [3, 10]
ORDER = [10, 3, 3, 10, 10, 3, 3, 10]
WEEKS_BEFORE = 26
N_OVER = 5
SLACK_WEEK = 3


def add_experiment(channel: Channel, now: datetime, *, is_decided: bool = False) -> str:
    """An experiment with a long past before it; the address of its page."""
    zone = ZoneInfo(channel.client.zone)
    today = now.astimezone(zone).date()
    starts_on = today - timedelta(days=today.weekday(), weeks=N_OVER)
    table = _past(starts_on, zone, now)
    import_history(channel=channel, file=io.BytesIO(table), name="past.csv", now=now)
    experiment = Experiment.objects.create(
        channel=channel,
        seed=3,
        starts_on=starts_on,
        levels=LEVELS,
        order=ORDER,
        begun_at=now - timedelta(weeks=N_OVER + 1),
    )
    _slots(experiment, zone, now)
    rows = refit(experiment=experiment, now=now)
    if is_decided:
        rows[-1].is_decided, rows[-1].verdict = True, "more"
        rows[-1].save()
        settle(experiment=experiment, newest=rows[-1], now=now)
    return f"/c/{channel.client.slug}/strategy/{channel.pk}/experiments/{experiment.pk}/"


def _past(starts_on: date, zone: ZoneInfo, now: datetime) -> bytes:
    """Half a year of four to six posts a week, then the weeks of the experiment."""
    dice = random.Random(5)
    rows = ["time,interactions"]
    for week in range(-WEEKS_BEFORE, N_OVER + 1):
        planned = ORDER[week] if week >= 0 else dice.randint(4, 6)
        pace = planned // 2 if week == SLACK_WEEK else planned
        mood = dice.lognormvariate(0, 0.25)
        for number in range(pace):
            day = starts_on + timedelta(weeks=week, days=7 * number // pace)
            clock = time(dice.choice((8, 10, 12, 17, 19)), dice.choice((0, 15, 40)))
            at = datetime.combine(day, clock, tzinfo=zone)
            came = 60 * mood * dice.lognormvariate(0, 0.5) / (1 + 0.06 * pace)
            if at < now:
                rows.append(f"{at.isoformat()},{round(came)}")
    return "\n".join(rows).encode()


def _slots(experiment: Experiment, zone: ZoneInfo, now: datetime) -> None:
    for week, planned in enumerate(experiment.order):
        for number in range(planned):
            day = experiment.starts_on + timedelta(weeks=week, days=7 * number // planned)
            at = datetime.combine(day, time(9 + 2 * (number % 5), 30), tzinfo=zone)
            if at > now:
                Slot.objects.create(channel=experiment.channel, at=at, experiment=experiment)
