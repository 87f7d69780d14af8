"""The closed loop: after each reading of a feed, today's empty slots are looked at anew. It says
when now is a good moment, and moves empty slots only where a person switched that on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import F, Q

from skupnost.channels.models import Channel
from skupnost.domain import cadence
from skupnost.metrics.models import FeedReading
from skupnost.strategy.feeds import (
    FeedProfile,
    allowed_in,
    choice_of,
    floor_hour,
    hour_of_week,
    profile_of,
)
from skupnost.strategy.limits import limits_of
from skupnost.strategy.models import FILLS_WITHIN, FeedChoice, Slot
from skupnost.strategy.planned import is_near, standing_between

HOUR = timedelta(hours=1)
DAY_HOURS = 24
FRESH = timedelta(minutes=90)
STEP_MINUTES = 15


@dataclass(frozen=True, slots=True)
class Today:
    """What is left of a local day: its empty slots, the hours until the slot after them, and when
    posts of the channel stand in the calendar from an hour before the day to an hour after it."""

    now: datetime
    empty: tuple[Slot, ...]
    n_hours: int
    posts: tuple[datetime, ...] = ()

    def moment(self, hour: int) -> datetime:
        """Where a slot of that hour from now on stands (UTC): there must be time to write."""
        at = _soon(self.now) if hour == 0 else floor_hour(self.now + hour * HOUR)
        return at.astimezone(UTC)

    def is_free(self, hour: int) -> bool:
        """Whether no post would fill a slot of that hour at once."""
        return not is_near(self.moment(hour), self.posts)


def follow_feeds(now: datetime) -> int:
    """Decide anew for every channel whose feed was read since the last decision; for how many."""
    is_new = Q(channel__feed_choice__decided_at=None) | Q(
        channel__feed_choice__decided_at__lt=F("read_at")
    )
    rows = FeedReading.objects.filter(is_new, read_at__gt=now - FRESH)
    readings = list(rows.select_related("channel__client"))
    for reading in readings:
        decide(reading=reading, now=now)
    return len(readings)


@transaction.atomic
def decide(*, reading: FeedReading, now: datetime) -> FeedChoice:
    """Whether now is a good moment for one of today's empty slots. Nothing is ever posted."""
    channel = reading.channel
    choice = choice_of(channel)
    good_until = None
    profile = profile_of(channel)
    today = _today(choice, now)
    if profile is not None and today.empty and reading.rank is not None:
        hours = _hours(channel, profile, today, reading.rank)
        good_until = now + HOUR if hours[:1] == (0,) else None
        if choice.moves_today:
            _move(today, hours)
    found = {"decided_at": now, "good_until": good_until}
    return FeedChoice.objects.update_or_create(channel=channel, defaults=found)[0]


def _today(choice: FeedChoice, now: datetime) -> Today:
    """Where slots may move, one that passed without a post is still to be filled."""
    channel = choice.channel
    local = now.astimezone(ZoneInfo(channel.client.zone))
    midnight = datetime.combine(local.date() + timedelta(days=1), time(), tzinfo=local.tzinfo)
    end = midnight.astimezone(UTC)
    slots = Slot.objects.filter(channel=channel)
    start = end - DAY_HOURS * HOUR
    near = standing_between(channel.client, start - FILLS_WITHIN, end + FILLS_WITHIN)
    posts = tuple(near.get(channel.pk, ()))
    first = start if choice.moves_today else now
    placed = slots.filter(at__gt=first, at__lt=end, experiment=None)
    empty = tuple(slot for slot in placed if not is_near(slot.at, posts))
    later = slots.filter(at__gte=end).values_list("at", flat=True).first() or end
    n_hours = min(-(-(later - now) // HOUR), -(-(end - now) // HOUR) + DAY_HOURS)
    return Today(local, empty, max(n_hours, 1), posts)


def _hours(channel: Channel, profile: FeedProfile, today: Today, rank: int) -> tuple[int, ...]:
    """The hours from now at which the slots left keep the post nearest to the top, none of them so
    near a post that it would fill the slot."""
    may = allowed_in(limits_of(channel))
    moments = [today.now + n * HOUR for n in range(today.n_hours)]
    allowed = [
        at.date() == today.now.date() and may[hour_of_week(at)] and today.is_free(hour)
        for hour, at in enumerate(moments)
    ]
    rivals = profile.ahead(today.now, today.n_hours)
    return cadence.open_loop(rivals, len(today.empty), start_rank=rank, allowed=allowed)


def _move(today: Today, hours: Sequence[int]) -> None:
    """The empty slots to these hours, in their order; a moment that is taken, or already beyond its
    hour, is left alone."""
    for slot, hour in zip(today.empty, hours, strict=False):
        moment = today.moment(hour)
        others = Slot.objects.filter(channel_id=slot.channel_id, at=moment)
        is_late = hour == 0 and _soon(today.now).hour != today.now.hour
        if moment != slot.at and not is_late and not others.exists():
            Slot.objects.filter(pk=slot.pk).update(at=moment)


def _soon(local: datetime) -> datetime:
    """The next quarter of an hour."""
    late = timedelta(minutes=local.minute % STEP_MINUTES, seconds=local.second)
    return local.replace(microsecond=0) - late + timedelta(minutes=STEP_MINUTES)
