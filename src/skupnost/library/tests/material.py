"""Pictures and films made on the spot for the tests; nothing is downloaded."""

from __future__ import annotations

import io
import math
import struct
from fractions import Fraction
from pathlib import Path

import av
from PIL import Image, ImageDraw


def photo(width: int = 600, height: int = 400, *, noisy: bool = False) -> Image.Image:
    """A picture with soft colours and hard edges; a noisy one cannot be packed small."""
    image = Image.merge(
        "RGB",
        (
            Image.linear_gradient("L").resize((width, height)),
            Image.linear_gradient("L").rotate(90).resize((width, height)),
            Image.radial_gradient("L").resize((width, height)),
        ),
    )
    if noisy:
        return Image.blend(image, Image.effect_noise((width, height), 90).convert("RGB"), 0.5)
    draw = ImageDraw.Draw(image)
    draw.rectangle((width // 10, height // 10, width // 3, height // 2), fill="teal")
    draw.ellipse((width // 2, height // 3, width * 9 // 10, height * 9 // 10), fill="gold")
    return image


def encoded(image: Image.Image, kind: str = "JPEG", **options: object) -> bytes:
    file = io.BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


def film(
    path: Path,
    *,
    seconds: float = 1.0,
    size: tuple[int, int] = (160, 120),
    rate: int = 10,
    codec: str = "libx264",
    sound: str = "aac",
    kind: str = "mp4",
    notes: dict[str, str] | None = None,
) -> Path:
    """A film with a ball that rolls from left to right, and a tone."""
    with av.open(str(path), "w", format=kind) as output:
        output.metadata.update(notes or {})
        video = output.add_stream(codec, rate=rate)
        video.width, video.height = size
        video.pix_fmt = "yuv420p"
        audio = output.add_stream(sound, rate=48_000, layout="mono") if sound else None
        n_frames = round(seconds * rate)
        for number in range(n_frames):
            frame = av.VideoFrame.from_image(_ball(size, number / max(1, n_frames - 1)))
            frame.pts, frame.time_base = number, Fraction(1, rate)
            output.mux(video.encode(frame))
        output.mux(video.encode(None))
        if audio:
            for piece in _tone(seconds, audio):
                output.mux(audio.encode(piece))
            output.mux(audio.encode(None))
    return path


def _ball(size: tuple[int, int], progress: float) -> Image.Image:
    image = Image.new("RGB", size, "navy")
    radius = size[1] // 6
    x, y = round(radius + progress * (size[0] - 2 * radius)), size[1] // 2
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, size[0], size[1] // 4), fill="white")
    draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill="orange")
    return image


def _tone(seconds: float, audio: av.AudioStream) -> list[av.AudioFrame]:
    size = 1024
    resampler = av.AudioResampler(
        format=audio.codec_context.format, layout="mono", rate=audio.codec_context.sample_rate
    )
    pieces = []
    for start in range(0, round(seconds * 48_000), size):
        frame = av.AudioFrame(format="s16", layout="mono", samples=size)
        wave = (round(8000 * math.sin(i / 17)) for i in range(start, start + size))
        frame.planes[0].update(struct.pack(f"<{size}h", *wave))
        frame.sample_rate, frame.pts, frame.time_base = 48_000, start, Fraction(1, 48_000)
        pieces += resampler.resample(frame)
    return pieces


def turned(path: Path, degrees: int) -> Path:
    """The film with a turn of 90, 180 or 270 degrees clockwise written into its picture track, as
    telephones do it."""
    a, b = {90: (0, 1), 180: (-1, 0), 270: (0, -1)}[degrees]
    matrix = [a << 16, b << 16, 0, -b << 16, a << 16, 0, 0, 0, 1 << 30]
    content = bytearray(path.read_bytes())
    at = content.index(b"tkhd") + 4
    start = at + (52 if content[at] == 1 else 40)
    content[start : start + 36] = struct.pack(">9i", *matrix)
    path.write_bytes(content)
    return path
