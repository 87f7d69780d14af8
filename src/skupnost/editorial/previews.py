"""What each network will make of a sheet: its text, its count, its findings, its pictures."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from skupnost.channels.models import Channel
from skupnost.domain.preflight import Finding
from skupnost.domain.text import Length, measure
from skupnost.editorial.actions import Own
from skupnost.editorial.checking import Checked, check_content
from skupnost.editorial.forms import Sheet
from skupnost.editorial.marking import Piece, pieces
from skupnost.editorial.payloads import Content
from skupnost.library.models import Asset
from skupnost.networks.findings import sentence
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


def previews(sheet: Sheet, *, language: str) -> tuple[Preview, ...]:
    """A preview of every chosen channel, in the order of the channels."""
    return tuple(_preview(sheet, channel, language) for channel in sheet.draft.channels)


def _preview(sheet: Sheet, channel: Channel, language: str) -> Preview:
    draft = sheet.draft
    own = draft.own.get(channel.pk, Own())
    content = Content(
        text=draft.text if own.text is None else own.text,
        title=draft.title.strip(),
        media=tuple(asset.as_item() for asset in draft.assets),
        language=draft.language or language,
        details=own.details.over(draft.details),
    )
    checked = check_content(channel, content)
    parts = _parts(checked)
    return Preview(
        checked=checked,
        parts=parts,
        remarks=_remarks(checked, draft.assets, is_own=own.text is not None),
        assets=tuple(draft.assets),
        is_own_text=own.text is not None,
        may_split=_may_split(checked, parts),
    )


def _parts(checked: Checked) -> tuple[ShownPart, ...]:
    warning = checked.payload.content_warning
    return tuple(
        ShownPart(
            pieces(part.text, checked.facts, content_warning=warning),
            measure(part.text, checked.facts, content_warning=warning),
        )
        for part in checked.payload.parts
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
