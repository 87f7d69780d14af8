"""How fast and how often: token buckets, back-off, and when a post is too late to go out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from skupnost.domain.facts import Fact

GRACE = timedelta(minutes=1)
TO_DO_LATE_AFTER = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Rate:
    """At most `size` posts in any burst, refilled evenly over `window_seconds`."""

    size: float
    window_seconds: float

    @property
    def seconds_each(self) -> float:
        return self.window_seconds / self.size


def rate_of(fact: Fact | None) -> Rate | None:
    """The rate that a manifest's fact states, or None where it states no number."""
    if fact is None or not fact.number or not fact.window_seconds:
        return None
    return Rate(fact.number, fact.window_seconds)


@dataclass(frozen=True, slots=True)
class Bucket:
    """The tokens a channel has left and when that was true."""

    tokens: float
    filled_at: datetime | None

    def filled(self, rate: Rate, now: datetime) -> Bucket:
        """The bucket at `now`; one never used before is full, a clock set back adds nothing."""
        if self.filled_at is None:
            return Bucket(rate.size, now)
        seconds = max(0.0, (now - self.filled_at).total_seconds())
        return Bucket(min(rate.size, self.tokens + seconds / rate.seconds_each), now)

    def without(self, n: int) -> Bucket:
        return Bucket(self.tokens - n, self.filled_at)

    def free_at(self, rate: Rate, position: int, now: datetime) -> datetime:
        """When the post that stands at `position` (from 0) in the queue gets its token."""
        missing = position + 1 - self.tokens
        return now + timedelta(seconds=max(0.0, missing) * rate.seconds_each)


@dataclass(frozen=True, slots=True)
class Backoff:
    """How long to wait after the n-th try: full jitter between nothing and a doubling ceiling."""

    base_seconds: float = 5.0
    cap_seconds: float = 900.0
    max_tries: int = 12

    def wait(self, n_tries: int, chance: float) -> timedelta:
        """`chance` is a random number in [0, 1); the wait is never under a second."""
        ceiling = min(self.cap_seconds, self.base_seconds * 2.0 ** min(n_tries - 1, 30))
        return timedelta(seconds=max(1.0, ceiling * chance))


def is_too_late(*, due_at: datetime, window_minutes: int, now: datetime) -> bool:
    """Whether the brand would rather not publish this late; a minute of grace is always given."""
    return now > due_at + max(timedelta(minutes=window_minutes), GRACE)


def is_to_do_late(*, due_at: datetime, now: datetime) -> bool:
    """Whether a post that a person puts up is behind its minute by more than they may need."""
    return now > due_at + TO_DO_LATE_AFTER
