"""Mends of pictures: bytes in, a picture without the finding out. Nothing is stored."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from skupnost.domain.facts import Facts
from skupnost.domain.mending.places import item_at, with_item
from skupnost.domain.payload import MediaItem, Payload
from skupnost.domain.preflight import Finding, check
from skupnost.library.cleaning import Picture
from skupnost.library.picturing import USUAL, Edit, crop_box, edited
from skupnost.library.wishes import Wishes, together, wishes

Focus = tuple[float, float]
CENTRE: Focus = (0.5, 0.5)
Remake = Callable[[MediaItem, Wishes, Focus], Edit]
_TYPE_FACTS = ("media.image_types", "media.photo_types", "media.types")


def types_taken(facts: Facts) -> Sequence[str]:
    """The usual types of pictures that a network takes, best first; all of them where it does not
    say."""
    fact = next((facts[key] for key in _TYPE_FACTS if key in facts), None)
    if fact is None or not isinstance(fact.value, tuple):
        return USUAL
    known = [str(one).replace("image/jpg", "image/jpeg") for one in fact.value]
    return [mime for mime in USUAL if mime in known or "image/*" in known]


def _shrunk(item: MediaItem, asked: Wishes, _focus: Focus) -> Edit:
    # A little less than asked: rounding must not bring the side back over the limit.
    size = (max(1, int(item.width * asked.scale)), max(1, int(item.height * asked.scale)))
    return Edit(size=size if asked.scale < 1 else None, max_bytes=asked.max_bytes)


def _cropped(item: MediaItem, asked: Wishes, focus: Focus) -> Edit:
    ratio = asked.ratio or item.width / item.height
    return Edit(crop=crop_box(item.width, item.height, ratio=ratio, focus=focus))


def _still(_item: MediaItem, _asked: Wishes, _focus: Focus) -> Edit:
    return Edit(is_still=True)


def _converted(_item: MediaItem, _asked: Wishes, _focus: Focus) -> Edit:
    return Edit()


def _cut(_item: MediaItem, asked: Wishes, _focus: Focus) -> Edit:
    return Edit(max_frames=asked.max_frames)


REMAKES: Mapping[str, Remake] = {
    "shrink": _shrunk,
    "crop": _cropped,
    "convert": _converted,
    "first_frame": _still,
    "cut": _cut,
}


def remade(
    content: bytes, item: MediaItem, facts: Facts, *, mend: str, asked: Wishes, focus: Focus
) -> Picture | None:
    """The picture after the mend; None where it has none or cannot be made so."""
    remake = REMAKES.get(mend)
    if remake is None or not item.width or not item.height:
        return None
    types = types_taken(facts)
    stays = [item.mime] if item.mime in types or mend != "convert" else []
    edit = replace(remake(item, asked, focus), types=(*stays, *types))
    return edited(content, edit)


def measured_anew(item: MediaItem, picture: Picture) -> MediaItem:
    """The medium with the figures of the picture that takes its place."""
    return replace(
        item,
        mime=picture.mime,
        n_bytes=len(picture.content),
        width=picture.width,
        height=picture.height,
        n_frames=picture.n_frames if picture.n_frames > 1 else 0,
    )


def mended_picture(
    content: bytes, payload: Payload, facts: Facts, finding: Finding, *, focus: Focus = CENTRE
) -> Picture | None:
    """The picture at the finding's place after its mend; None where there is none for it. What
    weighs more than advice and the same mend helps against is met at once."""
    item = item_at(payload, finding.where)
    if item is None:
        return None
    asked = wishes(together(finding, check(payload, facts)), item)
    picture: Picture | None = None
    for _round in range(3):
        picture = remade(content, item, facts, mend=finding.mend, asked=asked, focus=focus)
        if picture is None:
            return None
        new = measured_anew(item, picture)
        left = together(finding, check(with_item(payload, finding.where, new), facts))
        if not left:
            break
        asked = asked.then(wishes(left, new))
    return picture


def fitted(
    content: bytes, item: MediaItem, facts: Facts, *, focus: Focus = CENTRE
) -> Picture | None:
    """The picture with everything mended that these facts find in it alone and a mend helps
    against; None where nothing had to be. Advice is followed for the shape only."""
    best: Picture | None = None
    for _round in range(6):
        payload = Payload("", media=(item,))
        finding = next((one for one in check(payload, facts) if _is_to_mend(one)), None)
        if finding is None:
            break
        now = best.content if best else content
        picture = mended_picture(now, payload, facts, finding, focus=focus)
        if picture is None or picture == best:
            break
        best, item, focus = picture, measured_anew(item, picture), _after(focus, finding)
    return best


def _after(focus: Focus, finding: Finding) -> Focus:
    """Where the point to be kept lies then: a crop laid it into the middle as well as it could."""
    return CENTRE if finding.mend == "crop" else focus


def _is_to_mend(finding: Finding) -> bool:
    if finding.where != "media.0" or finding.mend not in REMAKES:
        return False
    return finding.level != "hint" or finding.mend in ("crop", "convert")
