"""The Following feed as places in time: who put what there, and when. It is "some form of
reverse-chronological feed" (lexicon getTimeline, 2026-08-20)."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from typing import Any

from skupnost.connectors.bluesky.convert import moment
from skupnost.kit.values import Feed, FeedPost

ReadFeed = Callable[[str], Awaitable[tuple[list[dict[str, Any]], str]]]


async def following_back(read: ReadFeed, me: str, *, since: datetime, max_pages: int) -> Feed:
    """The feed since a moment; `read` gives a page from a cursor on, and the next cursor."""
    found: dict[str, FeedPost] = {}
    reaches_to, cursor = since, ""
    for _ in range(max_pages):
        rows, following = await read(cursor)
        times = [at for row in rows if (at := came_at(row))]
        found |= {place.remote_id: place for row in rows if (place := place_of(row, me))}
        reaches_to = max(since, times[-1]) if times else reaches_to
        if not times or not following or following == cursor or reaches_to == since:
            break
        cursor = following
    posts = sorted(found.values(), key=lambda post: post.published_at, reverse=True)
    return Feed(tuple(post for post in posts if post.published_at >= since), reaches_to)


def place_of(row: Mapping[str, Any], me: str) -> FeedPost | None:
    """A row as a place in the feed; None for answers and shares of the account itself, and for
    what is no post."""
    post, at = _table(row, "post"), came_at(row)
    uri, reason = post.get("uri"), _table(row, "reason")
    author = str(_table(reason, "by").get("did") or _table(post, "author").get("did") or "")
    if at is None or not isinstance(uri, str):
        return None
    is_reply = bool(_table(post, "record").get("reply"))
    if author == me and (reason or is_reply):
        return None
    name = f"{uri} {author}" if reason else uri
    return FeedPost(name, author, at, is_own=author == me)


def came_at(row: Mapping[str, Any]) -> datetime | None:
    """When it came into the feed: when it was passed on, else the earlier of the times that its
    author and the network tell (as the app view sorts, bsky appview, seen 2026-11-29)."""
    post, reason = _table(row, "post"), _table(row, "reason")
    if reason:
        return _moment(reason.get("indexedAt"))
    told = (_table(post, "record").get("createdAt"), post.get("indexedAt"))
    return min(filter(None, map(_moment, told)), default=None)


def _moment(text: object) -> datetime | None:
    try:
        return moment(text) if isinstance(text, str) else None
    except ValueError:
        return None


def _table(document: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    value = document.get(name)
    return value if isinstance(value, Mapping) else {}
