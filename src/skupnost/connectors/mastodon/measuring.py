"""What came back to own statuses. The figures are those of the server that was asked: reactions
from servers that do not tell it about them are missing."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from skupnost.connectors.mastodon import convert
from skupnost.connectors.mastodon.plain_text import plain_text
from skupnost.connectors.mastodon.reading_back import Document, ReadPage
from skupnost.kit.errors import Refused
from skupnost.kit.exports import Figure, PostRead, Unit

MAX_PAGES = 25
SHORT = 280
COUNTS = {
    "favourites_count": "reactions",
    "reblogs_count": "shares",
    "replies_count": "comments",
    "quotes_count": "quotes",
}
TYPES = {"image": "photo", "gifv": "gif", "video": "video", "audio": "audio"}


async def statuses_back(read: ReadPage, *, since: datetime | None, limit: int) -> list[Document]:
    """Own statuses since a moment, newest first, each once; a few more than `limit`."""
    found: list[Document] = []
    seen: set[str] = set()
    max_id = ""
    for _ in range(MAX_PAGES):
        page = await read(max_id)
        fresh = [row for row in page if convert.required(row, "id") not in seen]
        seen.update(str(row["id"]) for row in fresh)
        recent = [row for row in fresh if since is None or moment(row) >= since]
        found += recent
        is_enough = sum(not is_reply(row) for row in found) >= limit
        if not fresh or is_enough or len(recent) < len(fresh):
            break
        max_id = str(fresh[-1]["id"])
    return found


def measured(status: Mapping[str, Any]) -> PostRead:
    """A status with the figures it tells."""
    return PostRead(
        posted_at=moment(status),
        remote_id=convert.required(status, "id"),
        url=str(status.get("url") or status.get("uri") or ""),
        text=plain_text(str(status.get("content") or ""))[:SHORT],
        type=_type(status),
        figures=tuple(
            Figure(metric, float(status[name]), Unit.COUNTS)
            for name, metric in COUNTS.items()
            if is_count(status.get(name))
        ),
    )


def followers(account: Mapping[str, Any]) -> int | None:
    """How many follow an account. Servers that hide it tell -1 (Mastodon's own setting) or, like
    snac 2.75, always 0 (seen 2026-11-23): both are not known."""
    told = account.get("followers_count")
    return int(told) if is_count(told) and told else None


def is_count(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def is_reply(status: Mapping[str, Any]) -> bool:
    """Whether it answers something, be it the post before it in an own thread."""
    return bool(status.get("in_reply_to_id"))


def moment(status: Mapping[str, Any]) -> datetime:
    """When it was published; a status without time is no status."""
    at = convert.moment(status.get("created_at"))
    if at is None:
        raise Refused("not_the_api")
    return at


def _type(status: Mapping[str, Any]) -> str:
    match status.get("media_attachments"):
        case [{"type": str(kind)}, *_more]:
            return TYPES.get(kind, "file")
    return "poll" if status.get("poll") else "text"
