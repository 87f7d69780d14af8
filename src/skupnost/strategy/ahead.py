"""What the coming week of a channel would get: the same for who only asks and for who places it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils.translation import gettext, ngettext

from skupnost.channels.models import Channel
from skupnost.strategy.counsel import Counsel
from skupnost.strategy.daysoff import Week
from skupnost.strategy.experimenting import WEEK
from skupnost.strategy.feeds import week_times
from skupnost.strategy.models import FILLS_WITHIN, Slot
from skupnost.strategy.pasts import Basis
from skupnost.strategy.planned import planned_between


@dataclass(frozen=True, slots=True)
class Planned:
    """A channel's posts that are still to go out, drafts with a time among them: how many in the
    coming week, and when (UTC), with those so near before or after it that they fill its first or
    last slot."""

    n: int = 0
    moments: tuple[datetime, ...] = ()


NOTHING = Planned()


@dataclass(frozen=True, slots=True)
class Around:
    """What stands in a channel's coming week: its own `planned` posts, and the moments of slots
    and posts of the client's other channels."""

    planned: Planned
    others: tuple[datetime, ...]


@dataclass(frozen=True, slots=True)
class Ahead:
    """Next week: the pace that was asked for and how many of it are affordable, the moments of the
    open slots that come of it, the days off, and the posts that are planned already."""

    asked: int
    affordable: int
    moments: tuple[datetime, ...]
    week: Week
    n_planned: int = 0

    @property
    def n(self) -> int:
        return len(self.moments)

    @property
    def is_short_of_hours(self) -> bool:
        """Whether the week has room for more posts than are affordable."""
        return self.affordable < self.week.fitting(self.asked)

    @property
    def total(self) -> int:
        """The posts of the week once every open slot is filled."""
        return self.n_planned + self.n


def coming_monday(channel: Channel, now: datetime) -> date:
    """The Monday after today in the client's zone."""
    today = now.astimezone(ZoneInfo(channel.client.zone)).date()
    return today + timedelta(days=7 - today.weekday())


def coming_week(channel: Channel, now: datetime) -> tuple[datetime, datetime]:
    """The first and the last second of the week that begins next Monday."""
    start = datetime.combine(coming_monday(channel, now), time(), ZoneInfo(channel.client.zone))
    return start.astimezone(UTC), (start + WEEK).astimezone(UTC) - timedelta(seconds=1)


def planned_ahead(channel: Channel, now: datetime) -> dict[int, Planned]:
    """The planned posts of the coming week of all channels of the channel's client, by channel,
    where there are any: two questions."""
    first, last = coming_week(channel, now)
    found = planned_between(channel.client, first - FILLS_WITHIN, last + FILLS_WITHIN)
    return {
        pk: Planned(sum(first <= at <= last for at in moments), tuple(moments))
        for pk, moments in found.items()
    }


def around(channel: Channel, now: datetime) -> Around:
    """What stands in the coming week of one channel: three questions."""
    planned = planned_ahead(channel, now)
    slots = Slot.objects.filter(
        channel__client=channel.client, at__range=coming_week(channel, now)
    ).exclude(channel=channel)
    posts = [at for pk, one in planned.items() if pk != channel.pk for at in one.moments]
    others = (*slots.values_list("at", flat=True), *posts)
    return Around(planned.get(channel.pk, NOTHING), others)


def ahead(
    known: Basis,
    counsel: Counsel,
    posts_a_week: int,
    *,
    now: datetime,
    stands: Around,
    affordable: int | None = None,
) -> Ahead:
    """The open slots that bring next week to that pace, or to as many posts as are `affordable`:
    the posts that are planned already count. Slots keep away from what `stands` there, never lie
    where a planned post of the channel fills them, and days that are off stay free; where days are
    closed there are fewer."""
    channel, planned = known.channel, stands.planned
    zone, monday = ZoneInfo(channel.client.zone), coming_monday(channel, now)
    week = known.week(monday)
    most = posts_a_week if affordable is None else min(affordable, posts_a_week)
    n = max(min(week.fitting(posts_a_week), most) - planned.n, 0)
    times = week_times(
        known,
        monday=monday,
        n=n,
        worth=counsel.advice.hours,
        holidays=tuple(week.free),
        taken=stands.others,
        stand=planned.moments,
    )
    moments = {at.replace(tzinfo=zone).astimezone(UTC) for at in times}
    return Ahead(posts_a_week, most, tuple(sorted(moments)), week, planned.n)


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


def planned_words(n_planned: int, n: int, asked: int) -> list[str]:
    """How many posts are planned for next week, and how many n open slots make of them, or why
    there are none; nothing where no post is planned."""
    if not n_planned:
        return []
    there = ngettext(
        "%(n)s post is planned for next week already",
        "%(n)s posts are planned for next week already",
        n_planned,
    ) % {"n": n_planned}
    if n:
        more = ngettext(
            "%(n)s open slot makes it %(total)s", "%(n)s open slots make it %(total)s", n
        ) % {"n": n, "total": n_planned + n}
        return [f"{there}; {more}."]
    if n_planned < asked:
        no_more = gettext("there is room for no more")
        return [f"{there}: {no_more}."]
    if not asked:
        return [f"{there}."]
    enough = ngettext(
        "for %(n)s post a week no open slot is needed",
        "for %(n)s posts a week no open slot is needed",
        asked,
    ) % {"n": asked}
    return [f"{there}: {enough}."]


def total_words(n_planned: int, n: int) -> str:
    """After so many open slots were placed: how many posts next week has with the planned ones;
    empty where there are none."""
    if not (n_planned and n):
        return ""
    return gettext("With the planned posts that makes %(total)s.") % {"total": n_planned + n}
