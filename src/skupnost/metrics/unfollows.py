"""How many stopped following a channel, week by week, as a table tells: no network says it to
programs, and no response shows it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from django.db import transaction

from skupnost.channels.models import Channel
from skupnost.domain.unfollows import BadUnfollows, by_week, read_unfollows
from skupnost.metrics.models import UnfollowWeek

__all__ = ["BadUnfollows", "forget_unfollows", "take_unfollows", "unfollow_weeks"]


@transaction.atomic
def take_unfollows(*, channel: Channel, text: str) -> int:
    """The weeks of a table instead of those of an earlier one; how many. Raises BadUnfollows
    before anything is changed."""
    weeks = by_week(read_unfollows(text))
    forget_unfollows(channel=channel)
    UnfollowWeek.objects.bulk_create(
        [
            UnfollowWeek(
                channel=channel,
                monday=week.day,
                unfollows=week.unfollows,
                followers=week.followers,
            )
            for week in weeks
        ],
        batch_size=500,
    )
    return len(weeks)


def forget_unfollows(*, channel: Channel) -> None:
    """Know nothing of those who left again."""
    UnfollowWeek.objects.filter(channel=channel).delete()


def unfollow_weeks(channels: Sequence[Channel]) -> dict[int, list[UnfollowWeek]]:
    """The known weeks of each channel, oldest first, by one question."""
    found: dict[int, list[UnfollowWeek]] = defaultdict(list)
    for week in UnfollowWeek.objects.filter(channel__in=channels):
        found[week.channel_id].append(week)
    return found
