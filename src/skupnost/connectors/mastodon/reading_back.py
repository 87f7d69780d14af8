"""Reads the account's own statuses page by page, back to a moment."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any

from skupnost.connectors.mastodon import convert
from skupnost.kit.values import OwnPost

PAGE = 40
MAX_PAGES = 8
SURELY_ALL = 200

Document = dict[str, Any]
ReadPage = Callable[[str], Awaitable[list[Document]]]


async def read_back(
    read: ReadPage, *, since: datetime | None, limit: int = PAGE * MAX_PAGES
) -> tuple[list[OwnPost], bool]:
    """Own posts since a moment, newest first, and whether nothing of that time can be missing.

    `read` gives the page of statuses before an id; those marked `is_mine: False` are passed over.
    snac 2.75 gives its newest 256 at once and takes no notice of the id (seen 2026-11-23).
    """
    posts: list[OwnPost] = []
    seen: set[str] = set()
    max_id = ""
    for _ in range(MAX_PAGES):
        page = await read(max_id)
        fresh = [status for status in page if convert.required(status, "id") not in seen]
        seen.update(str(status["id"]) for status in fresh)
        mine = [convert.own_post(status) for status in fresh if status.get("is_mine", True)]
        posts += [post for post in mine if since is None or post.published_at >= since]
        if not fresh:
            return posts, not page or len(seen) < SURELY_ALL
        if _is_before(fresh, since):
            return posts, True
        if len(posts) >= limit:
            break
        max_id = str(fresh[-1]["id"])
    return posts, False


def _is_before(page: list[Document], since: datetime | None) -> bool:
    """Whether the page reaches to a time before the moment."""
    moments = [convert.moment(status.get("created_at")) for status in page]
    return since is not None and any(moment < since for moment in moments if moment)
