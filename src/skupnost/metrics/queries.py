"""What is known of a channel's past: the columns that the cadence adviser reads."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from skupnost.channels.models import Channel
from skupnost.metrics.models import FollowerCount, HistoryImport, PastPost, Reading

if TYPE_CHECKING:
    from skupnost.domain import cadence

PARTS = ("reactions", "comments", "shares", "quotes")
USUAL = 0.8
SINGLES = (("engaged", "people"), ("views", "counts"), ("impressions", "counts"))

Figures = Mapping[tuple[str, str], float]


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
    posts = list(PastPost.objects.filter(channel=channel).order_by("posted_at", "pk"))
    figures = _latest(channel)
    response = choose_response([figures.get(post.pk, {}) for post in posts])
    zone = ZoneInfo(channel.client.zone)
    followers = _followers(channel)
    rows = (
        Row(
            pk=post.pk,
            at=post.posted_at.astimezone(zone),
            response=_response(figures.get(post.pk, {}), response),
            type=post.type,
            reach=figures.get(post.pk, {}).get(("reach", "people")),
            followers=followers(post.posted_at),
            left_out=post.left_out,
            is_day_only=post.is_day_only,
            url=post.url,
            text=post.text,
            figures=figures.get(post.pk, {}),
        )
        for post in posts
    )
    return History(f"{channel.network}:{channel.pk}", tuple(rows), response)


def choose_response(posts: Sequence[Figures]) -> Response:
    """The interactions of most posts: the network's own total, or the sum of the parts that four
    of five posts with any have; where neither is known people engaged, views, impressions.
    People and counts are never mixed."""
    best = Response("none", (), "", 0, len(posts))
    for name, metrics, unit in _candidates(posts):
        keys = [(metric, unit) for metric in metrics]
        n_known = sum(all(key in figures for key in keys) for figures in posts)
        if n_known * USUAL > best.n_known:
            best = Response(name, metrics, unit, n_known, len(posts))
    return best


def _candidates(posts: Sequence[Figures]) -> Iterable[tuple[str, tuple[str, ...], str]]:
    for unit in ("counts", "people"):
        yield "interactions", ("interactions",), unit
        if parts := _usual_parts(posts, unit):
            yield "interactions", parts, unit
    for metric, unit in SINGLES:
        yield metric, (metric,), unit


def _usual_parts(posts: Sequence[Figures], unit: str) -> tuple[str, ...]:
    seen = Counter(part for figures in posts for part in PARTS if (part, unit) in figures)
    n_any = sum(any((part, unit) in figures for part in PARTS) for figures in posts)
    return tuple(part for part in PARTS if n_any and seen[part] >= USUAL * n_any)


def _response(figures: Figures, chosen: Response) -> float | None:
    values = [figures.get((metric, chosen.unit)) for metric in chosen.metrics]
    known = [value for value in values if value is not None]
    return sum(known) if known and len(known) == len(values) else None


def _latest(channel: Channel) -> dict[int, dict[tuple[str, str], float]]:
    found: dict[int, dict[tuple[str, str], float]] = defaultdict(dict)
    rows = Reading.objects.filter(post__channel=channel).order_by("observed_at", "pk")
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


def _followers(channel: Channel) -> _Followers:
    counts = FollowerCount.objects.filter(channel=channel).order_by("observed_at")
    return _Followers(list(counts.values_list("observed_at", "value")))


def imports_of(channel: Channel) -> QuerySet[HistoryImport]:
    """What was imported, newest first."""
    return HistoryImport.objects.filter(channel=channel)
