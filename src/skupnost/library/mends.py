"""What a finding's mend does to a post, words and files alike: one door for every page.

`mended` gives the payload without the finding and without a new one; files become new assets, the
originals stay. `picture_for` gives one picture as an account kind takes it, for downloading.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from skupnost.domain import mending
from skupnost.domain.facts import Facts
from skupnost.domain.media import Family, family
from skupnost.domain.mending.places import item_at, with_item
from skupnost.domain.payload import MediaItem, Payload
from skupnost.domain.preflight import Finding, check
from skupnost.library.actions import add_version, set_cover
from skupnost.library.cleaning import NotAPicture, Picture
from skupnost.library.extras import installed
from skupnost.library.films import filming
from skupnost.library.films.facts import NotAFilm
from skupnost.library.intake import Kept, keep_picture, kept_draft
from skupnost.library.models import Asset
from skupnost.library.picturing import JPEG, USUAL, Edit, crop_box, edited
from skupnost.library.refilming import TooMuchWork, refilmed
from skupnost.library.remaking import (
    CENTRE,
    REMAKES,
    Focus,
    fitted,
    mended_picture,
    types_taken,
)
from skupnost.library.storage import DiskFull, media_path, read
from skupnost.library.wishes import together, wishes

FILE_MENDS = frozenset((*REMAKES, "make_cover"))
NEEDS_EXTRA = frozenset(("cut", "convert", "crop", "shrink", "make_cover"))
_ENDINGS = {
    "image/jpeg": ".jpg",
    "image/png": ".png",
    "image/webp": ".webp",
    "image/gif": ".gif",
    "image/avif": ".avif",
    "video/mp4": ".mp4",
    "video/quicktime": ".mov",
    "video/webm": ".webm",
}


@dataclass(frozen=True, slots=True)
class Mended:
    """The payload after a mend, and the assets made for it by the digest of the file before."""

    payload: Payload
    made: Mapping[str, Asset]


class CannotMend(Exception):
    """The mend is not possible here; `code` is one of `library.sentences.NO_MEND`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def may_help(finding: Finding, payload: Payload, *, mend: str = "") -> bool:
    """Whether there is a mend for it here and now, without trying it: some need an extra."""
    name = mend or finding.mend
    if name == "shrink" and finding.where == "media":
        return any(family(item.mime) is Family.IMAGE for item in payload.media)
    if name in FILE_MENDS and (item := item_at(payload, finding.where)):
        is_film = family(item.mime) is Family.VIDEO
        return not is_film or (name in NEEDS_EXTRA and installed().film and bool(item.seconds))
    return name in mending.MENDS


def mended(
    payload: Payload,
    facts: Facts,
    finding: Finding,
    *,
    assets: Mapping[str, Asset],
    now: datetime,
    mend: str = "",
) -> Mended:
    """The payload after the finding's own mend (or another one of that name).

    `assets` are the payload's by digest. CannotMend where no mend is known, where it would leave
    the finding or bring another, or where a file cannot be made anew.
    """
    name = mend or finding.mend
    if name == "shrink" and finding.where == "media":
        return _all_lighter(payload, facts, finding, assets=assets, now=now)
    item = item_at(payload, finding.where)
    if name in FILE_MENDS and item is not None:
        return _with_file(_Case(payload, facts, finding, item, assets[item.sha256]), now)
    changed = mending.mended(payload, facts, finding, mend)
    if changed is None:
        raise CannotMend("no_mend")
    return Mended(changed, {})


def picture_for(asset: Asset, facts: Facts) -> Picture:
    """The asset's picture as this account kind takes it: shape, size, weight and type mended; as it
    is where nothing had to be, and where no mend helps. MediaMissing where the file is gone."""
    return picture_of(asset.as_item(), facts, focus=asset.focus)


def picture_of(item: MediaItem, facts: Facts, *, focus: Focus = CENTRE) -> Picture:
    """The same for a picture of a payload, by its digest."""
    content = read(item.sha256)
    found = fitted(content, item, facts, focus=focus)
    return found or Picture(content, item.mime, item.width, item.height, item.n_frames or 1)


def name_for(name: str, mime: str) -> str:
    """The file's name with the ending of its type."""
    stem = name.rpartition(".")[0] or name
    return f"{stem}{_ENDINGS.get(mime, '')}"


def crop(*, asset: Asset, ratio: float, now: datetime) -> Asset:
    """A version of the picture in that shape (width over height) around the asset's focus.
    CannotMend where the picture cannot be read."""
    box = crop_box(asset.width, asset.height, ratio=ratio, focus=asset.focus)
    try:
        picture = edited(read(asset.sha256), Edit(crop=box, types=(asset.mime, *USUAL)))
    except NotAPicture as error:
        raise CannotMend(error.code) from error
    assert picture is not None
    return _version(asset, keep_picture(picture), "crop", now)


def make_cover(*, film: Asset, seconds: float, now: datetime) -> Asset:
    """The film's frame at that second as a picture, and as its cover. CannotMend without the extra,
    and where the film cannot be read."""
    if not installed().film:
        raise CannotMend("film_needs_extra")
    try:
        image = filming.frame_at(media_path(film.sha256), seconds)
    except NotAFilm as error:
        raise CannotMend("broken_film") from error
    file = io.BytesIO()
    image.save(file, "PNG")
    picture = edited(file.getvalue(), Edit(types=(JPEG,)))
    assert picture is not None
    cover = _version(film, keep_picture(picture), "make_cover", now)
    set_cover(film=film, cover=cover)
    return cover


def _all_lighter(
    payload: Payload,
    facts: Facts,
    finding: Finding,
    *,
    assets: Mapping[str, Asset],
    now: datetime,
) -> Mended:
    """Pictures that are too heavy together, each made lighter by its share."""
    share = float(finding.params["max"]) / float(finding.params["value"])
    media, made = [], {}
    for item in payload.media:
        asset = assets[item.sha256]
        if family(item.mime) is Family.IMAGE and item.sha256 not in made:
            edit = Edit(types=(item.mime, *types_taken(facts)), max_bytes=int(item.n_bytes * share))
            picture = edited(read(item.sha256), edit)
            if picture is None:
                raise CannotMend("no_mend")
            made[item.sha256] = _version(asset, keep_picture(picture), "shrink", now)
        new = made.get(item.sha256)
        media.append(_told_as(item, new.as_item()) if new else item)
    changed = replace(payload, media=tuple(media))
    if not mending.is_better(payload, changed, facts, finding):
        raise CannotMend("no_mend")
    return Mended(changed, made)


def _told_as(old: MediaItem, new: MediaItem) -> MediaItem:
    """The new file with the description that the payload gave the old one."""
    return replace(new, alt_text=old.alt_text, decorative=old.decorative, caption=old.caption)


@dataclass(frozen=True, slots=True)
class _Case:
    """One finding about one file of a payload."""

    payload: Payload
    facts: Facts
    finding: Finding
    item: MediaItem
    asset: Asset

    @property
    def makes_cover(self) -> bool:
        return self.finding.mend == "make_cover"


def _with_file(case: _Case, now: datetime) -> Mended:
    try:
        version = _made(case, now)
    except (NotAFilm, NotAPicture) as error:
        raise CannotMend(error.code) from error
    except TooMuchWork as error:
        raise CannotMend("too_much_work") from error
    except DiskFull as error:
        raise CannotMend("disk_full") from error
    changed = _put(case, version.as_item())
    if not mending.is_better(case.payload, changed, case.facts, case.finding):
        raise CannotMend("no_mend")
    return Mended(changed, {} if case.makes_cover else {case.item.sha256: version})


def _put(case: _Case, new: MediaItem) -> Payload:
    if case.makes_cover:
        return with_item(case.payload, "cover", new)
    return with_item(case.payload, case.finding.where, _told_as(case.item, new))


def _made(case: _Case, now: datetime) -> Asset:
    """The new version of the file, in the library."""
    item, asset = case.item, case.asset
    if case.makes_cover:
        return make_cover(film=asset, seconds=min(1.0, (item.seconds or 0) / 3), now=now)
    if family(item.mime) is Family.VIDEO:
        kept = _film(case)
    else:
        content = read(item.sha256)
        picture = mended_picture(content, case.payload, case.facts, case.finding, focus=asset.focus)
        kept = keep_picture(picture) if picture else None
    if kept is None:
        raise CannotMend("no_mend")
    return _version(asset, kept, case.finding.mend, now)


def _film(case: _Case) -> Kept | None:
    if not installed().film:
        raise CannotMend("film_needs_extra")
    item, finding, focus = case.item, case.finding, case.asset.focus
    asked = wishes(together(finding, check(case.payload, case.facts)), item)
    with refilmed(media_path(item.sha256), item, finding.mend, asked, focus) as draft:
        return kept_draft(draft, filming.facts(draft)) if draft else None


def _version(asset: Asset, kept: Kept, mend: str, now: datetime) -> Asset:
    name = name_for(asset.name, kept.mime)
    return add_version(original=asset, kept=kept, mend=mend, name=name, now=now)
