"""A channel's past as the adviser reads it, with all else that its advice rests on."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Q

from skupnost.channels.models import Channel
from skupnost.domain.cadence import Limits, Loss, PastPost
from skupnost.metrics.models import UnfollowWeek
from skupnost.metrics.queries import History, histories
from skupnost.metrics.responses import Response
from skupnost.metrics.unfollows import unfollow_weeks, weeks_between
from skupnost.publishing.models import Delivery
from skupnost.strategy.daysoff import Week, closed_until, week_of
from skupnost.strategy.evidence import marked
from skupnost.strategy.experimenting import period
from skupnost.strategy.limits import as_limits
from skupnost.strategy.models import ChannelLimits, Experiment, FeedChoice, FreeTime, Period
from skupnost.strategy.queries import affordable
from skupnost.strategy.quiet import hours_of

SAME_POST = timedelta(minutes=10)
# A month of silence can be a holiday, two are not "today" any more.
OLD = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class Basis:
    """What the advice of a channel rests on: its past, oldest first, in the zone of its client;
    what the person wants; its experiments, the newest first; the periods that hold for it; what
    its client keeps free; what its posts are judged by; how its slots follow the feed (None where
    nobody said); how many left in the weeks of its posts, where a table told; the posts a week that
    its client's resources allow over all channels."""

    channel: Channel
    posts: tuple[PastPost, ...]
    limits: Limits
    experiments: tuple[Experiment, ...]
    periods: tuple[Period, ...]
    free: FreeTime | None
    response: Response
    choice: FeedChoice | None
    losses: tuple[Loss, ...] = ()
    affordable: float = math.inf

    def old_until(self, now: datetime) -> date | None:
        """The day of the newest post, where that is so long ago that it is not "today"."""
        newest = self.posts[-1].at if self.posts else None
        return newest.date() if newest and now - newest >= OLD else None

    def closed_until(self, last: date) -> frozenset[date]:
        """All days up to that one on which the channel was closed."""
        return closed_until(self.periods, last)

    def week(self, monday: date) -> Week:
        """What stays free in the week that begins on that Monday."""
        return week_of(self.periods, self.free, monday, self.limits)


def past_posts(channel: Channel) -> tuple[PastPost, ...]:
    """All that is known of the channel's past; see `basis_of`."""
    return basis_of(channel).posts


def basis_of(channel: Channel) -> Basis:
    """What the advice of one channel rests on."""
    return bases([channel])[channel.pk]


def bases(channels: Sequence[Channel]) -> dict[int, Basis]:
    """The same of any number of channels of one client, by the same few questions. Our own
    deliveries that no import knows have no response: they count for the pace. What is no evidence
    says why (`left_out`)."""
    if not channels:
        return {}
    client = channels[0].client_id
    known, published = histories(channels), _published(channels)
    experiments, left = _experiments(channels), unfollow_weeks(channels)
    keys = [channel.pk for channel in channels]
    limits, choices = ChannelLimits.objects.in_bulk(keys), FeedChoice.objects.in_bulk(keys)
    own = Q(channel__in=channels) | Q(channel=None, client=client)
    periods = list(Period.objects.filter(own))
    free = FreeTime.objects.filter(client=client).first()
    quiet = hours_of(free) if free else frozenset()
    means = affordable(channels[0].client).posts_a_week
    found = {}
    for channel in channels:
        kept, tried = limits.get(channel.pk), experiments[channel.pk]
        hold = tuple(one for one in periods if one.channel_id in (None, channel.pk))
        posts = _merged(known[channel.pk], published[channel.pk], ZoneInfo(channel.client.zone))
        types = frozenset(kept.types_left_out if kept else ())
        counted = marked(_tried(posts, tried, ZoneInfo(channel.client.zone)), hold, types)
        found[channel.pk] = Basis(
            channel,
            tuple(counted),
            as_limits(kept, quiet),
            tuple(tried),
            hold,
            free,
            known[channel.pk].response,
            choices.get(channel.pk),
            _losses(left[channel.pk], posts, ZoneInfo(channel.client.zone)),
            math.inf if means is None else means,
        )
    return found


def _losses(
    weeks: Iterable[UnfollowWeek], posts: Sequence[PastPost], zone: ZoneInfo
) -> tuple[Loss, ...]:
    """The weeks in which the posts lie: how often was posted in others is not known."""
    if not posts:
        return ()
    return tuple(
        Loss(at, float(week.unfollows), float(week.followers))
        for at, week in weeks_between(weeks, posts[0].at, posts[-1].at, zone)
    )


def _experiments(channels: Sequence[Channel]) -> dict[int, list[Experiment]]:
    found: dict[int, list[Experiment]] = defaultdict(list)
    by_id = {channel.pk: channel for channel in channels}
    for one in Experiment.objects.filter(channel__in=channels):
        one.channel = by_id[one.channel_id]
        found[one.channel_id].append(one)
    return found


def _published(channels: Sequence[Channel]) -> dict[int, list[datetime]]:
    found: dict[int, list[datetime]] = defaultdict(list)
    rows = Delivery.objects.filter(channel__in=channels, published_at__isnull=False)
    for channel, at in rows.values_list("channel", "published_at"):
        found[channel].extend([at] if at else [])
    return found


def _merged(known: History, published: Sequence[datetime], zone: ZoneInfo) -> list[PastPost]:
    """The history, and what we published ourselves that it does not have."""
    posts = known.posts()
    moments = [post.at for post in posts]
    own = [PastPost(at.astimezone(zone), None) for at in published if not _is_known(at, moments)]
    return sorted([*posts, *own], key=lambda post: post.at)


def _is_known(at: datetime, moments: Sequence[datetime]) -> bool:
    """Whether one of the moments, in order, is as good as the same."""
    first = bisect_left(moments, at - SAME_POST)
    return first < len(moments) and moments[first] <= at + SAME_POST


def _tried(
    posts: Iterable[PastPost], experiments: Iterable[Experiment], zone: ZoneInfo
) -> Iterator[PastPost]:
    """The posts, those of the weeks of an experiment marked as such."""
    periods = [period(one, zone) for one in experiments]
    for post in posts:
        is_inside = any(start <= post.at < end for start, end in periods)
        yield replace(post, is_randomised=True) if is_inside else post
