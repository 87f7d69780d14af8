"""A channel's past as the adviser reads it: imported posts, and what we published ourselves."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from skupnost.channels.models import Channel
from skupnost.domain.cadence import PastPost
from skupnost.metrics.queries import history
from skupnost.publishing.models import Delivery
from skupnost.strategy.evidence import marked
from skupnost.strategy.experimenting import period
from skupnost.strategy.models import Experiment

SAME_POST = timedelta(minutes=10)


def past_posts(channel: Channel) -> tuple[PastPost, ...]:
    """All that is known of the channel's past, oldest first, in the zone of its client. Our own
    deliveries that no import knows have no response: they count for the pace. What is no evidence
    says why (`left_out`)."""
    known = history(channel).posts()
    moments = sorted(post.at for post in known)
    own = [PastPost(at, None) for at in _published(channel) if not _is_known(at, moments)]
    found = sorted([*known, *own], key=lambda post: post.at)
    return tuple(marked(channel, _marked(found, _experiments(channel))))


def _experiments(channel: Channel) -> list[tuple[datetime, datetime]]:
    zone = ZoneInfo(channel.client.zone)
    return [period(one, zone) for one in Experiment.objects.filter(channel=channel)]


def _marked(posts: list[PastPost], periods: list[tuple[datetime, datetime]]) -> Iterator[PastPost]:
    """The posts, those of the weeks of an experiment marked as such."""
    for post in posts:
        is_inside = any(start <= post.at < end for start, end in periods)
        yield replace(post, is_randomised=True) if is_inside else post


def _published(channel: Channel) -> list[datetime]:
    rows = Delivery.objects.filter(channel=channel, published_at__isnull=False)
    zone = ZoneInfo(channel.client.zone)
    return [at.astimezone(zone) for at in rows.values_list("published_at", flat=True) if at]


def _is_known(at: datetime, moments: list[datetime]) -> bool:
    return any(abs(moment - at) <= SAME_POST for moment in moments)
