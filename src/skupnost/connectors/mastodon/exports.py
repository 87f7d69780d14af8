"""The archive that a Mastodon server hands out: `outbox.json`, alone or in its zip or tar.gz.

It is an ActivityStreams collection of what was done, oldest first. Only what everybody may see is
a post here; what came back stands in it only on servers that write the collections' totals.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from skupnost.connectors.mastodon.plain_text import plain_text
from skupnost.kit.exports import (
    ExportFormat,
    Figure,
    PostRead,
    Read,
    RowRefused,
    RowSkipped,
    Source,
    Unit,
)
from skupnost.kit.exports.json_streams import elements

OUTBOX = r"outbox\.json"
OPENING = r'(?<!\\)"orderedItems"\s*:\s*\['
PUBLIC = ("https://www.w3.org/ns/activitystreams#Public", "as:Public", "Public")
TOTALS = {"likes": "reactions", "shares": "shares", "replies": "comments"}
TYPES = {"image": "photo", "video": "video", "audio": "audio"}
SHORT = 280
MOST = 10**12


def _is_it(source: Source) -> bool:
    if source.find(OUTBOX):
        return True
    if source.kind not in ("plain", "gzip"):
        return False
    with source.open() as opened:
        head = opened.read(4_000)
    return b'"OrderedCollection"' in head and b"activitystreams" in head


def _read(source: Source) -> Generator[Read, None, None]:
    for member in source.find(OUTBOX)[:1] or [""]:
        with source.text(member) as text:
            for line, activity in enumerate(elements(text, OPENING), 1):
                yield _read_one(activity, line)


def _read_one(activity: Any, line: int) -> Read:
    if not isinstance(activity, dict):
        return RowRefused(line, "no_post")
    if activity.get("type") == "Announce":
        return RowSkipped(line, "boost")
    note = activity.get("object")
    if activity.get("type") != "Create" or not isinstance(note, dict):
        return RowSkipped(line, "other")
    if not _is_public(note):
        return RowSkipped(line, "private")
    if note.get("inReplyTo"):
        return RowSkipped(line, "reply")
    try:
        at = datetime.fromisoformat(str(note.get("published") or activity.get("published")))
    except ValueError:
        return RowRefused(line, "bad_time", {"cell": str(note.get("published"))[:40]})
    return _post(note, at if at.tzinfo else at.replace(tzinfo=UTC), line)


def _post(note: Mapping[str, Any], at: datetime, line: int) -> PostRead:
    address = str(note.get("id") or "")
    return PostRead(
        posted_at=at,
        remote_id=address.rstrip("/").rpartition("/")[2],
        url=str(note.get("url") or address),
        text=plain_text(str(note.get("content") or ""))[:SHORT],
        type=_type(note),
        figures=tuple(_figures(note)),
        line=line,
    )


def _is_public(note: Mapping[str, Any]) -> bool:
    seen_by = [*_list(note.get("to")), *_list(note.get("cc"))]
    return any(address in PUBLIC for address in seen_by)


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value] if value else []


def _figures(note: Mapping[str, Any]) -> Iterator[Figure]:
    for name, metric in TOTALS.items():
        match note.get(name):
            case {"totalItems": int(total)} if 0 <= total <= MOST:
                yield Figure(metric, float(total), Unit.COUNTS)


def _type(note: Mapping[str, Any]) -> str:
    for item in _list(note.get("attachment")):
        if isinstance(item, dict):
            kind = str(item.get("mediaType") or "").partition("/")[0]
            return TYPES.get(kind, "file")
    return "poll" if note.get("oneOf") or note.get("anyOf") else "text"


FORMATS = (ExportFormat("mastodon_outbox", _is_it, _read),)
