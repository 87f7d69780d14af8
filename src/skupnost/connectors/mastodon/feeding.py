"""The home feed as places in time: who put what there, and when."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from skupnost.connectors.mastodon import convert
from skupnost.connectors.mastodon.measuring import moment
from skupnost.kit.values import Feed, FeedPost

Document = dict[str, Any]
ReadHome = Callable[[str], Awaitable[tuple[list[Document], str]]]

_LINK = re.compile(r"<([^<>]+)>\s*;[^,<]*rel=\"?next\"?")


async def home_back(read: ReadHome, me: str, *, since: datetime, max_pages: int) -> Feed:
    """The feed since a moment. `read` gives the page before an id, and the id of the next one,
    empty where there is none. Servers that take no notice of the id are asked no further, and no
    server keeps more than some hundred places: what lies before its last one is not known."""
    found: dict[str, FeedPost] = {}
    seen: set[str] = set()
    reaches_to, max_id = since, ""
    for _ in range(max_pages):
        page, following = await read(max_id)
        fresh = [row for row in page if convert.required(row, "id") not in seen]
        seen.update(str(row["id"]) for row in fresh)
        found |= {post.remote_id: post for row in fresh if (post := place_of(row, me))}
        reaches_to = max(since, moment(fresh[-1])) if fresh else reaches_to
        if not fresh or not following or following == max_id or reaches_to == since:
            break
        max_id = following
    posts = sorted(found.values(), key=lambda post: post.published_at, reverse=True)
    return Feed(tuple(post for post in posts if post.published_at >= since), reaches_to)


def place_of(status: Mapping[str, Any], me: str) -> FeedPost | None:
    """A status as a place in the feed; None for answers and shares of the account itself."""
    author = convert.author_of(status)
    is_own = bool(author) and author == me
    if is_own and (status.get("in_reply_to_id") or status.get("reblog")):
        return None
    return FeedPost(convert.required(status, "id"), author, moment(status), is_own)


def next_id(link: str) -> str:
    """The `max_id` of the next page in a Link header; empty where there is none."""
    match = _LINK.search(link)
    return dict(parse_qsl(urlsplit(match[1]).query)).get("max_id", "") if match else ""
