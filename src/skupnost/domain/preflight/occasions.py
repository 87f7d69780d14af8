"""Limits on how often and when: counts among the other posts of a channel, spans of time, prices.

They need an `Occasion`; without one nothing is said.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

from skupnost.domain.facts import Fact
from skupnost.domain.media import Family, family
from skupnost.domain.payload import Payload
from skupnost.domain.preflight.amounts import Amount, Amounts
from skupnost.domain.preflight.case import Case, Occasion
from skupnost.domain.text.measuring import whole

DAY = 86_400
# What writing costs on Bluesky (docs.bsky.app/docs/advanced-guides/rate-limits, read 2026-11-23).
POINTS_TO_CREATE = 3

Count = Callable[[Payload, Case], float]


def _posts(payload: Payload, _case: Case) -> float:
    return len(payload.parts)


def _one(_payload: Payload, _case: Case) -> float:
    return 1


def _replies(payload: Payload, _case: Case) -> float:
    return len(payload.thread)


def _of_format(name: str) -> Count:
    return lambda payload, _case: float(payload.detail("format") == name)


def _media(*families: Family) -> Count:
    def count(payload: Payload, _case: Case) -> float:
        return sum(family(item.mime) in families for item in payload.all_media)

    return count


def _any_media(payload: Payload, _case: Case) -> float:
    return len(payload.all_media)


def _calls(payload: Payload, _case: Case) -> float:
    """The requests it takes at least: one for each post and one for each medium."""
    return len(payload.parts) + len(payload.all_media)


def _video_minutes(payload: Payload, _case: Case) -> float:
    films = [item for item in payload.all_media if family(item.mime) is Family.VIDEO]
    return sum(item.seconds or 0.0 for item in films) / 60


def _points(payload: Payload, _case: Case) -> float:
    return POINTS_TO_CREATE * len(payload.parts)


def _units(payload: Payload, case: Case) -> float:
    """Quota units beside the upload itself: reading back, subtitles, the first comment."""

    def price(name: str) -> int:
        return whole(case.facts.get(f"rate.cost_{name}")) or 0

    comment = price("comment_insert") if payload.detail("first_comment") else 0
    return price("list") + len(payload.subtitles) * price("caption_insert") + comment


# What is counted, by the beginning of the rate's name.
COUNTED: Mapping[str, Count] = {
    "reels": _of_format("reel"),
    "stories": _of_format("story"),
    "replies": _replies,
    "posts": _posts,
    "articles": _one,
    "pins": _one,
    "messages": _posts,
    "inits": _one,
    "pending_drafts": _one,
    "per_webhook": _posts,
    "uploads": _media(Family.VIDEO),
    "videos": _media(Family.VIDEO),
    "images": _media(Family.IMAGE),
    "video_minutes": _video_minutes,
    "media": _any_media,
    "points": _points,
    "units": _units,
    "calls": _calls,
    "global_per_second": _calls,
    "ip_per_minute": _calls,
    "admin_key": _calls,
    "user_key": _calls,
}
# Names that begin like one of those and speak of something else than a program that signed in.
_NOT_A_POST = re.compile(r"unauthenticated|posts_per_page")
_COUNTED = re.compile(rf"rate\.({'|'.join(sorted(COUNTED, key=len, reverse=True))})(?:_|\Z)")


def counted_by(key: str) -> Amounts | None:
    """How much of a rate is used up with this post; None where the rate is not about posts."""
    match = _COUNTED.match(key)
    if match is None or _NOT_A_POST.search(key):
        return None
    count = COUNTED[match[1]]

    def amounts(case: Case, fact: Fact) -> Iterator[Amount]:
        own = count(case.payload, case)
        if case.occasion is not None and own:
            seconds = fact.window_seconds or DAY
            others = case.occasion.within(seconds)
            yield Amount("channel", own + sum(count(payload, case) for payload in others))

    return amounts


def gap(case: Case, _fact: Fact) -> Iterator[Amount]:
    """Seconds since the post before this one; nothing where there is none."""
    if case.occasion is not None:
        before = [o.seconds_before for o in case.occasion.others if o.seconds_before >= 0]
        if before:
            yield Amount("channel", min(before))


def seconds_ahead(case: Case, _fact: Fact) -> Iterator[Amount]:
    """How far from now it is planned; nothing for what goes out at once."""
    if case.occasion is not None and case.occasion.seconds_ahead:
        yield Amount("channel", case.occasion.seconds_ahead)


def of_occasion(value: Callable[[Occasion], float]) -> Amounts:
    """A figure of the occasion itself."""

    def amounts(case: Case, _fact: Fact) -> Iterator[Amount]:
        if case.occasion is not None:
            yield Amount("channel", value(case.occasion))

    return amounts


def stored_bytes(case: Case, _fact: Fact) -> Iterator[Amount]:
    """All that the account would keep with this post."""
    if case.occasion is not None:
        own = sum(item.n_bytes for item in case.payload.all_media)
        yield Amount("media", case.occasion.stored_bytes + own)
