"""What the composer sends, read into a draft; what cannot be read is said, not guessed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.http import QueryDict

from skupnost.channels.models import Channel
from skupnost.editorial.actions import Draft, Own
from skupnost.editorial.details import Details
from skupnost.editorial.errors import Declined
from skupnost.editorial.models import Post
from skupnost.editorial.moments import moment_of
from skupnost.library.models import Asset


@dataclass(frozen=True, slots=True)
class Described:
    """What the form says about one picture."""

    alt_text: str
    is_decorative: bool


@dataclass(frozen=True, slots=True)
class Sheet:
    """The composer's sheet: the draft, its identity, and the time as it was typed.

    `problem` is why the time cannot be read; the draft has no time then. `version` is 0 for a post
    that was never saved.
    """

    post_id: UUID
    version: int
    draft: Draft
    sheet: str = ""
    day: str = ""
    clock: str = ""
    problem: Declined | None = None
    described: Mapping[int, Described] = field(default_factory=dict)


def read_sheet(
    data: QueryDict,
    *,
    channels: Sequence[Channel],
    assets: Iterable[Asset],
    zone: ZoneInfo,
    details: Details = Details(),
) -> Sheet:
    """The sheet of a posted form; Declined `bad_form` where it is not one of ours. `details` are
    the post's own, which the composer keeps and shows per channel."""
    day, clock = data.get("date", "").strip(), data.get("time", "").strip()
    planned_at, problem = _planned(day, clock, zone)
    chosen = set(data.getlist("channel"))
    placed = _in_order(data.getlist("asset"), assets)
    return Sheet(
        post_id=_uuid(data.get("post", "")),
        version=_number(data.get("version", "")),
        sheet=data.get("sheet", "")[:40],
        draft=Draft(
            text=data.get("text", ""),
            title=data.get("title", "")[:300],
            planned_at=planned_at,
            language=data.get("language", "")[:16],
            details=details,
            channels=[channel for channel in channels if str(channel.pk) in chosen],
            own={channel.pk: _own(data, channel.pk) for channel in channels},
            assets=placed,
        ),
        day=day,
        clock=clock,
        problem=problem,
        described={asset.pk: _described(data, asset.pk) for asset in placed},
    )


def sheet_of(post: Post, zone: ZoneInfo) -> Sheet:
    """The sheet that a stored post fills."""
    local = post.planned_at.astimezone(zone) if post.planned_at else None
    variants = list(post.variants.select_related("channel"))
    places = post.postasset_set.select_related("asset").order_by("position")
    return Sheet(
        post_id=post.pk,
        version=post.version,
        draft=Draft(
            text=post.text,
            title=post.title,
            planned_at=post.planned_at,
            language=post.language,
            details=Details.from_json(post.details),
            channels=[variant.channel for variant in variants],
            own={
                v.channel_id: Own(v.text if v.is_own_text else None, Details.from_json(v.details))
                for v in variants
            },
            assets=[place.asset for place in places],
        ),
        day=f"{local:%Y-%m-%d}" if local else "",
        clock=f"{local:%H:%M}" if local else "",
    )


def _planned(day: str, clock: str, zone: ZoneInfo) -> tuple[datetime | None, Declined | None]:
    if not day and not clock:
        return None, None
    try:
        return moment_of(day, clock or "??", zone), None
    except Declined as problem:
        return None, problem


def _own(data: QueryDict, pk: int) -> Own:
    text = data.get(f"text-{pk}", "") if data.get(f"own-{pk}") else None
    return Own(text, _details(data, pk))


def _details(data: QueryDict, pk: int) -> Details:
    def said(name: str) -> str:
        return data.get(f"{name}-{pk}", "").strip()

    return Details(
        content_warning=said("content_warning"),
        visibility=said("visibility"),
        excerpt=said("excerpt"),
        slug=said("slug"),
        categories=_listed(said("categories")),
        tags=_listed(said("tags")),
        link_url=said("link_url"),
        first_comment=said("first_comment"),
        format=said("format"),
        is_thread=bool(data.get(f"thread-{pk}")),
        media=tuple(data.getlist(f"swap-{pk}")),
    )


def _listed(text: str) -> tuple[str, ...]:
    return tuple(word for part in text.split(",") if (word := part.strip().lstrip("#")))


def _described(data: QueryDict, pk: int) -> Described:
    alt_text = data.get(f"alt-{pk}", "").strip()
    return Described(alt_text, bool(data.get(f"decorative-{pk}")))


def _in_order(wanted: Sequence[str], assets: Iterable[Asset]) -> list[Asset]:
    known = {str(asset.pk): asset for asset in assets}
    return [known[pk] for pk in dict.fromkeys(wanted) if pk in known]


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Declined("bad_form") from None


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() else 0
