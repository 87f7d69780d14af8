"""What others publish into a channel's feed, counted by the hour: read from the network, or given
as a file. The account's own feed stands in for those of its followers; who follows whom overlaps,
but it is not the same."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from typing import BinaryIO

from django.db import transaction
from django.db.models import QuerySet
from django.utils.crypto import salted_hmac

from skupnost.channels.asking import NotConnected, ask
from skupnost.channels.models import Channel, Health
from skupnost.channels.opening import is_practice, kind_of
from skupnost.domain.rivals import BadRivals
from skupnost.kit.errors import Unsupported
from skupnost.kit.ports import ReadsFeed
from skupnost.kit.rivals import RivalsRead, read_rivals
from skupnost.kit.values import Feed, FeedPost
from skupnost.metrics.actions import expected_languages
from skupnost.metrics.keeping import printable
from skupnost.metrics.models import FeedHour, FeedReading, FeedSource
from skupnost.networks.queries import is_by_time

HOUR = timedelta(hours=1)
EVERY = timedelta(minutes=55)
AT_ONCE = 10
MAX_PAGES = 10
AGAIN = 2 * HOUR
"""Hours read a second time: posts from other servers arrive late."""
KEPT = timedelta(weeks=8)
KEPT_OF_FILE = timedelta(weeks=26)
MOST_AUTHORS = 5000

__all__ = ["BadRivals", "NotConnected", "can_read_feed", "read_feed", "read_feeds_due", "take_file"]


@dataclass(frozen=True, slots=True)
class SeenHours:
    """The hours of others' posts that count for a channel: those of its file where it was given
    one, else those of its feed. `n_authors` is 0 where nobody is named."""

    source: str
    hours: tuple[tuple[datetime, int], ...]
    n_authors: int = 0
    file_name: str = ""

    @property
    def n_posts(self) -> int:
        return sum(n for _at, n in self.hours)


def can_read_feed(channel: Channel) -> bool:
    """Whether posts are seen there in the order of time, and a program may read them."""
    if not is_by_time(channel.network, channel.account_kind):
        return False
    is_asked = channel.health == Health.OK and not is_practice(channel.server)
    return is_asked and "reads_feed" in kind_of(channel).machine.ports


def read_feed(*, channel: Channel, now: datetime) -> FeedReading:
    """Read on where the last reading ended and keep the counts; raises NotConnected."""
    since = _since(channel, now)

    async def read(opened: object) -> Feed:
        if not isinstance(opened, ReadsFeed):
            raise Unsupported("not_by_api")
        return await opened.feed(since=since, max_pages=MAX_PAGES)

    return keep_feed(channel=channel, feed=ask(channel, read), now=now)


def _since(channel: Channel, now: datetime) -> datetime:
    newest = _hours(channel, FeedSource.NETWORK).order_by("-starts_at").first()
    return max(now - KEPT, newest.starts_at + HOUR - AGAIN) if newest else floor(now - KEPT)


@transaction.atomic
def keep_feed(*, channel: Channel, feed: Feed, now: datetime) -> FeedReading:
    """Count the whole hours of a feed; the same feed again changes nothing."""
    others = [post for post in feed.posts if not post.is_own]
    if feed.posts or _hours(channel, FeedSource.NETWORK).exists():
        counted = _counted((post.published_at, post.author_id) for post in others)
        start = ceiling(max(feed.reaches_to, now - KEPT))
        _keep_hours(channel, FeedSource.NETWORK, counted, (start, floor(now)), now)
    _hours(channel, FeedSource.NETWORK).filter(starts_at__lt=now - KEPT).delete()
    row, _is_new = FeedReading.objects.get_or_create(channel=channel)
    row.own_posted_at, row.rank = _rank(row, feed)
    row.authors = _marks(row.authors, others)
    row.asked_at, row.read_at, row.problem = now, now, ""
    row.save(update_fields=["own_posted_at", "rank", "authors", "asked_at", "read_at", "problem"])
    return row


def _rank(row: FeedReading, feed: Feed) -> tuple[datetime | None, int | None]:
    """The newest own post and what lies above it: counted in the feed, or counted on from the last
    reading; None where posts between may be missing."""
    own = max((post.published_at for post in feed.posts if post.is_own), default=None)
    if own and (row.own_posted_at is None or own >= row.own_posted_at):
        return own, _above(feed.posts, own)
    if row.rank is None or row.read_at is None or feed.reaches_to > row.read_at:
        return row.own_posted_at, None
    return row.own_posted_at, row.rank + _above(feed.posts, row.read_at)


def _above(posts: Iterable[FeedPost], moment: datetime) -> int:
    return sum(not post.is_own and post.published_at > moment for post in posts)


def _marks(known: Sequence[str], posts: Iterable[FeedPost]) -> list[str]:
    """The authors seen so far, each once; salted, so that no list of names tells who they are."""
    ids = dict.fromkeys(post.author_id for post in posts if post.author_id)
    fresh = (salted_hmac("skupnost.feed", id).hexdigest()[:10] for id in ids)
    return list(dict.fromkeys((*known, *fresh)))[-MOST_AUTHORS:]


@transaction.atomic
def take_file(
    *, channel: Channel, file: BinaryIO, name: str, zone: tzinfo | None, now: datetime
) -> RivalsRead:
    """The posts of a table as the hours that count, instead of those of an earlier file; the errors
    are those of `read_rivals`, raised before anything is changed."""
    read = read_rivals(file, name, zone=zone, languages=expected_languages(channel))
    rivals = [rival for rival in read.rivals if rival.at <= now]
    if not rivals:
        raise BadRivals("nothing_inside")
    last = floor(rivals[-1].at) + HOUR
    start = max(floor(rivals[0].at), last - KEPT_OF_FILE)
    forget_file(channel=channel)
    counted = _counted((rival.at, rival.author) for rival in rivals)
    _keep_hours(channel, FeedSource.FILE, counted, (start, last), now)
    values = {
        "file_name": printable(name)[-200:],
        "file_read_at": now,
        "n_file_authors": len({rival.author for rival in rivals if rival.author}),
    }
    FeedReading.objects.update_or_create(channel=channel, defaults=values)
    return read


@transaction.atomic
def forget_file(*, channel: Channel) -> None:
    """Count from the feed again, where there is one."""
    _hours(channel, FeedSource.FILE).delete()
    nothing = {"file_name": "", "file_read_at": None, "n_file_authors": 0}
    FeedReading.objects.filter(channel=channel).update(**nothing)


def _counted(posts: Iterable[tuple[datetime, str]]) -> Mapping[datetime, list[str]]:
    """The authors of the posts of each hour, as often as they posted."""
    found: dict[datetime, list[str]] = defaultdict(list)
    for at, author in posts:
        found[floor(at)].append(author)
    return found


def _keep_hours(
    channel: Channel,
    source: FeedSource,
    counted: Mapping[datetime, list[str]],
    span: tuple[datetime, datetime],
    now: datetime,
) -> None:
    start, end = span
    n_hours = max(0, round((end - start) / HOUR))
    rows = []
    for at in (start + HOUR * number for number in range(n_hours)):
        authors = counted.get(at, [])
        rows.append(
            FeedHour(
                channel=channel,
                source=source,
                starts_at=at,
                n_posts=len(authors),
                n_authors=len({author for author in authors if author}),
                observed_at=now,
            )
        )
    FeedHour.objects.bulk_create(
        rows,
        batch_size=100,
        update_conflicts=True,
        unique_fields=["channel", "source", "starts_at"],
        update_fields=["n_posts", "n_authors", "observed_at"],
    )


def _hours(channel: Channel, source: FeedSource) -> QuerySet[FeedHour]:
    return FeedHour.objects.filter(channel=channel, source=source)


def seen_hours(channel: Channel) -> SeenHours:
    """The hours that count for a channel, oldest first."""
    reading = reading_of(channel)
    source = FeedSource.FILE if reading.file_read_at else FeedSource.NETWORK
    hours = tuple(_hours(channel, source).values_list("starts_at", "n_posts"))
    if source is FeedSource.FILE:
        return SeenHours(source, hours, reading.n_file_authors, reading.file_name)
    return SeenHours(source, hours, len(reading.authors))


def reading_of(channel: Channel) -> FeedReading:
    """The last reading; an empty one, not yet kept, where there was none."""
    return FeedReading.objects.filter(channel=channel).first() or FeedReading(channel=channel)


def due(now: datetime) -> Sequence[Channel]:
    """Channels whose feed was not read since an hour, a few at a time."""
    read = FeedReading.objects.filter(asked_at__gt=now - EVERY)
    rows = Channel.objects.filter(health=Health.OK).exclude(pk__in=read.values("channel"))
    return [row for row in rows.select_related("client") if can_read_feed(row)][:AT_ONCE]


def read_feeds_due(now: datetime) -> int:
    """Read the feeds that are due; how many could be. Another is tried again in an hour."""
    n_read = 0
    for channel in due(now):
        try:
            read_feed(channel=channel, now=now)
            n_read += 1
        except NotConnected as error:
            values = {"asked_at": now, "problem": error.code[:60]}
            FeedReading.objects.update_or_create(channel=channel, defaults=values)
    return n_read


def floor(at: datetime) -> datetime:
    """The beginning of its hour, in UTC."""
    return at.astimezone(UTC).replace(minute=0, second=0, microsecond=0)


def ceiling(at: datetime) -> datetime:
    """The first whole hour that begins at that moment or later."""
    start = floor(at)
    return start if start == at else start + HOUR
