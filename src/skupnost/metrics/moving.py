"""Posts whose times were taken for those of a wrong zone, moved when a file says it better."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta, tzinfo
from itertools import chain, islice
from typing import TYPE_CHECKING, TypeVar
from zoneinfo import ZoneInfo

from django.db import transaction

from skupnost.channels.models import Channel
from skupnost.kit.exports import PostRead, Read
from skupnost.metrics.keeping import BATCH, find_known, put_at
from skupnost.metrics.models import HistoryImport, PastPost

if TYPE_CHECKING:
    from collections.abc import Generator

# The notice of an import that says which zone was assumed.
ZONE_ASSUMED = "zone_assumed"
MOVED = ("posted_at", "digest", "identity")
Item = TypeVar("Item")


def in_utc(at: datetime, zone: tzinfo | None) -> datetime:
    """The whole second (UTC) of a time that is in this zone where it has none."""
    known = at if at.tzinfo else at.replace(tzinfo=zone)
    return (known.astimezone(UTC) + timedelta(0)).replace(microsecond=0)


def move_posts(
    channel: Channel, opened: Callable[[], Generator[Read, None, None]], zone: tzinfo
) -> None:
    """Posts of a file that stand where an import before assumed another zone than this one are put
    where this one says. All are found before the first is moved: one may go where another stood."""
    for former in _assumed(channel, zone):
        with closing(opened()) as reads, transaction.atomic():
            plain = (read for read in reads if isinstance(read, PostRead))
            free = (read for read in plain if read.posted_at.tzinfo is None)
            found = (_found(channel, some, former, zone) for some in _batches(free))
            _put(channel, dict(chain.from_iterable(found)))


def _batches(rows: Iterable[Item]) -> Iterator[list[Item]]:
    waiting = iter(rows)
    while batch := list(islice(waiting, BATCH)):
        yield batch


def _assumed(channel: Channel, zone: tzinfo) -> list[ZoneInfo]:
    """The other zones that imports of the channel have assumed."""
    told = HistoryImport.objects.filter(channel=channel).values_list("notices", flat=True)
    names = {row["params"]["zone"] for row in chain(*told) if row["code"] == ZONE_ASSUMED}
    return [ZoneInfo(name) for name in sorted(names - {str(zone)})]


def _found(
    channel: Channel, reads: Sequence[PostRead], former: tzinfo, zone: tzinfo
) -> Iterable[tuple[PastPost, PostRead]]:
    """Posts that stand where these reads lay in the zone of before, each with the read as it is."""
    pairs = []
    for read in reads:
        with suppress(ValueError, OverflowError):
            before, now = (
                replace(read, posted_at=in_utc(read.posted_at, one)) for one in (former, zone)
            )
            pairs.append((before, now))
    known = find_known(channel, [before for before, _now in pairs])
    return [
        (post, now)
        for post, (before, now) in zip(known, pairs, strict=True)
        if post is not None and post.posted_at == before.posted_at
    ]


def _put(channel: Channel, moved: dict[PastPost, PostRead]) -> None:
    """Where a post would come to stand on another one, that one stays: it is the same post."""
    wanted = {}
    for post, read in moved.items():
        put_at(post, read)
        wanted[post], post.identity = post.identity, f"moving:{post.pk}"
    PastPost.objects.bulk_update(wanted, ["identity"], batch_size=BATCH)
    taken = set[str]()
    for batch in _batches(wanted.values()):
        there = PastPost.objects.filter(channel=channel, identity__in=batch)
        taken |= set(there.values_list("identity", flat=True))
    free = []
    for post, identity in wanted.items():
        if identity in taken:
            post.delete()
        else:
            taken.add(identity)
            post.identity = identity
            free.append(post)
    PastPost.objects.bulk_update(free, MOVED, batch_size=BATCH)
