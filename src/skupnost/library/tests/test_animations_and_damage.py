"""Animations play as before, and no damaged file brings the library down."""

from __future__ import annotations

import io
import random

import pytest
from PIL import Image, ImageChops, ImageDraw

from skupnost.library.cleaning import NotAPicture, clean
from skupnost.library.sentences import REASONS

DURATIONS = [40, 70, 200, 90]
KINDS = ["JPEG", "PNG", "GIF", "WEBP", "AVIF"]


def made(image: Image.Image, kind: str, **options: object) -> bytes:
    file = io.BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


def rolling_bun() -> list[Image.Image]:
    frames = []
    for step in range(len(DURATIONS)):
        frame = Image.new("RGBA", (60, 60), (0, 0, 0, 0))
        ImageDraw.Draw(frame).ellipse((step * 10, 10, step * 10 + 20, 30), fill=(200, 140, 50, 255))
        frames.append(frame)
    return frames


def animation(kind: str, **options: object) -> bytes:
    first, *rest = rolling_bun()
    return made(first, kind, save_all=True, append_images=rest, duration=DURATIONS, **options)


def played(content: bytes) -> list[tuple[Image.Image, float]]:
    shown = []
    with Image.open(io.BytesIO(content)) as image:
        for number in range(image.n_frames):
            image.seek(number)
            image.load()
            shown.append((image.convert("RGBA"), image.info["duration"]))
    return shown


def largest_difference(before: bytes, after: bytes) -> int:
    pairs = zip(played(before), played(after), strict=True)
    return max(
        high for (a, _), (b, _) in pairs for _, high in ImageChops.difference(a, b).getextrema()
    )


@pytest.mark.parametrize("kind", ["GIF", "WEBP", "PNG", "AVIF"])
def test_every_frame_keeps_its_time(kind: str) -> None:
    shown = played(clean(animation(kind)).content)
    assert [duration for _, duration in shown] == DURATIONS


@pytest.mark.parametrize("disposal", [1, 2, 3])
def test_a_transparent_animation_leaves_no_trail(disposal: int) -> None:
    content = animation("GIF", disposal=disposal)
    assert largest_difference(content, clean(content).content) == 0


@pytest.mark.parametrize(("loop", "after"), [({}, None), ({"loop": 0}, 0), ({"loop": 3}, 3)])
def test_an_animation_plays_as_often_as_before(loop: dict[str, int], after: int | None) -> None:
    with Image.open(io.BytesIO(clean(animation("GIF", **loop)).content)) as image:
        assert image.info.get("loop") == after


@pytest.mark.parametrize("kind", ["GIF", "WEBP", "PNG", "AVIF"])
def test_an_animation_loses_its_metadata_too(kind: str) -> None:
    exif = Image.Exif()
    exif[0x010F] = "SecretCam"
    told = {"comment": b"SecretCam"} if kind == "GIF" else {"exif": exif}
    content = animation(kind, **told)
    assert b"SecretCam" in content
    assert b"SecretCam" not in clean(content).content


def outcome(content: bytes) -> str:
    try:
        return clean(content).mime
    except NotAPicture as refusal:
        return refusal.code


@pytest.mark.parametrize("kind", KINDS)
def test_damaged_bytes_are_a_picture_or_are_refused_with_words(kind: str) -> None:
    dice = random.Random(1)
    whole = made(Image.effect_noise((40, 40), 80).convert("RGB"), kind)
    outcomes = set()
    for _ in range(150):
        damaged = bytearray(whole)
        for _ in range(dice.randint(1, 8)):
            damaged[dice.randrange(len(damaged))] = dice.randrange(256)
        outcomes.add(outcome(bytes(damaged)))
    assert outcomes - {f"image/{kind.lower()}"} <= set(REASONS)
    assert len(outcomes) > 1


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("part", [0.1, 0.5, 0.9])
def test_a_file_cut_off_anywhere_is_refused(kind: str, part: float) -> None:
    whole = made(Image.effect_noise((200, 200), 80).convert("RGB"), kind)
    with pytest.raises(NotAPicture):
        clean(whole[: int(len(whole) * part)])


@pytest.mark.parametrize(
    ("kind", "mode"),
    [("JPEG", mode) for mode in ("L", "RGB", "CMYK")]
    + [("PNG", mode) for mode in ("1", "L", "LA", "P", "RGB", "RGBA", "I;16")],
)
def test_pictures_of_every_colour_model_are_taken(kind: str, mode: str) -> None:
    assert clean(made(Image.new(mode, (6, 4)), kind)).height == 4
