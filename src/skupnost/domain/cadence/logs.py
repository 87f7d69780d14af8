"""A history made ready to be read: sorted, in the readers' wall-clock time, oddities named."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo

import numpy as np

from skupnost.domain.cadence.values import Bools, Floats, Ints, Limits, Notice, PastPost

MAX_POSTS = 20_000
HOUR = timedelta(hours=1)
LONGEST_LEAD = timedelta(days=60)
BIGGEST = 1e12
FEW_TYPES = 12
# So many equal responses, or so many of 0, are no accident of a small account.
SAME, NOUGHT = 10, 5
RATE_SCALE = 1000.0


@dataclass(frozen=True, slots=True)
class Log:
    """One account's posts as arrays, ascending: `hours` since the Monday 00:00 before the first,
    `response` (NaN: not known or left out), `kind` (index into `kinds`), log `followers` (NaN),
    marks."""

    origin: datetime
    zone: tzinfo
    hours: Floats
    response: Floats
    kind: Ints
    kinds: tuple[str, ...]
    followers: Floats
    is_randomised: Bools
    is_boosted: Bools
    scale: float
    notices: tuple[Notice, ...]

    @property
    def n(self) -> int:
        return len(self.hours)

    @property
    def is_one_day(self) -> bool:
        """Whether more than a few posts stand within one day, which have no pace."""
        return self.n > 3 and float(np.ptp(self.hours)) < 24.0

    def is_seen(self, limits: Limits) -> Bools:
        """The posts that count as evidence."""
        seen = np.isfinite(self.response)
        return np.asarray(seen & ~self.is_boosted if limits.exclude_boosted else seen)

    def blank(self, limits: Limits) -> Notice | None:
        """That the posts which count show nothing, as the same came back to all of them."""
        seen = self.response[self.is_seen(limits)]
        if not len(seen) or np.ptp(seen) > 0:
            return None
        n, value = len(seen), float(seen[0] / self.scale)
        if value == 0.0:
            return Notice("all_nought", {"n": n}) if n >= NOUGHT else None
        return Notice("all_the_same", {"n": n, "response": value}) if n >= SAME else None


def monday_before(moment: datetime) -> datetime:
    """The Monday 00:00 on or before it, by the wall clock, without zone."""
    day = moment.replace(tzinfo=None, hour=0, minute=0, second=0, microsecond=0)
    return day - timedelta(days=day.weekday())


def read_log(posts: Sequence[PastPost], *, now: datetime | None = None) -> Log:
    """The log of one account. Never raises for odd values: it leaves them out and says so."""
    notices: list[Notice] = []
    kept = _without_stray_future(sorted(posts, key=order_of), now, notices)
    if len(kept) > MAX_POSTS:
        notices.append(Notice("only_newest_read", {"n": MAX_POSTS, "of": len(kept)}))
        kept = kept[-MAX_POSTS:]
    if not kept:
        return _empty(notices)
    zone = kept[-1].at.tzinfo or UTC
    local = [wall_clock(post.at, zone) for post in kept]
    origin = monday_before(min(local))
    hours = np.array([(at - origin) / HOUR for at in local])
    order = np.argsort(hours, kind="stable")
    response, scale = _responses(kept, now, notices)
    kinds, kind = _kinds([post.type for post in kept])
    log = Log(
        origin,
        zone,
        hours[order],
        response[order],
        kind[order],
        kinds,
        log_followers(kept)[order],
        np.array([post.is_randomised for post in kept])[order],
        np.array([post.is_boosted for post in kept])[order],
        scale,
        (),
    )
    return _noticed(log, notices)


def order_of(post: PastPost) -> tuple[object, ...]:
    """By moment, then by all else that is known: the answer must not hang on the order in which
    rows of one minute stand in their file."""
    return (
        post.at.timestamp(),
        str(post.at.tzinfo),
        post.type,
        _or_least(post.response),
        _or_least(post.followers),
        post.is_randomised,
        post.is_boosted,
        post.left_out,
    )


def _or_least(value: float | None) -> float:
    return -math.inf if value is None or math.isnan(value) else value


def _empty(notices: list[Notice]) -> Log:
    none = np.zeros(0)
    no = np.zeros(0, bool)
    said = (*notices, Notice("no_posts"))
    monday = datetime.min  # noqa: DTZ901 - a wall clock, as all origins
    kind = np.zeros(0, np.int64)
    return Log(monday, UTC, none, none, kind, ("",), none, no, no, 1.0, said)


def _without_stray_future(
    posts: list[PastPost], now: datetime | None, notices: list[Notice]
) -> list[PastPost]:
    """Without posts that lie far in the future, as a mistyped year does; a file whose whole clock
    runs ahead is taken as it is."""
    if now is None or not posts or posts[-1].at <= now:
        return posts
    past = [post for post in posts if post.at <= now]
    if not past:
        notices.append(Notice("all_in_future", {"n": len(posts)}))
        return posts
    kept, last = list(past), past[-1].at
    for post in posts[len(past) :]:
        if post.at - last > LONGEST_LEAD:
            break
        kept.append(post)
        last = post.at
    if len(kept) < len(posts):
        notices.append(Notice("future_left_out", {"n": len(posts) - len(kept)}))
    if len(kept) > len(past):
        notices.append(Notice("times_ahead", {"n": len(kept) - len(past)}))
    return kept


def wall_clock(at: datetime, zone: tzinfo) -> datetime:
    """The local time without zone: by its own offset where that differs from the zone's by no more
    than summer time does, else in the zone; in the first and last hours of the calendar always by
    its own."""
    try:
        there = at.astimezone(zone)
    except OverflowError:
        there = at
    own, other = at.utcoffset() or timedelta(), there.utcoffset() or timedelta()
    return (at if abs(own - other) <= HOUR else there).replace(tzinfo=None)


def _responses(
    posts: Sequence[PastPost], now: datetime | None, notices: list[Notice]
) -> tuple[Floats, float]:
    values = np.array([np.nan if p.response is None else p.response for p in posts], float)
    values[~np.isfinite(values) & ~np.isnan(values)] = np.nan
    is_left_out = np.array([bool(post.left_out) for post in posts])
    if n_negative := int(np.sum(values < 0)):
        notices.append(Notice("negative_left_out", {"n": n_negative}))
        values[values < 0] = np.nan
    if n_missing := int(np.sum(np.isnan(values) & ~is_left_out)):
        notices.append(Notice("response_missing", {"n": n_missing}))
    values[is_left_out] = np.nan
    if n_cut := int(np.sum(values > BIGGEST)):
        notices.append(Notice("response_cut", {"n": n_cut}))
        values = np.minimum(values, BIGGEST)
    return _counts(values, notices)


def _counts(values: Floats, notices: list[Notice]) -> tuple[Floats, float]:
    """Shares (all below 1) become counts per thousand; a mixture of both is named."""
    positive = values[values > 0]
    if not len(positive):
        return values, 1.0
    if positive.max() < 1.0:
        notices.append(Notice("shares_not_counts"))
        return values * RATE_SCALE, RATE_SCALE
    n_shares = int(np.sum(positive < 1.0))
    if n_shares > 0.05 * len(positive):
        notices.append(Notice("mixed_units", {"n": n_shares}))
    return values, 1.0


def _kinds(names: Sequence[str]) -> tuple[tuple[str, ...], Ints]:
    """Content types by how common they are; beyond a dozen the rest share one."""
    tally = Counter(names)
    counted = sorted(tally, key=lambda name: (-tally[name], name))
    kinds = counted if len(counted) <= FEW_TYPES else [*counted[: FEW_TYPES - 1], ""]
    place = {name: i for i, name in enumerate(kinds)}
    rest = len(kinds) - 1
    return tuple(kinds), np.array([place.get(name, rest) for name in names], np.int64)


def log_followers(posts: Sequence[PastPost]) -> Floats:
    """The log of how many followed at each post; NaN where that is not known."""
    known = [p.followers if p.followers and 0 < p.followers < BIGGEST else np.nan for p in posts]
    return np.asarray(np.log(np.array(known, float)))


def _noticed(log: Log, notices: list[Notice]) -> Log:
    """The log with what is odd about it as a whole."""
    seen = log.response[np.isfinite(log.response)]
    if log.is_one_day:
        notices.append(Notice("all_at_one_time", {"n": log.n}))
    gap = float(np.diff(log.hours).max()) / 24.0 if log.n > 1 else 0.0
    if gap > 365.0:
        notices.append(Notice("long_gap", {"days": round(gap)}))
    if len(seen) >= 5 and seen.max() > 100 * (np.sort(seen)[-2] + 10):
        notices.append(Notice("outlier", {"response": float(seen.max())}))
    fields = {name: getattr(log, name) for name in log.__slots__}
    return Log(**(fields | {"notices": tuple(notices)}))
