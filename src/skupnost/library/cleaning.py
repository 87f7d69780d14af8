"""Makes a picture safe to publish: really a picture, of bearable size, without metadata.

What is read: JPEG, PNG, GIF, WebP and AVIF; TIFF and BMP become JPEG or PNG, and so does HEIC where
the extra `media` is installed.
What is dropped: EXIF with GPS, XMP, IPTC, comments, embedded thumbnails. What is kept: the turn of
the picture (applied to the pixels), the colour profile, animation.
"""

from __future__ import annotations

import importlib
import io
import struct
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from skupnost.library.extras import Extras, installed
from skupnost.library.kinds import START, kind_of

if TYPE_CHECKING:
    from PIL import Image

MAX_BYTES = 50_000_000
MAX_PIXELS = 80_000_000
MAX_FRAME_PIXELS = 400_000_000
MAX_SIDE = 20_000

_MIME = {
    "JPEG": "image/jpeg",
    "PNG": "image/png",
    "GIF": "image/gif",
    "WEBP": "image/webp",
    "AVIF": "image/avif",
}
_SAVE: Mapping[str, Mapping[str, Any]] = {
    "JPEG": {"quality": 92, "optimize": True},
    "PNG": {"optimize": False},
    "GIF": {},
    "WEBP": {"quality": 92, "method": 4},
    "AVIF": {"quality": 90},
}
_PNG_MODES = ("1", "L", "LA", "P", "RGB", "RGBA", "I", "I;16")
ORIENTATION = 0x0112
# What Pillow and its decoders were seen to raise over damaged files (13.0; AVIF: RuntimeError).
BREAKAGE = (OSError, SyntaxError, ValueError, EOFError, RuntimeError, struct.error, LookupError)
_KEPT_INFO = ("icc_profile", "transparency")


class NotAPicture(Exception):
    """The file cannot become a picture of a post; `library.sentences.why_not` words the code."""

    def __init__(self, code: str, params: Mapping[str, str | int] | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.params = dict(params or {})


@dataclass(frozen=True, slots=True)
class Picture:
    """A cleaned picture: the bytes to keep and what they measure (bytes, pixels)."""

    content: bytes
    mime: str
    width: int
    height: int
    n_frames: int = 1


def clean(content: bytes, extras: Extras | None = None) -> Picture:
    """The picture without metadata, upright; NotAPicture with a code where it is none."""
    with opened(content, extras) as image:
        kind = _target(image)
        if getattr(image, "n_frames", 1) > 1 and kind in ("GIF", "WEBP", "PNG", "AVIF"):
            return _animated(image, kind)
        image.load()
        is_upright = image.getexif().get(ORIENTATION, 1) == 1
        return _still(image if is_upright else _turned(image), kind)


def _turned(image: Image.Image) -> Image.Image:
    from PIL import ImageOps

    return ImageOps.exif_transpose(image)


@contextmanager
def opened(content: bytes, extras: Extras | None = None) -> Iterator[Image.Image]:
    """The picture, its size looked at before a pixel is decoded; whatever is wrong with the file,
    then or while it is read, becomes NotAPicture."""
    from PIL import Image, UnidentifiedImageError

    _check_bytes(content, extras or installed())
    with warnings.catch_warnings():
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        try:
            with Image.open(io.BytesIO(content)) as image:
                _check_pixels(image)
                yield image
        except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
            raise NotAPicture("too_many_pixels", {"max": MAX_PIXELS // 1_000_000}) from error
        except UnidentifiedImageError as error:
            raise NotAPicture("not_a_picture") from error
        except BREAKAGE as error:
            raise NotAPicture("broken") from error


def _check_bytes(content: bytes, extras: Extras) -> None:
    if not content:
        raise NotAPicture("empty")
    if len(content) > MAX_BYTES:
        raise NotAPicture("too_large", {"max": MAX_BYTES // 1_000_000})
    kind = kind_of(content[:START])
    if kind == "image/svg+xml":
        raise NotAPicture("svg")
    if kind == "image/heic":
        if not extras.heic:
            raise NotAPicture("heic_needs_extra")
        importlib.import_module("pillow_heif").register_heif_opener()


def _check_pixels(image: Image.Image) -> None:
    width, height = image.size
    if max(width, height) > MAX_SIDE or width * height > MAX_PIXELS:
        raise NotAPicture("too_many_pixels", {"max": MAX_PIXELS // 1_000_000})
    if width * height * getattr(image, "n_frames", 1) > MAX_FRAME_PIXELS:
        raise NotAPicture("too_many_frames")


def _target(image: Image.Image) -> str:
    """The format to keep; a telephone's multi-picture file and HEIC become JPEG, TIFF and BMP what
    suits them: drawings and what is see-through PNG, photographs JPEG."""
    kind = "JPEG" if image.format in ("MPO", "HEIF") else str(image.format)
    if kind in ("TIFF", "BMP"):
        is_photo = image.mode in ("RGB", "YCbCr", "CMYK") and not image.has_transparency_data
        kind = "JPEG" if is_photo else "PNG"
    if kind not in _MIME:
        raise NotAPicture("format", {"format": kind})
    return kind


def _profile(image: Image.Image) -> dict[str, Any]:
    profile = image.info.get("icc_profile")
    return {"icc_profile": profile} if profile else {}


def _still(image: Image.Image, kind: str) -> Picture:
    options = {**_SAVE[kind], **_profile(image)}
    image.info = {key: value for key, value in image.info.items() if key in _KEPT_INFO}
    if kind == "JPEG":
        if image.mode not in ("RGB", "L", "CMYK"):
            image = image.convert("RGB")
        elif image.format == "JPEG":
            options["quality"] = "keep"
    elif kind == "PNG" and image.mode not in _PNG_MODES:
        image = image.convert("RGBA")
    file = io.BytesIO()
    image.save(file, kind, **options)
    return Picture(file.getvalue(), _MIME[kind], image.width, image.height)


def _animated(image: Image.Image, kind: str) -> Picture:
    from PIL import ImageSequence

    frames, durations = [], []
    for frame in ImageSequence.Iterator(image):
        frames.append(frame.copy())
        durations.append(int(frame.info.get("duration", 100)) or 100)
    for frame in frames:
        frame.info.pop("comment", None)
    options = {**_SAVE[kind], **_profile(image), **_playing(image, frames, kind)}
    file = io.BytesIO()
    frames[0].save(
        file, kind, save_all=True, append_images=frames[1:], duration=durations, **options
    )
    return Picture(file.getvalue(), _MIME[kind], image.width, image.height, len(frames))


def _playing(image: Image.Image, frames: list[Image.Image], kind: str) -> dict[str, Any]:
    """How often an animation plays (a GIF that says nothing plays once), and that what was
    transparent in a whole frame clears the one before it."""
    options: dict[str, Any] = {}
    if kind != "GIF":
        options["loop"] = int(image.info.get("loop", 0))
    elif "loop" in image.info:
        options["loop"] = int(image.info["loop"])
    if kind == "GIF" and any(frame.has_transparency_data for frame in frames):
        options["disposal"] = 2
    return options
