"""What is known of a channel's past: the columns that the cadence adviser reads."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from skupnost.channels.models import Channel
from skupnost.metrics.models import FollowerCount, HistoryImport, PastPost, Reading, ResponseChoice
from skupnost.metrics.responses import Figures, Key, Response, choose_response, response_of

if TYPE_CHECKING:
    from skupnost.domain import cadence


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
            response=response_of(known, response),
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


def judged_since(channel: Channel) -> datetime | None:
    """When a person last said what counts as the response; None where nobody did."""
    rows = ResponseChoice.objects.filter(channel=channel)
    return rows.values_list("chosen_at", flat=True).first()


def is_judged_anew(channel: Channel, since: datetime) -> bool:
    """Whether a person said after that moment what counts as the response."""
    chosen = judged_since(channel)
    return chosen is not None and chosen > since


def imports_of(channel: Channel) -> QuerySet[HistoryImport]:
    """What was imported, newest first."""
    return HistoryImport.objects.filter(channel=channel)
