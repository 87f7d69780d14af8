"""What came back to own posts, as the app view counts it. It hears of everything on the network,
some tenths of a second late (lexicons of 2026-08-20)."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from typing import Any

from skupnost.connectors.bluesky.convert import Author, key_of, moment
from skupnost.kit.errors import Refused
from skupnost.kit.exports import Figure, PostRead, Unit

PAGE, MAX_PAGES, SHORT = 100, 20, 280
COUNTS = {
    "likeCount": "reactions",
    "repostCount": "shares",
    "replyCount": "comments",
    "quoteCount": "quotes",
}
TYPES = {"images": "photo", "video": "video", "external": "link", "record": "quote"}
TYPES |= {"recordWithMedia": "quote"}

ReadFeed = Callable[[str], Awaitable[tuple[list[dict[str, Any]], str]]]


async def posts_back(
    read: ReadFeed, author: Author, *, since: datetime | None, limit: int
) -> list[PostRead]:
    """Own posts since a moment, newest first, each once. Reposts and replies are left away."""
    found: dict[str, PostRead] = {}
    cursor = ""
    for _ in range(MAX_PAGES):
        rows, following = await read(cursor)
        posts = [post for row in rows if (post := measured(row, author))]
        found |= {
            post.remote_id: post for post in posts if since is None or post.posted_at >= since
        }
        is_before = since is not None and any(post.posted_at < since for post in posts)
        if not following or following == cursor or is_before or len(found) >= limit:
            break
        cursor = following
    newest = sorted(found.values(), key=lambda post: post.posted_at, reverse=True)
    return newest[:limit]


def measured(row: Mapping[str, Any], author: Author) -> PostRead | None:
    """A row of the feed as a post; None for what is another's, a reply or passed on."""
    post = row.get("post")
    if row.get("reason") or not isinstance(post, dict) or not isinstance(post.get("uri"), str):
        return None
    record, uri = post.get("record"), post["uri"]
    if not isinstance(record, dict) or record.get("reply"):
        return None
    if not uri.startswith(f"at://{author.did}/"):
        return None
    try:
        at = moment(str(record.get("createdAt")))
    except ValueError:
        return None
    return PostRead(
        posted_at=at,
        remote_id=uri,
        url=author.page(key_of(uri)),
        text=str(record.get("text") or "")[:SHORT],
        type=_type(record),
        figures=tuple(
            Figure(metric, float(post[name]), Unit.COUNTS)
            for name, metric in COUNTS.items()
            if is_count(post.get(name))
        ),
    )


def followers(profile: Mapping[str, Any]) -> int | None:
    """How many follow; None where it is not told."""
    if profile.get("did") is None:
        raise Refused("not_the_api")
    told = profile.get("followersCount")
    return told if isinstance(told, int) and is_count(told) else None


def is_count(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def _type(record: Mapping[str, Any]) -> str:
    match record.get("embed"):
        case {"$type": str(name)}:
            return TYPES.get(name.partition("#")[0].rpartition(".")[2], "text")
    return "text"
