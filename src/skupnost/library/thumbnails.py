"""Small pictures for pages, made when first asked for and kept in the data folder."""

from __future__ import annotations

import io
from pathlib import Path

from django.conf import settings
from PIL import Image

from skupnost.library.storage import media_path, read, write_whole

SIDE = 480
MIME = "image/webp"


def thumbnail(sha256: str) -> bytes:
    """The picture as WebP, at most 480 pixels wide and high; MediaMissing where it is gone."""
    path = Path(settings.DATA) / "thumbnails" / media_path(sha256).name
    try:
        return path.read_bytes()
    except FileNotFoundError:
        small = _small(read(sha256))
    write_whole(path, small)
    return small


def _small(content: bytes) -> bytes:
    with Image.open(io.BytesIO(content)) as image:
        image.thumbnail((SIDE, SIDE))
        mode = "RGBA" if "A" in image.getbands() or "transparency" in image.info else "RGB"
        file = io.BytesIO()
        image.convert(mode).save(file, "WEBP", quality=80)
        return file.getvalue()
