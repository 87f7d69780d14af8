"""The adviser's answer for one channel, kept until the data change."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.core.cache import cache

from skupnost.channels.models import Channel
from skupnost.domain import cadence
from skupnost.domain.cadence import Advice, HourWorth, Limits, PastPost
from skupnost.strategy.clearing import clear
from skupnost.strategy.daysoff import closed_until
from skupnost.strategy.models import ChannelLimits
from skupnost.strategy.pasts import past_posts
from skupnost.strategy.quiet import quiet_hours

ONE_DAY = timedelta(days=1)
KEPT_SECONDS = 24 * 3600
WORKDAYS = frozenset(range(5))


@dataclass(frozen=True, slots=True)
class Counsel:
    """The advice, the worth of the day's hours, and the posts behind each hour of the week."""

    advice: Advice
    rhythm: tuple[HourWorth, ...]
    behind: tuple[int, ...]


def limits_of(channel: Channel) -> Limits:
    """What the person wants, as the adviser takes it; its usual limits where nobody said. The
    client's quiet time holds on every channel."""
    kept = ChannelLimits.objects.filter(channel=channel).first()
    quiet = quiet_hours(channel.client_id)
    if kept is None:
        return Limits(exclude_boosted=True, quiet=quiet)
    return Limits(
        weekdays=frozenset(range(7)) if kept.has_weekends else WORKDAYS,
        hours=frozenset(range(kept.from_hour, kept.until_hour)),
        least=kept.least,
        most=kept.most,
        exclude_boosted=kept.leaves_boosted_out,
        quiet=quiet,
    )


def counsel(
    channel: Channel,
    *,
    cost: float = 0.0,
    taken: Collection[int] = (),
    now: datetime,
    seed: int = 0,
) -> Counsel:
    """How often and when to publish there. `cost` is what one more post must earn, as a share of
    a post of today (0 to 1); `taken` are hours of the week (0-167) of the client's other channels.
    """
    posts, limits = past_posts(channel), limits_of(channel)
    local = now.astimezone(ZoneInfo(channel.client.zone))
    prior = cadence.prior_for(channel.network)
    idle = closed_until(channel, local.date())
    rest = (sorted(taken), round(cost, 3), local.date(), prior.hash, seed, sorted(idle))
    key = _digest(posts, limits, rest)
    kept = cache.get(key)
    if isinstance(kept, Counsel):
        return _cleared(channel, kept, limits)
    reading = cadence.read(posts, prior=prior, limits=limits, now=local, idle=idle)
    advice = cadence.advise_from(reading, cost=cost, taken=taken)
    advice = cadence.with_experiment(reading, advice, starts_on=local.date() + ONE_DAY, seed=seed)
    found = Counsel(advice, cadence.rhythm(reading), cadence.posts_by_hour(reading))
    cache.set(key, found, KEPT_SECONDS)
    return _cleared(channel, found, limits)


def _cleared(channel: Channel, found: Counsel, limits: Limits) -> Counsel:
    """With the experiment's weeks around the days off, which may change any time."""
    planned = found.advice.experiment
    if planned is None:
        return found
    plan = clear(channel, planned, limits=limits, worth=found.advice.hours)
    return replace(found, advice=replace(found.advice, experiment=plan))


def _digest(posts: Sequence[PastPost], limits: Limits, rest: tuple[object, ...]) -> str:
    """A name of everything the answer depends on; the day is part of it."""
    wanted = (sorted(limits.weekdays), sorted(limits.hours), limits.least, limits.most)
    asked = (wanted, limits.exclude_boosted, sorted(limits.quiet), *rest)
    text = "\n".join([*map(repr, posts), repr(asked)])
    return f"counsel-{hashlib.sha256(text.encode()).hexdigest()}"
