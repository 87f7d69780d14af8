"""One click mends a finding: what changes in the form, and what takes it back."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.http import QueryDict

from skupnost.channels.models import Channel
from skupnost.domain.payload import Payload
from skupnost.domain.preflight import Finding
from skupnost.editorial.actions import Own
from skupnost.editorial.boards import Desk
from skupnost.editorial.checking import Checked, check_content
from skupnost.editorial.forms import Sheet
from skupnost.editorial.previews import content_for, media_of
from skupnost.editorial.swapping import swaps_of, written
from skupnost.library.mends import CannotMend, Mended, mended
from skupnost.networks.mends import offers

Patch = dict[str, list[str]]
MOST_UNDO = 200_000
_PLAIN = ("excerpt", "slug", "content_warning", "link_url")
_LISTED = ("tags", "categories")


@dataclass(frozen=True, slots=True)
class Click:
    """A pressed button: which finding of which channel is to be mended."""

    channel: int
    mend: str
    code: str
    where: str

    @classmethod
    def read(cls, value: str) -> Click | None:
        """The click of a button's value `mend-5-crop-shape_too_wide-media.0`; None for others."""
        match value.split("-", 4):
            case ["mend", pk, mend, code, where] if pk.isascii() and pk.isdigit():
                return cls(int(pk), mend, code, where)
        return None


@dataclass(frozen=True, slots=True)
class Done:
    """A mend that was made: the channel it was for, what the button said, what takes it back."""

    channel: int
    label: str
    undo: str


def mend(sheet: Sheet, click: Click, desk: Desk) -> tuple[Patch, str]:
    """What the click changes in the form, and what its button said. CannotMend where the finding
    is no longer there, or cannot be mended."""
    channel = next((one for one in sheet.draft.channels if one.pk == click.channel), None)
    if channel is None:
        raise CannotMend("no_mend")
    checked = check_content(channel, content_for(sheet, channel, language=desk.client.language))
    finding = _finding(checked, click)
    label = next(
        (o.label for o in offers(finding, checked.payload, checked.facts) if o.mend == click.mend),
        None,
    )
    if label is None:
        raise CannotMend("no_mend")
    assets = {new.sha256: new for _one, new in media_of(sheet, channel)}
    done = mended(checked.payload, checked.facts, finding, assets=assets, now=desk.now)
    return dict(_patches(sheet, channel, checked.payload, done)), label


def _finding(checked: Checked, click: Click) -> Finding:
    for finding in checked.findings:
        if (finding.code, finding.where) == (click.code, click.where):
            return finding
    raise CannotMend("no_mend")


def _patches(
    sheet: Sheet, channel: Channel, before: Payload, done: Mended
) -> Iterator[tuple[str, list[str]]]:
    """The fields of the form that make the payload what it became."""
    after, pk = done.payload, channel.pk
    if [part.text for part in after.parts] != [part.text for part in before.parts]:
        yield from _texts(sheet, pk, after)
    if after.title != before.title:
        yield "title", [after.title]
    for name in _PLAIN:
        if getattr(after, name) != getattr(before, name):
            yield f"{name}-{pk}", [getattr(after, name)]
    for name in _LISTED:
        if getattr(after, name) != getattr(before, name):
            yield f"{name}-{pk}", [", ".join(getattr(after, name))]
    yield from _media(sheet, channel, before, done)


def _texts(sheet: Sheet, pk: int, after: Payload) -> Iterator[tuple[str, list[str]]]:
    """The text for all where nobody else gets it, else one of the channel's own."""
    text = "\n\n".join(part.text for part in after.parts)
    own = sheet.draft.own.get(pk, Own())
    if own.text is None and len(sheet.draft.channels) == 1:
        yield "text", [text]
        return
    yield f"own-{pk}", ["on"]
    yield f"text-{pk}", [text]


def _media(
    sheet: Sheet, channel: Channel, before: Payload, done: Mended
) -> Iterator[tuple[str, list[str]]]:
    """Descriptions are the post's own and change for all; files change for this channel only."""
    pairs = media_of(sheet, channel)
    kept = {item.sha256: item for item in done.payload.all_media}
    swaps = swaps_of(sheet.draft.own.get(channel.pk, Own()).details)
    for original, shown in pairs:
        version = done.made.get(shown.sha256)
        now = version.sha256 if version else shown.sha256
        if now not in kept:
            swaps[original.sha256] = ""
        elif version:
            swaps[original.sha256] = version.sha256
        if now in kept and kept[now].alt_text != original.alt_text:
            yield f"alt-{original.pk}", [kept[now].alt_text]
    if before.media != done.payload.media:
        yield f"swap-{channel.pk}", list(written(swaps))


def undoing(data: QueryDict, patch: Mapping[str, list[str]]) -> str:
    """What the form said before the patch, as the form itself carries it; empty where it is too
    much to carry."""
    text = json.dumps({name: data.getlist(name) for name in patch}, ensure_ascii=False)
    return text if len(text) <= MOST_UNDO else ""


def patched(data: QueryDict, patch: Mapping[str, list[str]]) -> QueryDict:
    """The form with these fields instead of its own."""
    copy = data.copy()
    for name, values in patch.items():
        copy.setlist(name, values)
    return copy


def read_undo(data: QueryDict) -> Patch:
    """The fields that the form carries for taking a mend back; none where they are no such."""
    try:
        raw = json.loads(data.get("undo", ""))
    except ValueError:
        return {}
    if not isinstance(raw, dict):
        return {}
    return {
        str(name): [str(value) for value in values]
        for name, values in raw.items()
        if isinstance(values, list) and name not in ("post", "version", "sheet", "do")
    }
