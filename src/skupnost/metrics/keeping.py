"""Puts posts and figures that were read beside those that are known: one row a post."""

from __future__ import annotations

import gc
import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from html import unescape
from typing import Any

from django.db import transaction

from skupnost.channels.models import Channel
from skupnost.kit.exports import Figure, PostRead
from skupnost.metrics.models import FollowerCount, PastPost, Reading

SHORT = 280
LONGEST_ID, LONGEST_URL, LONGEST_TYPE = 300, 500, 40
# Large enough that commits cost little, small enough to leave the database to others soon.
BATCH = 1000
# Rows of one file that tell the same figure of the same post differently follow each other.
NEXT = timedelta(microseconds=1)
READ = ("post_id", "metric", "unit", "observed_at", "value")
MOMENT = "at:"
Known = dict[tuple[str, str], dict[datetime, float]]


@dataclass
class Batch:
    """The posts of a channel that may be meant, found by id, address, moment and text, or by what
    they were known by first."""

    by_id: dict[str, PastPost] = field(default_factory=dict)
    by_url: dict[str, PastPost] = field(default_factory=dict)
    by_digest: dict[str, PastPost] = field(default_factory=dict)
    by_identity: dict[str, PastPost] = field(default_factory=dict)
    age: dict[int, int] = field(default_factory=dict)

    def add(self, post: PastPost) -> None:
        self.age.setdefault(id(post), len(self.age))
        if post.remote_id:
            self.by_id[post.remote_id] = post
        if post.url:
            self._older(self.by_url, post.url, post)
        self._older(self.by_digest, post.digest, post)
        self.by_identity[post.identity] = post

    def _older(self, known: dict[str, PastPost], key: str, post: PastPost) -> None:
        """Of two posts with one address or digest the one that was there first stands for it, also
        where it learnt the address later than the other."""
        other = known.get(key)
        if other is None or self.age[id(post)] < self.age[id(other)]:
            known[key] = post

    def same(self, told: _Told) -> PastPost | None:
        """The post that this is; two different ids are two posts whatever else they share."""
        read = told.read
        if read.remote_id and (found := self.by_id.get(read.remote_id)):
            return found
        for twin in (
            self.by_url.get(read.url) if read.url else None,
            self.by_digest.get(told.digest),
            self.by_digest.get(told.former),
        ):
            if twin and not (read.remote_id and twin.remote_id) and _agree(twin.url, read.url):
                return twin
        return next(filter(None, map(self.by_identity.get, told.identities)), None)


@dataclass(slots=True)
class _Told:
    """What was read, with the digests of its moment and words: the one that it gets, and the one
    that it would have got before they began with the moment."""

    read: PostRead
    digest: str
    former: str

    @property
    def identities(self) -> tuple[str, ...]:
        found = _identity(self.read, self.digest)
        is_by_digest = found.startswith(MOMENT)
        return (found, MOMENT + self.former) if is_by_digest else (found,)


@dataclass(slots=True)
class _Stored:
    """What was read, the post that it is, and whether that is `new`, `merged` or the `same`."""

    read: PostRead
    post: PastPost
    outcome: str


def _agree(one: str, other: str) -> bool:
    return not one or not other or one == other


def keep(
    channel: Channel, reads: Sequence[PostRead], *, observed_at: datetime, is_live: bool = False
) -> Counter[str]:
    """Keep some posts (their times with zone) in one transaction; how many were `new`, `merged`
    or the `same`. A figure whose value was seen before is nothing new, so that an old file read
    again says nothing; with `is_live` only the newest reading counts, as figures may fall."""
    counts: Counter[str] = Counter()
    told = [_told(_storable(read)) for read in reads]
    with _without_collector(), transaction.atomic():
        stored = _stored(channel, told)
        changed = _keep_figures(stored, observed_at, is_live=is_live)
        _keep_followers(channel, reads)
    for row in stored:
        is_merged = row.outcome == "same" and row.post.pk in changed
        counts["merged" if is_merged else row.outcome] += 1
        changed.discard(row.post.pk)
    return counts


@contextmanager
def _without_collector() -> Iterator[None]:
    """A batch makes a hundred thousand objects, none of which is part of a circle: Python's search
    for those took a third of the time of an import."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def _stored(channel: Channel, reads: Sequence[_Told]) -> list[_Stored]:
    """Each read with its post, which has all that is known by now and stands in the database."""
    batch = _batch(channel, reads)
    fresh: list[PastPost] = []
    completed: dict[int, PastPost] = {}
    stored = []
    for told in reads:
        post, outcome = batch.same(told), "same"
        if post is None:
            post, outcome = _new(channel, told.read, told.digest), "new"
            fresh.append(post)
        elif _complete(post, told.read):
            outcome = "merged"
            if post.pk:
                completed[post.pk] = post
        batch.add(post)
        stored.append(_Stored(told.read, post, outcome))
    for post in completed.values():
        post.save()
    PastPost.objects.bulk_create(fresh)
    return stored


def find_known(channel: Channel, reads: Sequence[PostRead]) -> list[PastPost | None]:
    """For each read (its time with zone) the post that it is; None where none is known."""
    told = [_told(_storable(read)) for read in reads]
    batch = _batch(channel, told)
    return [batch.same(one) for one in told]


def put_at(post: PastPost, read: PostRead) -> None:
    """Give the post the time of this read, and what it is known by then; not saved."""
    post.posted_at, post.digest = read.posted_at, _told(_storable(read)).digest
    if post.identity.startswith(MOMENT):
        post.identity = MOMENT + post.digest


def _storable(read: PostRead) -> PostRead:
    """With words that a database takes; an id or address too long for it is told by its digest, so
    that two of them stay two."""
    words = (read.remote_id, read.url, read.text, read.type)
    if all(map(_is_plain, words, (LONGEST_ID, LONGEST_URL, SHORT, LONGEST_TYPE))):
        return read
    return replace(
        read,
        remote_id=_short(printable(read.remote_id), LONGEST_ID),
        url=_short(printable(read.url), LONGEST_URL),
        text=printable(read.text)[:SHORT],
        type=printable(read.type)[:LONGEST_TYPE],
    )


def _is_plain(words: str, most: int) -> bool:
    """Whether any database takes the words as they are."""
    return len(words) <= most and words.isascii() and "\0" not in words


def _short(words: str, most: int) -> str:
    if len(words) <= most:
        return words
    digest = hashlib.sha256(words.encode()).hexdigest()
    return f"{words[: most - len(digest) - 1]}-{digest}"


def printable(text: str) -> str:
    """Without lone surrogates and zero bytes, which no database takes."""
    return text.encode("utf-8", "replace").decode().replace("\x00", "")


def _told(read: PostRead) -> _Told:
    """What a post without id is known by: its moment (UTC) and its words. The moment comes first,
    so that what was published together lies together in the index, however long that is."""
    words = " ".join(read.text[:SHORT].split())
    stamp = round(read.posted_at.timestamp())
    former = hashlib.sha256(f"{stamp}\n{words}".encode("utf-8", "surrogatepass")).hexdigest()
    return _Told(read, f"t{stamp & 0xFFFFFFFFFFF:011x}{former[:52]}", former)


def _batch(channel: Channel, reads: Sequence[_Told]) -> Batch:
    """Each way of knowing a post has its index, and is asked for by itself: of alternatives SQLite
    makes a walk through all posts of the channel. An id is looked for as the identity it makes."""
    found: dict[int, PastPost] = {}
    digests = {digest for told in reads for digest in (told.digest, told.former)}
    urls = {told.read.url for told in reads if told.read.url}
    for column, values in (("digest", digests), ("url", urls)):
        found |= _by_key(channel, column, values)
    identities = {identity for told in reads for identity in told.identities}
    identities -= {post.identity for post in found.values()}
    found |= _by_key(channel, "identity", identities)
    batch = Batch()
    for key in sorted(found):
        batch.add(found[key])
    return batch


def _by_key(channel: Channel, column: str, values: set[str]) -> dict[int, PastPost]:
    rows = PastPost.objects.filter(channel=channel, **{f"{column}__in": values})
    return {post.pk: post for post in rows.order_by()} if values else {}


def _new(channel: Channel, read: PostRead, digest: str) -> PastPost:
    return PastPost(
        channel_id=channel.pk,
        identity=_identity(read, digest),
        remote_id=read.remote_id,
        url=read.url,
        digest=digest,
        posted_at=read.posted_at,
        is_day_only=read.is_day_only,
        type=read.type,
        text=unescape(read.text),
        left_out=read.mark,
    )


def _identity(read: PostRead, digest: str) -> str:
    if read.remote_id:
        return f"id:{read.remote_id}"
    return f"url:{read.url}" if read.url else MOMENT + digest


def _complete(post: PastPost, read: PostRead) -> bool:
    """Fill in what was not known of a post; whether there was something."""
    wanted: dict[str, Any] = {
        "remote_id": read.remote_id,
        "url": read.url,
        "type": read.type,
        "text": unescape(read.text),
        "left_out": read.mark,
    }
    fresh = {name: value for name, value in wanted.items() if value and not getattr(post, name)}
    if post.is_day_only and not read.is_day_only:
        fresh |= {"posted_at": read.posted_at, "is_day_only": False, "digest": _told(read).digest}
    if post.kept_in:
        fresh.pop("left_out", None)
    for name, value in fresh.items():
        setattr(post, name, value)
    if "remote_id" in fresh:
        post.identity = _identity(read, post.digest)
    return bool(fresh)


def _keep_figures(stored: Sequence[_Stored], observed_at: datetime, *, is_live: bool) -> set[int]:
    """Keep the figures that say something new; the keys of the posts they belong to."""
    known = _known(
        {row.post.pk for row in stored} - {r.post.pk for r in stored if r.outcome == "new"}
    )
    changed, fresh = set(), {}
    for row in stored:
        key = row.post.pk
        seen = known.setdefault(key, {})
        for figure in row.read.figures:
            values, at = seen.setdefault((figure.metric, figure.unit), {}), observed_at
            if figure.value in (list(values.values())[-1:] if is_live else values.values()):
                continue
            while at in values and not is_live:
                at += NEXT
            values[at] = figure.value
            changed.add(key)
            fresh[key, figure.metric, figure.unit, at] = _reading(row.post, figure, at)
    Reading.objects.bulk_create(
        fresh.values(),
        update_conflicts=True,
        unique_fields=["post", "metric", "unit", "observed_at"],
        update_fields=["value"],
    )
    return changed


def _reading(post: PastPost, figure: Figure, observed_at: datetime) -> Reading:
    return Reading(
        post_id=post.pk,
        metric=figure.metric,
        unit=figure.unit,
        value=figure.value,
        observed_at=observed_at,
    )


def _known(posts: set[int]) -> dict[int, Known]:
    found: dict[int, Known] = {}
    if not posts:
        return found
    rows = Reading.objects.filter(post__in=posts).order_by("observed_at", "pk")
    for post, metric, unit, at, value in rows.values_list(*READ):
        found.setdefault(post, {}).setdefault((metric, unit), {})[at] = value
    return found


def _keep_followers(channel: Channel, reads: Iterable[PostRead]) -> None:
    FollowerCount.objects.bulk_create(
        [
            FollowerCount(channel=channel, observed_at=read.posted_at, value=round(read.followers))
            for read in reads
            if read.followers is not None
        ],
        ignore_conflicts=True,
    )
