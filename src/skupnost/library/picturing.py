"""Makes a picture anew: cropped, smaller, lighter, of another type; colours and turn are kept."""

from __future__ import annotations

import io
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from skupnost.library.cleaning import Picture, opened

if TYPE_CHECKING:
    from PIL import Image

JPEG, PNG, WEBP, GIF, AVIF = "image/jpeg", "image/png", "image/webp", "image/gif", "image/avif"
USUAL = (JPEG, PNG, WEBP, GIF)
GOOD, LEAST = 92, 55
CLOSE = 0.005
_FORMATS = {JPEG: "JPEG", PNG: "PNG", WEBP: "WEBP", GIF: "GIF", AVIF: "AVIF"}
_MIMES = {name: mime for mime, name in _FORMATS.items()} | {"MPO": JPEG}
_MOVING = (GIF, WEBP, AVIF)
_PLAIN = ("RGB", "RGBA", "L", "LA")


@dataclass(frozen=True, slots=True)
class Edit:
    """What is done, in this order: still, crop (left, top, width, height), size, type, weight.

    `types` are the media types that the result may have, best first; `max_bytes` is reached by less
    quality first and by fewer pixels only where that is not enough.
    """

    crop: tuple[int, int, int, int] | None = None
    size: tuple[int, int] | None = None
    types: Sequence[str] = USUAL
    max_bytes: int | None = None
    is_still: bool = False
    max_frames: int | None = None


def edited(content: bytes, edit: Edit) -> Picture | None:
    """The picture after the edit; None where it cannot be made that light. NotAPicture where the
    file is none."""
    with opened(content) as image:
        mime = _MIMES.get(str(image.format), "")
        is_moving = getattr(image, "n_frames", 1) > 1 and not edit.is_still
        if is_moving and mime in _MOVING and mime in edit.types:
            return _moving(image, mime, edit)
        return _still(image, mime, edit)


def crop_box(
    width: int, height: int, *, ratio: float, focus: tuple[float, float] = (0.5, 0.5)
) -> tuple[int, int, int, int]:
    """The largest part with that ratio (width over height; never beyond it on the side that was too
    long), as near to the focus (0 to 1 from left and top) as the edges allow."""
    is_wide = width / height > ratio
    if is_wide:
        new = (max(1, math.floor(height * ratio + 1e-9)), height)
    else:
        new = (width, max(1, math.floor(width / ratio + 1e-9)))
    new = _nearer(new, ratio, is_wide=is_wide)
    left = min(max(0, round(focus[0] * width - new[0] / 2)), width - new[0])
    top = min(max(0, round(focus[1] * height - new[1] / 2)), height - new[1])
    return left, top, *new


def _nearer(size: tuple[int, int], ratio: float, *, is_wide: bool) -> tuple[int, int]:
    """A size a few pixels smaller where that meets the ratio better: pixels are whole."""
    width, height = size
    if abs(width / height - ratio) <= CLOSE:
        return size
    tries = []
    for less in range(min(24, width - 1, height - 1) if min(size) > 1 else 1):
        if is_wide:
            tries.append((max(1, math.floor((height - less) * ratio + 1e-9)), height - less))
        else:
            tries.append((width - less, max(1, math.floor((width - less) / ratio + 1e-9))))
    return min(tries or [size], key=lambda one: round(abs(one[0] / one[1] - ratio), 4))


def _laid_out(image: Image.Image, edit: Edit) -> Image.Image:
    """Cropped and scaled."""
    if edit.crop:
        left, top, width, height = edit.crop
        image = image.crop((left, top, left + width, top + height))
    return _scaled(image, edit.size) if edit.size else image


def _scaled(image: Image.Image, size: tuple[int, int]) -> Image.Image:
    if image.mode not in (*_PLAIN, "CMYK"):
        image = image.convert("RGBA" if image.has_transparency_data else "RGB")
    from PIL.Image import Resampling

    return image.resize(size, Resampling.LANCZOS)


def _still(image: Image.Image, mime: str, edit: Edit) -> Picture | None:
    profile = image.info.get("icc_profile")
    image.load()
    laid = _laid_out(image, edit)
    best = mime if mime in edit.types else _best_type(laid, edit.types)
    if best is None:
        return None
    if edit.max_bytes is None:
        return _saved(laid, best, profile)
    return _light(laid, _tries(laid, best, edit.types), profile, edit.max_bytes)


def _best_type(image: Image.Image, types: Sequence[str]) -> str | None:
    """The type among those taken that suits the picture: see-through ones stay so if they can."""
    order = (PNG, WEBP, AVIF) if image.has_transparency_data else (JPEG, PNG, WEBP, AVIF)
    return next((mime for mime in (*order, JPEG, GIF) if mime in types), None)


def _tries(image: Image.Image, mime: str, types: Sequence[str]) -> tuple[str, ...]:
    """Types in which to try: a photograph kept without loss may become a JPEG."""
    may_be_jpeg = mime == PNG and JPEG in types and not image.has_transparency_data
    return (mime, JPEG) if may_be_jpeg else (mime,)


def _light(
    image: Image.Image, types: Sequence[str], profile: bytes | None, most: int
) -> Picture | None:
    """The best picture of at most so many bytes: by quality, then by colours, then by size."""
    for _step in range(12):
        for mime in types:
            if found := _by_quality(image, mime, profile, most):
                return found
        size = (round(image.width * 0.8), round(image.height * 0.8))
        if min(size) < 16:
            return None
        image = _scaled(image, size)
    return None


def _by_quality(image: Image.Image, mime: str, profile: bytes | None, most: int) -> Picture | None:
    """The highest quality that fits; None where even the least is too heavy."""
    if mime in (PNG, GIF):
        return _if_light(_saved(image, mime, profile), most) or _by_colours(image, mime, most)
    low, high, best = LEAST, GOOD, None
    while low <= high:
        quality = (low + high) // 2
        if found := _if_light(_saved(image, mime, profile, quality), most):
            best, low = found, quality + 1
        else:
            high = quality - 1
    return best


def _by_colours(image: Image.Image, mime: str, most: int) -> Picture | None:
    """With 256 colours, which drawings and screens hardly show; photographs go by size instead."""
    if mime != PNG or image.mode == "P":
        return None
    from PIL.Image import Quantize

    few = _ready(image, PNG).quantize(256, method=Quantize.FASTOCTREE)
    n_colours = image.convert("RGB").getcolors(4096)
    return _if_light(_saved(few, PNG, None), most) if n_colours else None


def _if_light(picture: Picture, most: int) -> Picture | None:
    return picture if len(picture.content) <= most else None


def _saved(image: Image.Image, mime: str, profile: bytes | None, quality: int = GOOD) -> Picture:
    ready, profile = _in_colours(image, mime, profile)
    options: dict[str, Any] = {"icc_profile": profile} if profile else {}
    if mime in (JPEG, WEBP, AVIF):
        options["quality"] = quality
    if mime == JPEG:
        options |= {"optimize": True, "progressive": True}
    if mime == PNG:
        options["optimize"] = True
    ready.info = {}
    file = io.BytesIO()
    ready.save(file, _FORMATS[mime], **options)
    return Picture(file.getvalue(), mime, image.width, image.height)


def _in_colours(
    image: Image.Image, mime: str, profile: bytes | None
) -> tuple[Image.Image, bytes | None]:
    """The picture in colours that the type has; print colours go by their profile."""
    if image.mode == "CMYK" and mime != JPEG:
        return _from_print(image, profile), None
    return _ready(image, mime), profile


def _from_print(image: Image.Image, profile: bytes | None) -> Image.Image:
    if not profile:
        return image.convert("RGB")
    from PIL import ImageCms

    source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
    changed = ImageCms.profileToProfile(
        image, source, ImageCms.createProfile("sRGB"), outputMode="RGB"
    )
    return changed or image.convert("RGB")


def _ready(image: Image.Image, mime: str) -> Image.Image:
    """In a mode that the type can hold; what is see-through lies on white where it cannot be."""
    if mime != JPEG:
        return image if image.mode in (*_PLAIN, "P", "1", "I;16") else image.convert("RGBA")
    if image.mode.startswith("I"):
        image = image.point(lambda value: value * (1 / 256)).convert("L")
    if image.has_transparency_data:
        return _on_white(image.convert("RGBA"))
    return image if image.mode in ("RGB", "L", "CMYK") else image.convert("RGB")


def _on_white(image: Image.Image) -> Image.Image:
    from PIL import Image

    ground = Image.new("RGBA", image.size, "white")
    return Image.alpha_composite(ground, image).convert("RGB")


def _moving(image: Image.Image, mime: str, edit: Edit) -> Picture | None:
    from PIL import ImageSequence

    frames, durations = [], []
    for frame in ImageSequence.Iterator(image):
        frames.append(_laid_out(frame.convert("RGBA"), edit))
        durations.append(int(frame.info.get("duration", 100)) or 100)
        if len(frames) == edit.max_frames:
            break
    loop = int(image.info.get("loop", 0))
    for _step in range(12):
        picture = _animated(frames, durations, mime, loop)
        if edit.max_bytes is None or len(picture.content) <= edit.max_bytes:
            return picture
        size = (round(frames[0].width * 0.8), round(frames[0].height * 0.8))
        if min(size) < 16:
            return None
        frames = [_scaled(frame, size) for frame in frames]
    return None


def _animated(
    frames: Sequence[Image.Image], durations: Sequence[int], mime: str, loop: int
) -> Picture:
    options: dict[str, Any] = {"disposal": 2} if mime == GIF and _has_holes(frames) else {}
    if mime != GIF:
        options["quality"] = GOOD
    file = io.BytesIO()
    frames[0].save(
        file,
        _FORMATS[mime],
        save_all=True,
        append_images=frames[1:],
        duration=list(durations),
        loop=loop,
        **options,
    )
    return Picture(file.getvalue(), mime, *frames[0].size, len(frames))


def _has_holes(frames: Sequence[Image.Image]) -> bool:
    return any(
        frame.getchannel("A").histogram()[255] < frame.width * frame.height for frame in frames
    )
