"""What the coming week of a channel would get: the same for who only asks and for who places it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils.translation import ngettext

from skupnost.channels.models import Channel
from skupnost.strategy.counsel import Counsel
from skupnost.strategy.daysoff import Week
from skupnost.strategy.experimenting import WEEK
from skupnost.strategy.feeds import week_times
from skupnost.strategy.models import Slot
from skupnost.strategy.pasts import Basis


@dataclass(frozen=True, slots=True)
class Ahead:
    """Next week: the pace that was asked for, the moments that come of it, and the days off."""

    asked: int
    moments: tuple[datetime, ...]
    week: Week

    @property
    def n(self) -> int:
        return len(self.moments)


def coming_monday(channel: Channel, now: datetime) -> date:
    """The Monday after today in the client's zone."""
    today = now.astimezone(ZoneInfo(channel.client.zone)).date()
    return today + timedelta(days=7 - today.weekday())


def coming_week(channel: Channel, now: datetime) -> tuple[datetime, datetime]:
    """The first and the last second of the week that begins next Monday."""
    start = datetime.combine(coming_monday(channel, now), time(), ZoneInfo(channel.client.zone))
    return start.astimezone(UTC), (start + WEEK).astimezone(UTC) - timedelta(seconds=1)


def ahead(
    known: Basis,
    counsel: Counsel,
    posts_a_week: int,
    *,
    now: datetime,
    taken: Collection[datetime] | None = None,
) -> Ahead:
    """The slots of next week at that pace. They keep away from moments `taken` (those of the
    client's other channels unless said), and days that are off stay free; where days are closed
    there are fewer."""
    channel = known.channel
    zone, monday = ZoneInfo(channel.client.zone), coming_monday(channel, now)
    week = known.week(monday)
    others = _of_others(channel, now) if taken is None else taken
    times = week_times(
        known,
        monday=monday,
        n=week.fitting(posts_a_week),
        worth=counsel.advice.hours,
        holidays=tuple(week.free),
        taken=[at.astimezone(zone).replace(tzinfo=None) for at in others],
    )
    moments = {at.replace(tzinfo=zone).astimezone(UTC) for at in times}
    return Ahead(posts_a_week, tuple(sorted(moments)), week)


def _of_others(channel: Channel, now: datetime) -> list[datetime]:
    week = coming_week(channel, now)
    slots = Slot.objects.filter(channel__client=channel.client, at__range=week)
    return list(slots.exclude(channel=channel).values_list("at", flat=True))


def fit_words(n: int, asked: int) -> list[str]:
    """How many of the posts asked for next week has room for; nothing where that is all."""
    if not 0 < n < asked:
        return []
    said = ngettext(
        "Of %(of)s posts a week %(n)s fits into next week.",
        "Of %(of)s posts a week %(n)s fit into next week.",
        n,
    )
    return [said % {"n": n, "of": asked}]
