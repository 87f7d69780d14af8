"""A picture is proven, bounded and stripped before it is kept."""

from __future__ import annotations

import io
import struct
import zlib

import pytest
from PIL import Image, ImageCms

from skupnost.library.cleaning import NotAPicture, clean
from skupnost.library.extras import Extras

GPS = 0x8825
ORIENTATION = 0x0112
MAKE = 0x010F


def _bytes(image: Image.Image, kind: str, **options: object) -> bytes:
    file = io.BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


def _photo(orientation: int = 1) -> bytes:
    exif = Image.Exif()
    exif[MAKE] = "SecretCam"
    exif[ORIENTATION] = orientation
    exif.get_ifd(GPS)[2] = (46.0, 3.0, 4.0)
    return _bytes(Image.new("RGB", (60, 40), "teal"), "JPEG", exif=exif, comment=b"my house")


def _code(content: bytes) -> str:
    with pytest.raises(NotAPicture) as caught:
        clean(content)
    return caught.value.code


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_place_and_camera_are_gone(kind: str) -> None:
    with Image.open(io.BytesIO(_photo())) as photo:
        content = _bytes(photo, kind, exif=photo.getexif())
    assert b"SecretCam" in content
    cleaned = clean(content)
    assert b"SecretCam" not in cleaned.content
    with Image.open(io.BytesIO(cleaned.content)) as image:
        assert not image.getexif()
        assert "xmp" not in image.info


def test_the_comment_of_a_photo_is_gone() -> None:
    assert b"my house" in _photo()
    assert b"my house" not in clean(_photo()).content


def test_texts_inside_a_png_are_gone() -> None:
    from PIL.PngImagePlugin import PngInfo

    texts = PngInfo()
    texts.add_text("Location", "behind the bakery")
    content = _bytes(Image.new("RGB", (4, 4)), "PNG", pnginfo=texts)
    assert b"behind the bakery" in content
    assert b"behind the bakery" not in clean(content).content


def test_a_turned_photo_is_stored_upright() -> None:
    cleaned = clean(_photo(orientation=6))
    assert (cleaned.width, cleaned.height) == (40, 60)
    with Image.open(io.BytesIO(cleaned.content)) as image:
        assert image.size == (40, 60)


def test_the_colour_profile_stays() -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    content = _bytes(Image.new("RGB", (4, 4)), "JPEG", icc_profile=profile)
    with Image.open(io.BytesIO(clean(content).content)) as image:
        assert image.info["icc_profile"] == profile


def test_an_animation_keeps_its_frames() -> None:
    frames = [Image.new("RGB", (8, 8), colour) for colour in ("red", "green", "blue")]
    content = _bytes(frames[0], "GIF", save_all=True, append_images=frames[1:], duration=80)
    with Image.open(io.BytesIO(clean(content).content)) as image:
        assert image.n_frames == 3


def test_transparency_stays() -> None:
    content = _bytes(Image.new("RGBA", (4, 4), (255, 0, 0, 0)), "PNG")
    with Image.open(io.BytesIO(clean(content).content)) as image:
        assert image.getpixel((0, 0)) == (255, 0, 0, 0)


def test_cleaning_twice_gives_the_same_bytes() -> None:
    assert clean(_photo()).content == clean(_photo()).content


def test_the_name_of_a_file_does_not_matter_its_content_does() -> None:
    assert clean(_bytes(Image.new("RGB", (2, 2)), "PNG")).mime == "image/png"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b"hello, I am a letter", "not_a_picture"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "svg"),
        (b"<?xml version='1.0'?><svg/>", "svg"),
        (b"%PDF-1.7 nothing", "not_a_picture"),
        (b"\x00" * 50_000_001, "too_large"),
    ],
)
def test_what_is_no_picture_is_told_apart(content: bytes, code: str) -> None:
    assert _code(content) == code


def test_a_photo_in_heic_needs_the_extra() -> None:
    with pytest.raises(NotAPicture) as caught:
        clean(b"\x00\x00\x00\x18ftypheic" + b"\x00" * 40, Extras(heic=False, film=False))
    assert caught.value.code == "heic_needs_extra"


def test_a_photo_in_heic_becomes_a_jpeg_without_its_place() -> None:
    pytest.importorskip("pillow_heif").register_heif_opener()
    exif = Image.Exif()
    exif[MAKE] = "SecretCam"
    content = _bytes(Image.new("RGB", (64, 48), "teal"), "HEIF", exif=exif)
    cleaned = clean(content)
    assert (cleaned.mime, cleaned.width, cleaned.height) == ("image/jpeg", 64, 48)
    assert b"SecretCam" in content
    assert b"SecretCam" not in cleaned.content


@pytest.mark.parametrize("kind", ["TIFF", "BMP"])
@pytest.mark.parametrize(("mode", "mime"), [("RGB", "image/jpeg"), ("L", "image/png")])
def test_pictures_of_scanners_become_what_is_posted(kind: str, mode: str, mime: str) -> None:
    assert clean(_bytes(Image.new(mode, (20, 10)), kind)).mime == mime


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_file_cut_off_is_broken(kind: str) -> None:
    noise = Image.effect_noise((200, 200), 80).convert("RGB")
    content = _bytes(noise, kind)
    assert _code(content[: len(content) // 2]) == "broken"


@pytest.mark.parametrize("side", [30_000, 12_000])
def test_a_bomb_is_refused_before_it_unfolds(side: int) -> None:
    header = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    data = zlib.compress(b"\0" * 100)

    def chunk(name: bytes, body: bytes) -> bytes:
        checksum = zlib.crc32(name + body)
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", checksum)

    bomb = (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", data) + chunk(b"IEND", b"")
    )
    assert _code(bomb) == "too_many_pixels"


def test_a_format_nobody_posts_is_named() -> None:
    assert _code(_bytes(Image.new("RGB", (2, 2)), "PPM")) == "format"


def test_an_upright_photo_keeps_its_quality() -> None:
    photo = _bytes(Image.effect_noise((64, 64), 60).convert("RGB"), "JPEG", quality=71)
    with (
        Image.open(io.BytesIO(photo)) as before,
        Image.open(io.BytesIO(clean(photo).content)) as now,
    ):
        assert now.quantization == before.quantization
