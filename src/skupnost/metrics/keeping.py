"""Puts posts and figures that were read beside those that are known: one row a post."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from html import unescape
from typing import Any

from django.db import transaction
from django.db.models import Q

from skupnost.channels.models import Channel
from skupnost.kit.exports import Figure, PostRead
from skupnost.metrics.models import FollowerCount, PastPost, Reading

SHORT = 280
LONGEST_ID, LONGEST_URL, LONGEST_TYPE = 300, 500, 40
BATCH = 200
# Rows of one file that tell the same figure of the same post differently follow each other.
NEXT = timedelta(microseconds=1)
Known = dict[tuple[str, str], dict[datetime, float]]


@dataclass
class Batch:
    """The posts of a channel that may be meant, found by id, address or moment and text."""

    by_id: dict[str, PastPost] = field(default_factory=dict)
    by_url: dict[str, PastPost] = field(default_factory=dict)
    by_digest: dict[str, PastPost] = field(default_factory=dict)

    def add(self, post: PastPost) -> None:
        if post.remote_id:
            self.by_id[post.remote_id] = post
        if post.url:
            self.by_url.setdefault(post.url, post)
        self.by_digest.setdefault(post.digest, post)

    def same(self, read: PostRead, digest: str) -> PastPost | None:
        """The post that this is; two different ids are two posts whatever else they share."""
        if read.remote_id and (found := self.by_id.get(read.remote_id)):
            return found
        for twin in (self.by_url.get(read.url) if read.url else None, self.by_digest.get(digest)):
            if twin and not (read.remote_id and twin.remote_id) and _agree(twin.url, read.url):
                return twin
        return None


def _agree(one: str, other: str) -> bool:
    return not one or not other or one == other


def keep(
    channel: Channel, reads: Sequence[PostRead], *, observed_at: datetime, is_live: bool = False
) -> Counter[str]:
    """Keep some posts (their times with zone) in one transaction; how many were `new`, `merged`
    or the `same`. A figure whose value was seen before is nothing new, so that an old file read
    again says nothing; with `is_live` only the newest reading counts, as figures may fall."""
    counts: Counter[str] = Counter()
    reads = [_storable(read) for read in reads]
    with transaction.atomic():
        batch = _batch(channel, reads)
        stored: list[tuple[PastPost, PostRead, str]] = []
        for read in reads:
            digest = digest_of(read)
            post = batch.same(read, digest)
            outcome = "same"
            if post is None:
                post, outcome = _new(channel, read, digest), "new"
            elif _completed(post, read):
                outcome = "merged"
            batch.add(post)
            stored.append((post, read, outcome))
        changed = _keep_figures(stored, observed_at, is_live=is_live)
        _keep_followers(channel, reads)
    for post, _read, outcome in stored:
        is_merged = outcome == "same" and post.pk in changed
        counts["merged" if is_merged else outcome] += 1
        changed.discard(post.pk)
    return counts


def _storable(read: PostRead) -> PostRead:
    """With words that a database takes; an id or address too long for it is told by its digest, so
    that two of them stay two."""
    return replace(
        read,
        remote_id=_short(printable(read.remote_id), LONGEST_ID),
        url=_short(printable(read.url), LONGEST_URL),
        text=printable(read.text)[:SHORT],
        type=printable(read.type)[:LONGEST_TYPE],
    )


def _short(words: str, most: int) -> str:
    if len(words) <= most:
        return words
    digest = hashlib.sha256(words.encode()).hexdigest()
    return f"{words[: most - len(digest) - 1]}-{digest}"


def printable(text: str) -> str:
    """Without lone surrogates and zero bytes, which no database takes."""
    return text.encode("utf-8", "replace").decode().replace("\x00", "")


def digest_of(read: PostRead) -> str:
    """What a post without id is known by: its moment (UTC) and its words."""
    words = " ".join(read.text[:SHORT].split())
    stamp = read.posted_at.timestamp()
    return hashlib.sha256(f"{stamp:.0f}\n{words}".encode("utf-8", "surrogatepass")).hexdigest()


def _batch(channel: Channel, reads: Sequence[PostRead]) -> Batch:
    batch = Batch()
    ids = {read.remote_id for read in reads if read.remote_id}
    urls = {read.url for read in reads if read.url}
    digests = {digest_of(read) for read in reads}
    wanted = Q(remote_id__in=ids) | Q(url__in=urls) | Q(digest__in=digests)
    for post in PastPost.objects.filter(wanted, channel=channel).order_by("pk"):
        batch.add(post)
    return batch


def _new(channel: Channel, read: PostRead, digest: str) -> PastPost:
    return PastPost.objects.create(
        channel=channel,
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
    return f"url:{read.url}" if read.url else f"at:{digest}"


def _completed(post: PastPost, read: PostRead) -> bool:
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
        fresh |= {"posted_at": read.posted_at, "is_day_only": False, "digest": digest_of(read)}
    if post.kept_in:
        fresh.pop("left_out", None)
    for name, value in fresh.items():
        setattr(post, name, value)
    if "remote_id" in fresh:
        post.identity = _identity(read, post.digest)
    if fresh:
        post.save()
    return bool(fresh)


def _keep_figures(
    stored: Iterable[tuple[PastPost, PostRead, str]], observed_at: datetime, *, is_live: bool
) -> set[int]:
    """Keep the figures that say something new; the keys of the posts they belong to."""
    rows = list(stored)
    known = _known({post.pk for post, _read, _outcome in rows})
    changed, fresh = set(), {}
    for post, read, _outcome in rows:
        seen = known.setdefault(post.pk, {})
        for figure in read.figures:
            values, at = seen.setdefault((figure.metric, figure.unit), {}), observed_at
            if figure.value in (list(values.values())[-1:] if is_live else values.values()):
                continue
            while at in values and not is_live:
                at += NEXT
            values[at] = figure.value
            changed.add(post.pk)
            fresh[post.pk, figure.metric, figure.unit, at] = _reading(post, figure, at)
    Reading.objects.bulk_create(
        fresh.values(),
        update_conflicts=True,
        unique_fields=["post", "metric", "unit", "observed_at"],
        update_fields=["value"],
    )
    return changed


def _reading(post: PastPost, figure: Figure, observed_at: datetime) -> Reading:
    return Reading(
        post=post,
        metric=figure.metric,
        unit=figure.unit,
        value=figure.value,
        observed_at=observed_at,
    )


def _known(posts: set[int]) -> dict[int, Known]:
    found: dict[int, Known] = {}
    rows = Reading.objects.filter(post__in=posts).order_by("observed_at", "pk")
    for row in rows:
        found.setdefault(row.post_id, {}).setdefault((row.metric, row.unit), {})[
            row.observed_at
        ] = row.value
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
