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
from skupnost.strategy.pasts import Basis, basis_of

ONE_DAY = timedelta(days=1)
KEPT_SECONDS = 24 * 3600


@dataclass(frozen=True, slots=True)
class Counsel:
    """The advice, the worth of the day's hours, and the posts behind each hour of the week."""

    advice: Advice
    rhythm: tuple[HourWorth, ...]
    behind: tuple[int, ...]


def counsel(
    channel: Channel,
    *,
    cost: float = 0.0,
    taken: Collection[int] = (),
    now: datetime,
    seed: int = 0,
    basis: Basis | None = None,
) -> Counsel:
    """How often and when to publish there. `cost` is what one more post must earn, as a share of
    a post of today (0 to 1); `taken` are hours of the week (0-167) of the client's other channels;
    `basis` is what is known of the channel already."""
    known = basis or basis_of(channel)
    posts, limits = known.posts, known.limits
    local = now.astimezone(ZoneInfo(channel.client.zone))
    prior = cadence.prior_for(channel.network)
    idle = known.closed_until(local.date())
    rest = (sorted(taken), round(cost, 3), local.date(), prior.hash, seed, sorted(idle),
            known.losses, known.affordable)  # fmt: skip
    key = _digest(posts, limits, rest)
    kept = cache.get(key)
    if isinstance(kept, Counsel):
        return _cleared(kept, known)
    reading = cadence.read(posts, prior=prior, limits=limits, now=local, idle=idle)
    advice = cadence.advise_from(reading, losses=known.losses, cost=cost, taken=taken)
    advice = cadence.with_experiment(
        reading, advice, starts_on=local.date() + ONE_DAY, seed=seed,
        affordable=known.affordable,
    )  # fmt: skip
    found = Counsel(advice, cadence.rhythm(reading), cadence.posts_by_hour(reading))
    cache.set(key, found, KEPT_SECONDS)
    return _cleared(found, known)


def _cleared(found: Counsel, known: Basis) -> Counsel:
    """With the experiment's weeks around the days off, which may change any time."""
    planned = found.advice.experiment
    if planned is None:
        return found
    plan = clear(known, planned, worth=found.advice.hours)
    return replace(found, advice=replace(found.advice, experiment=plan))


def _digest(posts: Sequence[PastPost], limits: Limits, rest: tuple[object, ...]) -> str:
    """A name of everything the answer depends on; the day is part of it."""
    wanted = (sorted(limits.weekdays), sorted(limits.hours), limits.least, limits.most)
    asked = (wanted, limits.exclude_boosted, sorted(limits.quiet), *rest)
    zone = posts[0].at.tzinfo if posts else None
    text = repr((asked, f"{zone}", [_row(post) for post in posts]))
    return f"counsel-4-{hashlib.sha256(text.encode()).hexdigest()}"


def _row(post: PastPost) -> tuple[object, ...]:
    """Everything of a post but its zone, which all share; as text this is made ten times as fast
    as the post itself."""
    return (post.at.timestamp(), post.response, post.type, post.followers, post.is_randomised,
            post.is_boosted, post.left_out)  # fmt: skip
