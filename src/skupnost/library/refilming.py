"""Mends of films: cut, made smaller, turned into H.264 and AAC in MP4. Needs the extra `film`."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from skupnost.domain.payload import MediaItem
from skupnost.library.films import filming
from skupnost.library.films.filming import Recipe
from skupnost.library.picturing import crop_box
from skupnost.library.storage import draft_of
from skupnost.library.wishes import Wishes

Focus = tuple[float, float]
# What one request may take on: about three minutes of 720 lines at 30 frames a second.
MAX_WORK = 180 * 30 * 1280 * 720
SOUND_BITS = 128_000
LEAST_BITS = 0.04
MARGIN = 0.94


class TooMuchWork(Exception):
    """The film is too long or too large to be made anew while somebody waits."""


@contextmanager
def refilmed(
    source: Path, item: MediaItem, mend: str, asked: Wishes, focus: Focus = (0.5, 0.5)
) -> Iterator[Path | None]:
    """A draft of the film after the mend, gone afterwards unless it was kept; None where there is
    none for it. NotAFilm and TooMuchWork say why it cannot be made."""
    work = _WORKS.get(mend)
    if work is None or not item.width or not item.seconds:
        yield None
        return
    draft = draft_of((), most=0)
    try:
        work(source, draft, item, asked, focus)
        yield draft
    finally:
        draft.unlink(missing_ok=True)


def _cut(source: Path, draft: Path, item: MediaItem, asked: Wishes, _focus: Focus) -> None:
    """Without encoding anew, so the rest stays as good as it was."""
    most = asked.max_seconds or item.seconds or 0.0
    is_mp4 = item.mime in ("video/mp4", "video/quicktime")
    kind = {"video/webm": "webm", "video/quicktime": "mov"}.get(item.mime, "mp4")
    if is_mp4 or item.mime == "video/webm":
        filming.copied(source, draft, seconds=most - 0.02, kind=kind)
        if (filming.facts(draft).seconds or 0) <= most:
            return
    _make(source, draft, item, replace(_recipe(item), seconds=most - 0.1))


def _converted(source: Path, draft: Path, item: MediaItem, asked: Wishes, _focus: Focus) -> None:
    is_fine = item.video_codec == "h264" and item.audio_codec in ("", "aac")
    if is_fine and not asked.max_rate:
        filming.copied(source, draft, kind="mp4")
    else:
        rate = asked.max_rate or 0.0
        _make(source, draft, item, replace(_recipe(item), frames_per_second=rate))


def _cropped(source: Path, draft: Path, item: MediaItem, asked: Wishes, focus: Focus) -> None:
    ratio = asked.ratio or item.width / item.height
    left, top, width, height = crop_box(item.width, item.height, ratio=ratio, focus=focus)
    width, height = _even_within(width, height, ratio, was=item.width / item.height)
    crop = (left, top, width, height)
    _make(source, draft, item, Recipe(width, height, crop=crop))


def _even_within(width: int, height: int, ratio: float, *, was: float) -> tuple[int, int]:
    """Even sides, a few pixels smaller where that meets the ratio better, that do not fall back to
    the wrong side of it."""
    tries = []
    for less in range(0, 48, 2):
        if was > ratio:
            high = (height - less) // 2 * 2
            tries.append((math.floor(high * ratio / 2 + 1e-9) * 2, high))
        else:
            wide = (width - less) // 2 * 2
            tries.append((wide, math.floor(wide / ratio / 2 + 1e-9) * 2))
    good = [one for one in tries if min(one) >= 16] or [(width // 2 * 2, height // 2 * 2)]
    return min(good, key=lambda one: round(abs(one[0] / one[1] - ratio), 3))


def _shrunk(source: Path, draft: Path, item: MediaItem, asked: Wishes, _focus: Focus) -> None:
    recipe = _recipe(item, scale=asked.scale)
    if asked.max_bytes is None:
        _make(source, draft, item, recipe)
        return
    for margin in (MARGIN, MARGIN * 0.8, MARGIN * 0.6):
        _make(source, draft, item, _light(item, recipe, asked.max_bytes * margin))
        if draft.stat().st_size <= asked.max_bytes:
            return


def _light(item: MediaItem, recipe: Recipe, n_bytes: float) -> Recipe:
    """A recipe of about so many bytes: fewer bits, and fewer pixels where they would be too few."""
    seconds = item.seconds or 1.0
    whole = int(n_bytes * 8 / seconds)
    sound = min(SOUND_BITS, max(24_000, whole // 5)) if item.audio_codec else 0
    bits = max(24_000, whole - sound)
    rate = item.frames_per_second or 25.0
    pixels = bits / (rate * LEAST_BITS)
    scale = min(1.0, math.sqrt(pixels / (recipe.width * recipe.height)))
    return replace(
        recipe,
        width=_even(recipe.width * scale),
        height=_even(recipe.height * scale),
        bit_rate=bits,
        sound_bit_rate=sound or SOUND_BITS,
    )


def _recipe(item: MediaItem, *, scale: float = 1.0) -> Recipe:
    return Recipe(_even(item.width * scale), _even(item.height * scale))


def _even(side: float) -> int:
    return max(16, int(side) // 2 * 2)


def _make(source: Path, draft: Path, item: MediaItem, recipe: Recipe) -> None:
    seconds = min(item.seconds or 0.0, recipe.seconds or math.inf)
    if seconds * (item.frames_per_second or 30) * item.width * item.height > MAX_WORK:
        raise TooMuchWork
    filming.made(source, draft, recipe)


_WORKS: Mapping[str, Callable[[Path, Path, MediaItem, Wishes, Focus], None]] = {
    "cut": _cut,
    "convert": _converted,
    "crop": _cropped,
    "shrink": _shrunk,
}
