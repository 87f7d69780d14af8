"""What a file measures, read from its head: nothing is decoded, kept or changed."""

from __future__ import annotations

import importlib
from dataclasses import dataclass, replace
from mimetypes import guess_type
from pathlib import Path
from typing import BinaryIO

from skupnost.domain.payload import MediaItem
from skupnost.library.cleaning import BREAKAGE, MAX_PIXELS, MAX_SIDE, ORIENTATION, NotAPicture
from skupnost.library.extras import installed
from skupnost.library.films import boxes, filming
from skupnost.library.films.facts import FilmFacts, NotAFilm
from skupnost.library.kinds import START, kind_of

_FORMATS = {
    "image/jpeg": "JPEG",
    "image/png": "PNG",
    "image/gif": "GIF",
    "image/webp": "WEBP",
    "image/avif": "AVIF",
    "image/tiff": "TIFF",
    "image/bmp": "BMP",
    "image/heic": "HEIF",
}
_BOXED = ("video/mp4", "video/quicktime")
_SAME = {"image/jpg": "image/jpeg", "video/x-m4v": "video/mp4"}


@dataclass(frozen=True, slots=True)
class Measure:
    """A file as a post would carry it, and what its name says it is where that differs."""

    item: MediaItem
    named: str = ""


def measure_file(path: Path) -> Measure:
    """The measure of a file; NotAPicture where it is nothing a post can carry, OSError where it
    cannot be read."""
    with path.open("rb") as file:
        start = file.read(START)
    if not start:
        raise NotAPicture("empty")
    mime = kind_of(start)
    item = MediaItem("", mime, path.stat().st_size, name=path.name)
    return Measure(_measured(item, path), _other_name(path, mime))


def _measured(item: MediaItem, path: Path) -> MediaItem:
    if item.mime == "image/heic":
        _need_heic()
    if item.mime in _FORMATS:
        return _picture(item, path)
    if item.mime.startswith("video/"):
        return _film(item, path)
    if item.mime in ("", "application/zip"):
        raise NotAPicture("not_a_picture")
    if item.mime == "image/svg+xml":
        raise NotAPicture("svg")
    return item


def _need_heic() -> None:
    """Have Pillow know HEIC; NotAPicture where the extra for it is not installed."""
    if not installed().heic:
        raise NotAPicture("heic_needs_extra")
    importlib.import_module("pillow_heif").register_heif_opener()


def _other_name(path: Path, mime: str) -> str:
    """What the ending of the name stands for, if that is something else."""
    named = guess_type(path.name)[0] or ""
    named = _SAME.get(named, named)
    is_same = named == mime or (mime in _BOXED and named in _BOXED)
    return "" if is_same else named


def _picture(item: MediaItem, path: Path) -> MediaItem:
    try:
        with path.open("rb") as file:
            return _sized(item, file)
    except BREAKAGE as error:
        raise NotAPicture("broken") from error


def _sized(item: MediaItem, file: BinaryIO) -> MediaItem:
    """Sides and frames. Pillow's own door refuses pictures that are huge when decoded; here the
    head alone is read, so any size can be told."""
    from PIL import Image

    Image.init()
    make, _accepts = Image.OPEN[_FORMATS[item.mime]]
    with make(file, item.name) as image:
        width, height = image.size
        is_turned = item.mime == "image/jpeg" and image.getexif().get(ORIENTATION, 1) > 4
        if max(width, height) > MAX_SIDE or width * height > MAX_PIXELS:
            raise NotAPicture("too_many_pixels", {"max": MAX_PIXELS // 1_000_000})
        n_frames = int(getattr(image, "n_frames", 1))
    sides = (height, width) if is_turned else (width, height)
    return replace(item, width=sides[0], height=sides[1], n_frames=n_frames if n_frames > 1 else 0)


def _film(item: MediaItem, path: Path) -> MediaItem:
    try:
        facts = _film_facts(item.mime, path)
    except NotAFilm as error:
        raise NotAPicture(error.code) from error
    return replace(
        item,
        width=facts.width,
        height=facts.height,
        seconds=facts.seconds,
        frames_per_second=facts.frames_per_second,
        bit_rate=facts.bit_rate,
        video_codec=facts.video_codec,
        audio_codec=facts.audio_codec,
        rotation=facts.rotation,
    )


def _film_facts(mime: str, path: Path) -> FilmFacts:
    if installed().film:
        return filming.facts(path)
    if mime not in _BOXED:
        raise NotAPicture("film_needs_extra")
    with path.open("rb") as file:
        return boxes.facts(file)
