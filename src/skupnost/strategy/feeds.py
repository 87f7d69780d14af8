"""Hours at the top of chronological feeds: what others publish by the hour of the week, and the
programme that keeps the own latest post near the top."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from skupnost.channels.models import Channel
from skupnost.domain import cadence
from skupnost.domain.cadence import Limits
from skupnost.metrics.feeds import SeenHours, seen_hours
from skupnost.strategy.models import HOURS_A_WEEK, FeedChoice, HoursBy
from skupnost.strategy.pasts import Basis
from skupnost.strategy.planned import is_near

LEAST_HOURS = 24
TODAY_WEEKS = 4
LEAST_OF_TODAY = 4
# Rank summed over hours that no programme brings: whoever gets it has its hour in any case.
SURELY = 1e9


@dataclass(frozen=True, slots=True)
class FeedProfile:
    """Posts of others an hour for the 168 hours of a week of the client's zone (Monday first), how
    often each was seen, and the hours behind it."""

    by_hour: tuple[float, ...]
    seen: tuple[int, ...]
    behind: SeenHours

    @property
    def n_hours(self) -> int:
        return sum(self.seen)

    def ahead(self, start: datetime, n_hours: int) -> list[float]:
        """What is to come in the hours from a local moment on."""
        first = hour_of_week(start)
        return [self.by_hour[(first + n) % HOURS_A_WEEK] for n in range(n_hours)]


@dataclass(frozen=True, slots=True)
class Programme:
    """Hours of the week for some posts, and how many posts of others lie above the own latest one
    on average: at these hours, and evenly spaced within the same limits."""

    hours: tuple[int, ...]
    rank: float
    even_rank: float

    @property
    def gain(self) -> float:
        """The change against even spacing, as a share; below nought is better."""
        return self.rank / self.even_rank - 1 if self.even_rank else 0.0


def hour_of_week(local: datetime) -> int:
    return local.weekday() * 24 + local.hour


def choice_of(channel: Channel) -> FeedChoice:
    """How the slots follow the feed; the usual way, not yet kept, where nobody said."""
    return FeedChoice.objects.filter(channel=channel).first() or FeedChoice(channel=channel)


def profile_of(channel: Channel) -> FeedProfile | None:
    """The profile of a channel's feed; None where less than a day of it was seen, or no post.
    No network's general curve takes its place."""
    behind = seen_hours(channel)
    if len(behind.hours) < LEAST_HOURS or not behind.n_posts:
        return None
    zone = ZoneInfo(channel.client.zone)
    local = ((at.astimezone(zone), n_posts) for at, n_posts in behind.hours)
    by_hour, seen = cadence.week_profile(local)
    return FeedProfile(by_hour, seen, behind)


def allowed_in(limits: Limits) -> list[bool]:
    """Which of the 168 hours the person's limits leave."""
    return [
        hour // 24 in limits.weekdays and hour % 24 in limits.hours and hour not in limits.quiet
        for hour in range(HOURS_A_WEEK)
    ]


def programme(
    profile: FeedProfile,
    n: int,
    *,
    limits: Limits,
    worth: Sequence[float] = (),
    taken: Collection[int] = (),
    stand: Collection[int] = (),
) -> Programme:
    """The hours of n posts a week. With `worth` (log worth of the 168 hours) both weigh alike: a
    tenth fewer posts above costs as much as a tenth fewer reactions. Hours `taken` by other
    channels of the client stay free where the week allows it. Own posts that `stand` in the week
    already are not among the n; they keep their hours, and the ranks count them."""
    allowed = allowed_in(limits)
    free = [may and hour not in taken for hour, may in enumerate(allowed)]
    allowed = free if sum(free) >= n else allowed
    own = frozenset(stand)
    allowed, n = [may or hour in own for hour, may in enumerate(allowed)], n + len(own)
    start = sum(profile.by_hour) / (2 * max(n, 1))
    even = cadence.even_hours(HOURS_A_WEEK, n, allowed=allowed)
    even_rank = cadence.expected_rank(profile.by_hour, even, start_rank=start)
    total = even_rank * HOURS_A_WEEK
    bonus = cadence.worth_as_rank(worth, allowed, total=total, n=n) or (0.0,) * HOURS_A_WEEK
    bonus = tuple(more + SURELY * (hour in own) for hour, more in enumerate(bonus))
    hours = cadence.open_loop(profile.by_hour, n, start_rank=start, allowed=allowed, bonus=bonus)
    rank = cadence.expected_rank(profile.by_hour, hours, start_rank=start)
    return Programme(tuple(hour for hour in hours if hour not in own), rank, even_rank)


def rank_at(profile: FeedProfile, hours: Sequence[int]) -> float:
    """The mean rank of posts at these hours of the week."""
    start = sum(profile.by_hour) / (2 * max(len(hours), 1))
    return cadence.expected_rank(profile.by_hour, hours, start_rank=start)


def rank_of_today(
    profile: FeedProfile, posts: Collection[datetime], now: datetime
) -> tuple[float, float] | None:
    """Posts a week over the last four weeks and the mean rank at their hours; None where there
    were hardly any. `posts` and `now` are local."""
    start = floor_hour(now) - timedelta(weeks=TODAY_WEEKS)
    n_hours = TODAY_WEEKS * HOURS_A_WEEK
    hours = [int((at - start) / timedelta(hours=1)) for at in posts if start <= at <= now]
    inside = [min(hour, n_hours - 1) for hour in hours]
    if len(inside) < LEAST_OF_TODAY:
        return None
    a_week = len(inside) / TODAY_WEEKS
    depth = sum(profile.by_hour) / (2 * a_week)
    ahead = profile.ahead(start, n_hours)
    return a_week, cadence.expected_rank(ahead, inside, start_rank=depth)


def chosen_hours(
    known: Basis,
    n: int,
    worth: Sequence[float],
    taken: Collection[int] = (),
    *,
    limits: Limits | None = None,
    stand: Collection[int] = (),
) -> tuple[int, ...]:
    """The hours of the week that the channel's choice gives; none where it leaves them to what
    brought reactions, or there is no profile of the feed."""
    hours_by = known.choice.hours_by if known.choice else HoursBy.REACTIONS
    if hours_by == HoursBy.REACTIONS or (profile := profile_of(known.channel)) is None:
        return ()
    weighed = worth if hours_by == HoursBy.BOTH else ()
    kept = limits or known.limits
    return programme(profile, n, limits=kept, worth=weighed, taken=taken, stand=stand).hours


def week_times(
    known: Basis,
    *,
    monday: date,
    n: int,
    worth: Sequence[float],
    holidays: Collection[date] = (),
    taken: Collection[datetime] = (),
    stand: Collection[datetime] = (),
) -> tuple[datetime, ...]:
    """Local times (without zone) of n posts in the week, by the evidence that the person chose;
    `holidays` stay free, and so do hours whose slot one of the own posts that `stand` already
    would fill: there are fewer where fewer hours are left. Moments `taken` by other channels and
    these posts have a zone."""
    zone, start = ZoneInfo(known.channel.client.zone), datetime.combine(monday, time())
    limits = limits_beside(known, monday, holidays=holidays, stand=stand)
    n = min(n, sum(allowed_in(limits)))
    others, own = _local(taken, zone), _local(stand, zone)
    inside, mine = _hours(start, others), _hours(start, own)
    if hours := chosen_hours(known, n, worth, inside, limits=limits, stand=mine):
        return tuple(start + timedelta(hours=hour) for hour in hours)
    return cadence.plan_week(
        monday=monday, n=n, worth=worth, limits=limits, taken=others, stand=own
    )


def limits_beside(
    known: Basis, monday: date, *, holidays: Collection[date], stand: Collection[datetime]
) -> Limits:
    """The channel's limits in one week: quiet on `holidays` too, and in hours whose slot one of
    the posts that `stand` (with a zone) would fill, told by the time that passes: in the night of a
    changed clock that is not what clocks show."""
    zone, start = ZoneInfo(known.channel.client.zone), datetime.combine(monday, time())
    off = {24 * (day - monday).days + hour for day in holidays for hour in range(24)}
    slots = [(start + timedelta(hours=hour)).replace(tzinfo=zone).astimezone(UTC)
             for hour in range(HOURS_A_WEEK)] if stand else []  # fmt: skip
    filled = {hour for hour, slot in enumerate(slots) if is_near(slot, stand)}
    return replace(known.limits, quiet=known.limits.quiet | off | filled)


def _local(moments: Collection[datetime], zone: ZoneInfo) -> list[datetime]:
    return [at.astimezone(zone).replace(tzinfo=None) for at in moments]


def _hours(start: datetime, times: Collection[datetime]) -> set[int]:
    """The hours of the week from that moment on in which these times lie."""
    return {(at - start) // timedelta(hours=1) for at in times} & set(range(HOURS_A_WEEK))


def floor_hour(local: datetime) -> datetime:
    return local.replace(minute=0, second=0, microsecond=0)
