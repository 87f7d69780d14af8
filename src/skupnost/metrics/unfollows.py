"""How many stopped following a channel, week by week, as a table tells: no network says it to
programs, and no response shows it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime, time, timedelta
from typing import BinaryIO
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Max, Min

from skupnost.channels.models import Channel
from skupnost.domain.unfollows import BadUnfollows
from skupnost.kit.exports import BadExport
from skupnost.kit.unfollows import UnfollowsRead, read_unfollows
from skupnost.metrics.actions import expected_languages, noticed
from skupnost.metrics.models import PastPost, UnfollowTable, UnfollowWeek
from skupnost.publishing.models import Delivery

__all__ = [
    "BadUnfollows",
    "forget_unfollows",
    "posted_between",
    "take_unfollows",
    "unfollow_weeks",
    "unfollows_changed_at",
    "weeks_between",
]

ONE_WEEK = timedelta(weeks=1)
ANY_NETWORK = "practice"


def take_unfollows(
    *,
    channel: Channel,
    file: BinaryIO,
    name: str,
    now: datetime,
    total: int | None = None,
    is_day_first: bool | None = None,
) -> UnfollowsRead:
    """What a table tells, kept instead of what an earlier one told; `total` and the errors are
    those of `read_unfollows`, and BadExport is raised for the export of another network. A table
    of no use changes nothing."""
    today = now.astimezone(ZoneInfo(channel.client.zone)).date()
    read = read_unfollows(
        file,
        name,
        until=today,
        total=total,
        is_day_first=is_day_first,
        languages=expected_languages(channel),
    )
    if read.network and channel.network not in (read.network.slug, ANY_NETWORK):
        raise BadExport("other_network", {"network": read.network.manifest.name})
    if not read.weeks:
        raise BadUnfollows("no_whole_week")
    _keep(channel, read, now)
    return read


@transaction.atomic
def _keep(channel: Channel, read: UnfollowsRead, now: datetime) -> None:
    UnfollowWeek.objects.filter(channel=channel).delete()
    weeks = (
        UnfollowWeek(
            channel=channel, monday=week.day, unfollows=week.unfollows, followers=week.followers
        )
        for week in read.weeks
    )
    UnfollowWeek.objects.bulk_create(weeks, batch_size=500)
    notices = [noticed(code, params) for code, params in read.remarks.items()]
    values = {"changed_at": now, "notices": notices}
    UnfollowTable.objects.update_or_create(channel=channel, defaults=values)


@transaction.atomic
def forget_unfollows(*, channel: Channel, now: datetime) -> None:
    """Know nothing of those who left again; when that was is remembered."""
    n_gone, _by_model = UnfollowWeek.objects.filter(channel=channel).delete()
    if n_gone:
        values = {"changed_at": now, "notices": []}
        UnfollowTable.objects.update_or_create(channel=channel, defaults=values)


def unfollows_changed_at(channel: Channel) -> datetime | None:
    """When a table was last brought in or forgotten; None where that never happened."""
    rows = UnfollowTable.objects.filter(channel=channel)
    return rows.values_list("changed_at", flat=True).first()


def unfollow_weeks(channels: Sequence[Channel]) -> dict[int, list[UnfollowWeek]]:
    """The known weeks of each channel, oldest first, by one question."""
    found: dict[int, list[UnfollowWeek]] = defaultdict(list)
    for week in UnfollowWeek.objects.filter(channel__in=channels):
        found[week.channel_id].append(week)
    return found


def weeks_between(
    weeks: Iterable[UnfollowWeek], first: datetime, last: datetime, zone: ZoneInfo
) -> list[tuple[datetime, UnfollowWeek]]:
    """Those that lie in the time of the posts, from the first to the last, each with its beginning:
    how often was posted in other weeks is not known."""
    begun = ((datetime.combine(week.monday, time(), zone), week) for week in weeks)
    return [(at, week) for at, week in begun if first - ONE_WEEK < at <= last]


def posted_between(channel: Channel) -> tuple[datetime, datetime] | None:
    """The moments of the first and the last post that are known, also of those that were published
    here; None without any."""
    ours = Delivery.objects.filter(channel=channel, published_at__isnull=False)
    past = PastPost.objects.filter(channel=channel)
    ends = [
        *past.aggregate(Min("posted_at"), Max("posted_at")).values(),
        *ours.aggregate(Min("published_at"), Max("published_at")).values(),
    ]
    known = [at for at in ends if at is not None]
    return (min(known), max(known)) if known else None
