"""Small pictures for pages, made when first asked for and kept in the data folder."""

from __future__ import annotations

import io
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings

from skupnost.library.extras import installed
from skupnost.library.films import filming
from skupnost.library.films.facts import NotAFilm
from skupnost.library.kinds import START, is_film
from skupnost.library.storage import MediaMissing, media_path, read, write_whole

if TYPE_CHECKING:
    from PIL import Image

SIDE = 480
MIME = "image/webp"
# What stands for a film that cannot be looked at.
FILM = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 240 180">'
    '<rect width="240" height="180" fill="#3a3f4b"/>'
    '<circle cx="120" cy="90" r="34" fill="none" stroke="#fff" stroke-width="6"/>'
    '<path d="M110 73l28 17-28 17z" fill="#fff"/></svg>'
)


class NoFrame(MediaMissing):
    """The film cannot be looked at here: the extra is not installed, or the film is damaged."""


def thumbnail(sha256: str) -> bytes:
    """The picture, or a frame of the film, as WebP of at most 480 pixels a side; MediaMissing where
    it is gone, NoFrame where a film's frames cannot be looked at."""
    path = Path(settings.DATA) / "thumbnails" / media_path(sha256).name
    try:
        return path.read_bytes()
    except FileNotFoundError:
        small = _small(_frame(sha256) if _is_film(sha256) else _opened(sha256))
    write_whole(path, small)
    return small


def _opened(sha256: str) -> Image.Image:
    from PIL import Image

    return Image.open(io.BytesIO(read(sha256)))


def _is_film(sha256: str) -> bool:
    try:
        with media_path(sha256).open("rb") as file:
            return is_film(file.read(START))
    except FileNotFoundError as error:
        raise MediaMissing(sha256) from error


def _frame(sha256: str) -> Image.Image:
    """The picture after one second: the first is often black."""
    if not installed().film:
        raise NoFrame
    try:
        return filming.frame_at(media_path(sha256), 1.0)
    except NotAFilm as error:
        raise NoFrame from error


def _small(image: Image.Image) -> bytes:
    with image:
        image.thumbnail((SIDE, SIDE))
        mode = "RGBA" if "A" in image.getbands() or "transparency" in image.info else "RGB"
        file = io.BytesIO()
        image.convert(mode).save(file, "WEBP", quality=80)
        return file.getvalue()
