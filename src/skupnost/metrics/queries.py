"""What is known of a channel's past: the columns that the cadence adviser reads."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from skupnost.channels.models import Channel
from skupnost.metrics.models import FollowerCount, HistoryImport, PastPost, Reading

if TYPE_CHECKING:
    from skupnost.domain import cadence

PARTS = ("reactions", "comments", "shares", "quotes")
USUAL = 0.8
SINGLES = (("engaged", "people"), ("views", "counts"), ("impressions", "counts"))

Key = tuple[str, str]
Figures = Mapping[Key, float]


@dataclass(frozen=True, slots=True)
class Response:
    """What counts as the response of a channel's posts: the metrics added up, in one unit. None
    of the posts that lack one of them has a response. `n_known` of `n_posts` have it."""

    name: str
    metrics: tuple[str, ...]
    unit: str
    n_known: int
    n_posts: int


@dataclass(frozen=True, slots=True)
class Row:
    """One post of a history; None is not known. `left_out` is the reason, empty where it counts."""

    pk: int
    at: datetime
    response: float | None
    type: str
    reach: float | None
    followers: float | None
    left_out: str
    is_day_only: bool
    url: str
    text: str
    figures: Figures


@dataclass(frozen=True, slots=True)
class History:
    """A channel's past, oldest first, times in the zone of its client."""

    account: str
    rows: tuple[Row, ...]
    response: Response

    def posts(self) -> tuple[cadence.PastPost, ...]:
        """The posts as `domain.cadence` reads them. Those left out keep their place in time: they
        tire readers like others. Boosted ones are marked, as a person may want them to count."""
        from skupnost.domain import cadence  # brings NumPy, which few pages need

        return tuple(
            cadence.PastPost(
                at=row.at,
                response=row.response,
                type=row.type,
                followers=row.followers,
                is_boosted=row.left_out == "boosted",
                left_out="" if row.left_out == "boosted" else row.left_out,
            )
            for row in self.rows
        )


def history(channel: Channel) -> History:
    """The channel's past posts with what came back, and what that figure is."""
    return histories([channel])[channel.pk]


def histories(channels: Sequence[Channel]) -> dict[int, History]:
    """The histories by channel, asked for together: three questions however many there are."""
    posts = _posts(channels)
    figures = _latest(channels)
    followers = _followers(channels)
    return {
        channel.pk: _history(channel, posts[channel.pk], figures, followers[channel.pk])
        for channel in channels
    }


def _history(
    channel: Channel,
    posts: Sequence[_Kept],
    figures: Mapping[int, Figures],
    followers: _Followers,
) -> History:
    response = choose_response([figures.get(post.pk, {}) for post in posts])
    zone = ZoneInfo(channel.client.zone)
    rows = (
        Row(
            pk=post.pk,
            at=post.posted_at.astimezone(zone),
            response=_response(known := figures.get(post.pk, {}), response),
            type=post.type,
            reach=known.get(("reach", "people")),
            followers=followers(post.posted_at),
            left_out=post.left_out,
            is_day_only=post.is_day_only,
            url=post.url,
            text=post.text,
            figures=known,
        )
        for post in posts
    )
    return History(f"{channel.network}:{channel.pk}", tuple(rows), response)


class _Kept(NamedTuple):
    """What is kept of a post, as far as a history shows it."""

    channel: int
    pk: int
    posted_at: datetime
    type: str
    left_out: str
    is_day_only: bool
    url: str
    text: str


def _posts(channels: Sequence[Channel]) -> dict[int, list[_Kept]]:
    """The posts of each channel, oldest first."""
    found: dict[int, list[_Kept]] = defaultdict(list)
    rows = PastPost.objects.filter(channel__in=channels).order_by("posted_at", "pk")
    for row in rows.values_list(*_Kept._fields):
        found[row[0]].append(_Kept(*row))
    return found


def choose_response(posts: Sequence[Figures]) -> Response:
    """The interactions of most posts: the network's own total, or the sum of the parts that four
    of five posts with any have; where neither is known people engaged, views, impressions.
    People and counts are never mixed."""
    best = Response("none", (), "", 0, len(posts))
    tally = Counter(key for figures in posts for key in figures)
    for name, metrics, unit in _candidates(posts, tally):
        n_known = _n_known(posts, [(metric, unit) for metric in metrics], tally)
        if n_known * USUAL > best.n_known:
            best = Response(name, metrics, unit, n_known, len(posts))
    return best


def _n_known(posts: Sequence[Figures], keys: Sequence[Key], tally: Counter[Key]) -> int:
    """How many posts have all of these figures."""
    if len(keys) == 1:
        return tally[keys[0]]
    return sum(all(key in figures for key in keys) for figures in posts)


def _candidates(
    posts: Sequence[Figures], tally: Counter[Key]
) -> Iterable[tuple[str, tuple[str, ...], str]]:
    for unit in ("counts", "people"):
        yield "interactions", ("interactions",), unit
        if parts := _usual_parts(posts, unit, tally):
            yield "interactions", parts, unit
    for metric, unit in SINGLES:
        yield metric, (metric,), unit


def _usual_parts(posts: Sequence[Figures], unit: str, tally: Counter[Key]) -> tuple[str, ...]:
    if not any(tally[part, unit] for part in PARTS):
        return ()
    n_any = sum(any((part, unit) in figures for part in PARTS) for figures in posts)
    return tuple(part for part in PARTS if tally[part, unit] >= USUAL * n_any)


def _response(figures: Figures, chosen: Response) -> float | None:
    values = [figures.get((metric, chosen.unit)) for metric in chosen.metrics]
    known = [value for value in values if value is not None]
    return sum(known) if known and len(known) == len(values) else None


def _latest(channels: Sequence[Channel]) -> dict[int, dict[tuple[str, str], float]]:
    found: dict[int, dict[tuple[str, str], float]] = defaultdict(dict)
    rows = Reading.objects.filter(post__channel__in=channels).order_by("observed_at", "pk")
    values = rows.values_list("post", "metric", "unit", "value")
    for post, metric, unit, value in values.iterator(chunk_size=5_000):
        found[post][metric, unit] = value
    return found


class _Followers:
    """How many followed at a moment: the last count before it."""

    def __init__(self, counts: Sequence[tuple[datetime, int]]) -> None:
        self._moments = [moment for moment, _value in counts]
        self._values = [value for _moment, value in counts]

    def __call__(self, at: datetime) -> float | None:
        place = bisect_right(self._moments, at)
        return float(self._values[place - 1]) if place else None


def _followers(channels: Sequence[Channel]) -> dict[int, _Followers]:
    found: dict[int, list[tuple[datetime, int]]] = {channel.pk: [] for channel in channels}
    counts = FollowerCount.objects.filter(channel__in=channels).order_by("observed_at")
    for channel, at, value in counts.values_list("channel", "observed_at", "value"):
        found[channel].append((at, value))
    return {pk: _Followers(rows) for pk, rows in found.items()}


def imports_of(channel: Channel) -> QuerySet[HistoryImport]:
    """What was imported, newest first."""
    return HistoryImport.objects.filter(channel=channel)
