"""The closed loop: after each reading of a feed, today's empty slots are looked at anew. It says
when now is a good moment, and moves empty slots only where a person switched that on."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import F, Q

from skupnost.channels.models import Channel
from skupnost.domain import cadence
from skupnost.metrics.models import FeedReading
from skupnost.strategy.feeds import FeedProfile, choice_of, floor_hour, profile_of
from skupnost.strategy.limits import limits_of
from skupnost.strategy.models import FeedChoice, Slot

HOUR = timedelta(hours=1)
DAY_HOURS = 24
FRESH = timedelta(minutes=90)
STEP_MINUTES = 15
Filled = Callable[[Sequence[Slot]], Collection[int]]


@dataclass(frozen=True, slots=True)
class Today:
    """What is left of a local day: its empty slots, and the hours until the slot after them."""

    now: datetime
    empty: tuple[Slot, ...]
    n_hours: int


def follow_feeds(now: datetime, *, filled: Filled) -> int:
    """Decide anew for every channel whose feed was read since the last decision; for how many.
    `filled` tells the slots (by key) that a post fills already."""
    is_new = Q(channel__feed_choice__decided_at=None) | Q(
        channel__feed_choice__decided_at__lt=F("read_at")
    )
    rows = FeedReading.objects.filter(is_new, read_at__gt=now - FRESH)
    readings = list(rows.select_related("channel__client"))
    for reading in readings:
        decide(reading=reading, now=now, filled=filled)
    return len(readings)


@transaction.atomic
def decide(*, reading: FeedReading, now: datetime, filled: Filled) -> FeedChoice:
    """Whether now is a good moment for one of today's empty slots. Nothing is ever posted."""
    channel = reading.channel
    choice = choice_of(channel)
    good_until = None
    profile = profile_of(channel)
    today = _today(choice, now, filled)
    if profile is not None and today.empty and reading.rank is not None:
        hours = _hours(channel, profile, today, reading.rank)
        good_until = now + HOUR if hours[:1] == (0,) else None
        if choice.moves_today:
            _move(today, hours)
    found = {"decided_at": now, "good_until": good_until}
    return FeedChoice.objects.update_or_create(channel=channel, defaults=found)[0]


def _today(choice: FeedChoice, now: datetime, filled: Filled) -> Today:
    """Where slots may move, one that passed without a post is still to be filled."""
    channel = choice.channel
    local = now.astimezone(ZoneInfo(channel.client.zone))
    midnight = datetime.combine(local.date() + timedelta(days=1), time(), tzinfo=local.tzinfo)
    end = midnight.astimezone(UTC)
    slots = Slot.objects.filter(channel=channel)
    start = end - DAY_HOURS * HOUR if choice.moves_today else now
    open_ = list(slots.filter(at__gt=start, at__lt=end, experiment=None))
    taken = filled(open_)
    later = slots.filter(at__gte=end).values_list("at", flat=True).first() or end
    n_hours = min(-(-(later - now) // HOUR), -(-(end - now) // HOUR) + DAY_HOURS)
    return Today(local, tuple(slot for slot in open_ if slot.pk not in taken), max(n_hours, 1))


def _hours(channel: Channel, profile: FeedProfile, today: Today, rank: int) -> tuple[int, ...]:
    """The hours from now at which the slots left keep the post nearest to the top."""
    limits = limits_of(channel)
    moments = [today.now + n * HOUR for n in range(today.n_hours)]
    allowed = [
        at.date() == today.now.date()
        and at.weekday() in limits.weekdays
        and at.hour in limits.hours
        for at in moments
    ]
    rivals = profile.ahead(today.now, today.n_hours)
    return cadence.open_loop(rivals, len(today.empty), start_rank=rank, allowed=allowed)


def _move(today: Today, hours: Sequence[int]) -> None:
    """The empty slots to these hours, in their order; a moment that is taken, or already beyond its
    hour, is left alone."""
    for slot, hour in zip(today.empty, hours, strict=False):
        at = _soon(today.now) if hour == 0 else floor_hour(today.now + hour * HOUR)
        moment = at.astimezone(UTC)
        others = Slot.objects.filter(channel_id=slot.channel_id, at=moment)
        is_late = hour == 0 and at.hour != today.now.hour
        if moment != slot.at and not is_late and not others.exists():
            Slot.objects.filter(pk=slot.pk).update(at=moment)


def _soon(local: datetime) -> datetime:
    """The next quarter of an hour: there must be time to write."""
    late = timedelta(minutes=local.minute % STEP_MINUTES, seconds=local.second)
    return local.replace(microsecond=0) - late + timedelta(minutes=STEP_MINUTES)
