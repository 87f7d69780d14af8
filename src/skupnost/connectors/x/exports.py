"""The archive that X hands to an account's owner: `tweets.js` with its further parts, `tweet.js`
in those before 2022; the whole zip or one of the files (layout of 2019, 2022 and March 2026).

The account overview that X Analytics hands out by day has `Date` (`Fri, Apr 26, 2024`, the newest
first), `New follows` and `Unfollows`, no total (files as programs that read them show them; read
2026-11-30).
"""

from __future__ import annotations

from collections.abc import Generator, Mapping
from typing import Any

from skupnost.kit.exports import (
    BadExport,
    ExportFormat,
    Figure,
    PostRead,
    Read,
    RowRefused,
    RowSkipped,
    Source,
    UnfollowColumns,
    Unit,
)
from skupnost.kit.exports.columns import number
from skupnost.kit.exports.json_streams import elements
from skupnost.kit.exports.times import tweeted

TWEETS = r"tweets?(?:[-_]part\d+)?\.js"
# What else its archive holds: a part of it without posts is told apart from an unknown file.
BESIDE = r"(?:note-tweet|tweet-headers|like|account|manifest)\.js"
OPENING = r"window\.YTD\.tweets?\.part\d+\s*=\s*\["
COUNTS = {"favorite_count": "reactions", "retweet_count": "shares", "reply_count": "comments"}
SHORT = 280


def _is_it(source: Source) -> bool:
    if source.find(TWEETS):
        return True
    if source.kind in ("zip", "tar"):
        return bool(source.find(BESIDE))
    if source.kind != "plain":
        return False
    with source.open() as opened:
        return opened.read(64).lstrip(b"\xef\xbb\xbf").startswith(b"window.YTD.tweet")


def _read(source: Source) -> Generator[Read, None, None]:
    number_of = 0
    for member in source.find(TWEETS) or [""]:
        with source.text(member) as text:
            for element in elements(text, OPENING):
                number_of += 1
                yield _read_one(element, number_of)


def _read_one(element: Any, line: int) -> Read:
    tweet = element.get("tweet", element) if isinstance(element, dict) else None
    if not isinstance(tweet, dict):
        return RowRefused(line, "no_post")
    words = str(tweet.get("full_text") or tweet.get("text") or "")
    if words.startswith("RT @"):
        return RowSkipped(line, "boost")
    if tweet.get("in_reply_to_status_id_str") or tweet.get("in_reply_to_user_id_str"):
        return RowSkipped(line, "reply")
    try:
        at = tweeted(str(tweet.get("created_at") or ""))
    except ValueError:
        return RowRefused(line, "bad_time", {"cell": str(tweet.get("created_at"))[:40]})
    figures, doubtful = _figures(tweet)
    return PostRead(
        posted_at=at,
        remote_id=str(tweet.get("id_str") or tweet.get("id") or ""),
        text=words[:SHORT],
        type=_type(tweet),
        figures=figures,
        line=line,
        doubtful=doubtful,
    )


def _figures(tweet: Mapping[str, Any]) -> tuple[tuple[Figure, ...], tuple[str, ...]]:
    read = {metric: number(str(tweet.get(name, ""))) for name, metric in COUNTS.items()}
    found = tuple(
        Figure(metric, value, Unit.COUNTS)
        for metric, (value, _code) in read.items()
        if value is not None
    )
    return found, tuple(code for _value, code in read.values() if code)


def _type(tweet: Mapping[str, Any]) -> str:
    match tweet.get("extended_entities") or tweet.get("entities"):
        case {"media": [{"type": str(kind)}, *_rest]}:
            return {"animated_gif": "gif"}.get(kind, kind)
        case {"urls": [_url, *_more]}:
            return "link"
    return "text"


def _checked(source: Source) -> Generator[Read, None, None]:
    """As `_read`; says what to do where only the words of longer posts were handed in."""
    if source.kind in ("zip", "tar") and not source.find(TWEETS):
        raise BadExport("no_posts_file", {"name": "data/tweets.js"})
    return _read(source)


FORMATS = (ExportFormat("x_archive", _is_it, _checked),)
UNFOLLOWS = (
    UnfollowColumns(
        marks=frozenset({"date", "new follows", "unfollows", "impressions"}),
        unfollows="unfollows",
        gained="new follows",
    ),
)
