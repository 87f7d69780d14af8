"""What is known of a channel's past: the columns that the cadence adviser reads."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from skupnost.channels.models import Channel
from skupnost.metrics.models import FollowerCount, HistoryImport, PastPost, Reading, ResponseChoice

if TYPE_CHECKING:
    from skupnost.domain import cadence

PARTS = ("reactions", "comments", "shares", "quotes")
USUAL = 0.8
UNITS = ("counts", "people")
SINGLES = (("engaged", "people"), ("views", "counts"), ("impressions", "counts"))
OFFERED = ("reach", "engaged", "impressions", "views", "clicks", "reactions", "comments", "shares",
           "quotes", "saves", "follows", "watch_hours")  # fmt: skip
ENOUGH = 0.5

Key = tuple[str, str]
Figures = Mapping[Key, float]


@dataclass(frozen=True, slots=True)
class Response:
    """What counts as the response of a channel's posts: the metrics added up, in one unit. None
    of the posts that lack one of them has a response. `n_known` of `n_posts` have it;
    `is_chosen` by a person."""

    name: str
    metrics: tuple[str, ...]
    unit: str
    n_known: int
    n_posts: int
    is_chosen: bool = False

    @property
    def key(self) -> Key:
        return self.name, self.unit


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
    """The histories by channel, asked for together: four questions however many there are."""
    posts = _posts(channels)
    figures = _latest(channels)
    followers = _followers(channels)
    wanted = _wanted(channels)
    found = {}
    for channel in channels:
        rows, count = posts[channel.pk], followers[channel.pk]
        known = [figures.get(post.pk, {}) for post in rows]
        response = choose_response(known, wanted.get(channel.pk))
        found[channel.pk] = _history(channel, zip(rows, known, strict=True), response, count)
    return found


def _history(
    channel: Channel,
    posts: Iterable[tuple[_Kept, Figures]],
    response: Response,
    followers: _Followers,
) -> History:
    zone = ZoneInfo(channel.client.zone)
    rows = (
        Row(
            pk=post.pk,
            at=post.posted_at.astimezone(zone),
            response=_response(known, response),
            type=post.type,
            reach=known.get(("reach", "people")),
            followers=followers(post.posted_at),
            left_out=post.left_out,
            is_day_only=post.is_day_only,
            url=post.url,
            text=post.text,
            figures=known,
        )
        for post, known in posts
    )
    return History(f"{channel.network}:{channel.pk}", tuple(rows), response)


def _wanted(channels: Sequence[Channel]) -> dict[int, Key]:
    """What persons chose, by channel."""
    rows = ResponseChoice.objects.filter(channel__in=channels).exclude(name="")
    return {pk: (name, unit) for pk, name, unit in rows.values_list("channel", "name", "unit")}


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


def choose_response(posts: Sequence[Figures], wanted: Key | None = None) -> Response:
    """What a person wanted; else the interactions of most posts: the network's own total, or the
    sum of the parts that four of five posts with any have; where neither is known people engaged,
    views, impressions. People and counts are never mixed."""
    known = _known(posts)
    if wanted is not None:
        return replace(_widest(known, wanted, len(posts)), is_chosen=True)
    best = Response("none", (), "", 0, len(posts))
    for found in known:
        is_usual = found.name == "interactions" or found.key in SINGLES
        if is_usual and found.n_known * USUAL > best.n_known:
            best = found
    return best


def _widest(known: Sequence[Response], wanted: Key, n_posts: int) -> Response:
    """Of those with this name and unit the one known of most posts."""
    name, unit = wanted
    nothing = Response(name, (name,), unit, 0, n_posts)
    return max((row for row in known if row.key == wanted), key=_n_known, default=nothing)


def _n_known(response: Response) -> int:
    return response.n_known


def choosable(posts: Sequence[Figures], chosen: Response) -> list[Response]:
    """What a person may choose from: all that is known of half of the posts, each once, and what
    was chosen already."""
    known = _known(posts)
    keys = dict.fromkeys(row.key for row in known if row.n_known >= max(1, ENOUGH * len(posts)))
    if chosen.is_chosen:
        keys[chosen.key] = None
    return [_widest(known, key, len(posts)) for key in keys]


def _known(posts: Sequence[Figures]) -> list[Response]:
    """Everything that could be the response, whether or not any post has it."""
    tally = Counter(key for figures in posts for key in figures)
    return [
        Response(name, metrics, unit, _having(posts, metrics, unit, tally), len(posts))
        for name, metrics, unit in _candidates(posts, tally)
    ]


def _having(
    posts: Sequence[Figures], metrics: Sequence[str], unit: str, tally: Counter[Key]
) -> int:
    """How many posts have all of these figures."""
    if len(metrics) == 1:
        return tally[metrics[0], unit]
    return sum(all((metric, unit) in figures for metric in metrics) for figures in posts)


def _candidates(
    posts: Sequence[Figures], tally: Counter[Key]
) -> Iterable[tuple[str, tuple[str, ...], str]]:
    for unit in UNITS:
        yield "interactions", ("interactions",), unit
        if parts := _usual_parts(posts, unit, tally):
            yield "interactions", parts, unit
    for metric, unit in SINGLES:
        yield metric, (metric,), unit
    for metric in OFFERED:
        yield from ((metric, (metric,), unit) for unit in UNITS if (metric, unit) not in SINGLES)


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


def is_judged_anew(channel: Channel, since: datetime) -> bool:
    """Whether a person said after that moment what counts as the response."""
    return ResponseChoice.objects.filter(channel=channel, chosen_at__gt=since).exists()


def imports_of(channel: Channel) -> QuerySet[HistoryImport]:
    """What was imported, newest first."""
    return HistoryImport.objects.filter(channel=channel)
