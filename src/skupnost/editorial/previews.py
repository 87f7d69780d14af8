"""What each network will make of a sheet: its text, its count, its findings, its pictures."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from skupnost.channels.models import Channel
from skupnost.domain.preflight import Finding, lengths
from skupnost.domain.text import Length
from skupnost.editorial.actions import Own
from skupnost.editorial.checking import Checked, When, check_content, facts_of
from skupnost.editorial.forms import Sheet
from skupnost.editorial.marking import Piece, pieces
from skupnost.editorial.payloads import Content
from skupnost.editorial.swapping import cover_for, swapped, swaps_of, versions
from skupnost.library.models import Asset
from skupnost.networks.findings import sentence
from skupnost.networks.mends import Offer, offers
from skupnost.networks.tables import Rule, rule_of

LEVELS = ("error", "warning", "hint")
_MEDIA = re.compile(r"media\.(\d+)")


@dataclass(frozen=True, slots=True)
class Remark:
    """One finding in words, with the id of the field that it is about and the rule behind it."""

    level: str
    text: str
    field_id: str
    code: str
    rule: Rule | None = None
    offers: tuple[Offer, ...] = ()
    where: str = ""


@dataclass(frozen=True, slots=True)
class ShownPart:
    """One post of a thread (or the only one) with its count."""

    pieces: tuple[Piece, ...]
    length: Length

    @property
    def is_over(self) -> bool:
        return self.length.max is not None and self.length.value > self.length.max


@dataclass(frozen=True, slots=True)
class Preview:
    """One channel of the sheet, as its network will show it."""

    checked: Checked
    parts: tuple[ShownPart, ...]
    remarks: tuple[Remark, ...]
    assets: tuple[Asset, ...]
    is_own_text: bool
    may_split: bool

    @property
    def channel(self) -> Channel:
        return self.checked.channel

    @property
    def n_errors(self) -> int:
        return self.checked.n_errors


def previews(sheet: Sheet, *, language: str, now: datetime | None = None) -> tuple[Preview, ...]:
    """A preview of every chosen channel, in the order of the channels; with `now` the planned
    moment is looked at too."""
    when = When(sheet.draft.planned_at, now, sheet.post_id) if now else None
    return tuple(_preview(sheet, channel, language, when) for channel in sheet.draft.channels)


def _preview(sheet: Sheet, channel: Channel, language: str, when: When | None) -> Preview:
    draft = sheet.draft
    own = draft.own.get(channel.pk, Own())
    shown = media_of(sheet, channel)
    content = content_for(sheet, channel, language=language)
    checked = check_content(channel, content, when)
    parts = _parts(checked)
    return Preview(
        checked=checked,
        parts=parts,
        remarks=_remarks(checked, [one for one, _new in shown], is_own=own.text is not None),
        assets=tuple(new for _one, new in shown),
        is_own_text=own.text is not None,
        may_split=_may_split(checked, parts),
    )


def content_for(sheet: Sheet, channel: Channel, *, language: str) -> Content:
    """What the sheet says to one channel."""
    draft = sheet.draft
    own = draft.own.get(channel.pk, Own())
    media = tuple(new.as_item() for _one, new in media_of(sheet, channel))
    return Content(
        text=draft.text if own.text is None else own.text,
        title=draft.title.strip(),
        media=media,
        language=draft.language or language,
        details=own.details.over(draft.details),
        cover=cover_for(media, facts_of(channel), channel.client) if media else None,
    )


def media_of(sheet: Sheet, channel: Channel) -> list[tuple[Asset, Asset]]:
    """The sheet's pictures for one channel, each as the post has it and as the channel gets it,
    with the description that the post has."""
    assets = list(sheet.draft.assets)
    swaps = swaps_of(sheet.draft.own.get(channel.pk, Own()).details)
    known = versions(channel.client, swaps) if swaps else {}
    items = [asset.as_item() for asset in assets]
    return [
        (assets[place], _as_shown(assets[place], known.get(item.sha256)))
        for place, item in swapped(items, swaps, known)
    ]


def _as_shown(asset: Asset, version: Asset | None) -> Asset:
    if version is None:
        return asset
    version.alt_text, version.is_decorative = asset.alt_text, asset.is_decorative
    return version


def _parts(checked: Checked) -> tuple[ShownPart, ...]:
    warning = checked.payload.content_warning
    return tuple(
        ShownPart(
            pieces(part.text, checked.facts, content_warning=warning),
            length,
        )
        for part, length in zip(
            checked.payload.parts, lengths(checked.payload, checked.facts), strict=True
        )
    )


def _may_split(checked: Checked, parts: Sequence[ShownPart]) -> bool:
    """Whether a thread would help: one part, too long, on a network that knows threads."""
    return len(parts) == 1 and parts[0].is_over and "thread" in checked.kind.machine.fields


def _remarks(checked: Checked, assets: Sequence[Asset], *, is_own: bool) -> tuple[Remark, ...]:
    ordered = sorted(checked.findings, key=lambda finding: LEVELS.index(finding.level))
    return tuple(
        Remark(
            level=finding.level,
            text=sentence(finding),
            field_id=_field_id(finding, checked.channel.pk, assets, is_own=is_own),
            code=finding.code,
            rule=rule_of(finding.fact),
            offers=offers(finding, checked.payload, checked.facts),
            where=finding.where,
        )
        for finding in ordered
    )


def _field_id(finding: Finding, pk: int, assets: Sequence[Asset], *, is_own: bool) -> str:
    """The id of the input that a finding is about."""
    place = finding.where.partition(".")[0]
    if place in ("text", "thread"):
        return f"text-{pk}" if is_own else "text"
    if place == "title":
        return "title"
    if place == "media":
        found = _MEDIA.match(finding.where)
        number = int(found[1]) if found else -1
        return f"alt-{assets[number].pk}" if 0 <= number < len(assets) else "pictures"
    return f"{place}-{pk}"
