"""Films by FFmpeg (the extra `film`): read, look at a frame, copy without notes, make anew."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

from skupnost.library.films.facts import FilmFacts, NotAFilm

if TYPE_CHECKING:
    from PIL import Image


@dataclass(frozen=True, slots=True)
class Recipe:
    """How a film is made anew: H.264 and AAC in MP4. `crop` is (left, top, width, height) of the
    picture as shown; `width` and `height` are even; `bit_rate` of the picture, 0 for good quality;
    `seconds` cuts the end off; `sound_bit_rate` is of the sound, where there is any."""

    width: int
    height: int
    crop: tuple[int, int, int, int] | None = None
    seconds: float | None = None
    bit_rate: int = 0
    frames_per_second: float = 0.0
    sound_bit_rate: int = 128_000


def _av() -> Any:
    """PyAV, loaded when first needed: it takes 40 MB of memory."""
    return importlib.import_module("av")


@contextmanager
def _opened(path: Path) -> Iterator[Any]:
    av = _av()
    try:
        with av.open(str(path), metadata_errors="replace") as container:
            yield container
    except (av.error.FFmpegError, ValueError, OverflowError, EOFError) as error:
        raise NotAFilm("broken_film") from error


def facts(path: Path) -> FilmFacts:
    """What FFmpeg reads; the first frame is decoded, so a file that cannot be played is refused."""
    with _opened(path) as container:
        stream = _film(container)
        frame = next(container.decode(stream), None)
        if frame is None:
            raise NotAFilm("film_empty")
        turn = _turn(frame)
        sides = (frame.width, frame.height)
        width, height = sides[::-1] if turn in (90, 270) else sides
        seconds = _seconds(container, stream)
        rate = stream.average_rate or stream.guessed_rate
        sound = container.streams.audio
        return FilmFacts(
            width=width,
            height=height,
            seconds=seconds,
            frames_per_second=round(float(rate), 3) if rate else 0.0,
            bit_rate=int(container.bit_rate or 0),
            video_codec=stream.codec_context.codec.canonical_name,
            audio_codec=sound[0].codec_context.codec.canonical_name if sound else "",
            rotation=turn,
        )


def _film(container: Any) -> Any:
    """The first stream of moving pictures that is no cover; NotAFilm where there is none."""
    av = _av()
    attached = av.stream.Disposition.attached_pic
    for stream in container.streams.video:
        if not stream.disposition & attached:
            stream.thread_type = "AUTO"
            return stream
    raise NotAFilm("not_a_film")


def _turn(frame: Any) -> int:
    """By how many degrees clockwise a player turns the picture."""
    return int(-frame.rotation) % 360


def _seconds(container: Any, stream: Any) -> float | None:
    if container.duration is not None:
        return float(container.duration / _av().time_base)
    if stream.duration is not None:
        return float(stream.duration * stream.time_base)
    return None


def frame_at(path: Path, seconds: float) -> Image.Image:
    """The picture at that second (or the last before the end), upright, as RGB."""
    with _opened(path) as container:
        stream = _film(container)
        if seconds > 0:
            container.seek(int(seconds / stream.time_base), stream=stream)
        shown = None
        for frame in container.decode(stream):
            shown = frame
            if frame.time is not None and frame.time >= seconds - 0.001:
                break
        if shown is None:
            raise NotAFilm("film_empty")
        image: Image.Image = shown.to_image()
        turn = _turn(shown)
        return image.rotate(-turn, expand=True) if turn else image


def copied(source: Path, target: Path, *, seconds: float | None = None, kind: str = "") -> None:
    """The same pictures and sound in a new file without notes, cut off after `seconds` (at the last
    frame that still fits); nothing is encoded anew. `kind` is FFmpeg's name of the format."""
    with _opened(source) as container:
        options = {"movflags": "+faststart"} if kind in ("", "mp4", "mov") else {}
        kind = kind or "mp4"
        with _av().open(str(target), "w", format=kind, options=options) as output:
            streams = [_film(container), *container.streams.audio[:1]]
            pairs = {one.index: output.add_stream_from_template(one) for one in streams}
            _copy_turn(streams[0], pairs[streams[0].index])
            for packet in container.demux(streams):
                if packet.dts is None or not _is_within(packet, seconds):
                    continue
                packet.stream = pairs[packet.stream.index]
                output.mux(packet)


def _copy_turn(source: Any, target: Any) -> None:
    """The new stream says no more about the film than the old one had to: no names, no notes."""
    target.metadata.clear()


def _is_within(packet: Any, seconds: float | None) -> bool:
    if seconds is None or packet.pts is None:
        return True
    return float((packet.pts + (packet.duration or 0)) * packet.time_base) <= seconds


def made(source: Path, target: Path, recipe: Recipe) -> None:
    """The film after the recipe; NotAFilm where the source cannot be read to its end."""
    av = _av()
    with _opened(source) as container:
        film = _film(container)
        sound = next(iter(container.streams.audio), None)
        with av.open(str(target), "w", format="mp4", options={"movflags": "+faststart"}) as output:
            _Making(container, output, film, sound, recipe).run()


class _Making:
    """One film on its way through FFmpeg: decoded, turned, cropped, scaled, encoded."""

    def __init__(self, container: Any, output: Any, film: Any, sound: Any, recipe: Recipe) -> None:
        self._container, self._output = container, output
        self._film, self._sound = film, sound
        self._recipe = recipe
        rate = film.average_rate or film.guessed_rate or Fraction(25)
        most = Fraction(recipe.frames_per_second).limit_denominator(1001)
        self._rate = min(rate, most) if most else rate
        self._video = self._video_stream()
        self._audio = self._audio_stream() if sound else None
        self._graph: Any = None

    def _video_stream(self) -> Any:
        recipe = self._recipe
        options = {"preset": "veryfast", "profile": "high"}
        if not recipe.bit_rate:
            options["crf"] = "21"
        stream = self._output.add_stream("libx264", rate=self._rate, options=options)
        stream.width, stream.height, stream.pix_fmt = recipe.width, recipe.height, "yuv420p"
        if recipe.bit_rate:
            stream.bit_rate = recipe.bit_rate
            stream.codec_context.options = {
                **options,
                "maxrate": str(recipe.bit_rate),
                "bufsize": str(recipe.bit_rate),
            }
        return stream

    def _audio_stream(self) -> Any:
        layout = "mono" if self._sound.codec_context.channels == 1 else "stereo"
        rate = 48_000 if (self._sound.rate or 0) > 44_100 else 44_100
        stream = self._output.add_stream("aac", rate=rate, layout=layout)
        stream.bit_rate = self._recipe.sound_bit_rate
        return stream

    def run(self) -> None:
        wanted = [self._film, self._sound] if self._audio else [self._film]
        resampler = self._resampler()
        for frame in self._container.decode(*wanted):
            if self._is_late(frame):
                continue
            if isinstance(frame, _av().VideoFrame):
                self._put_picture(frame)
            else:
                self._put_sound(frame, resampler)
        self._finish(resampler)

    def _resampler(self) -> Any:
        if self._audio is None:
            return None
        context = self._audio.codec_context
        return _av().AudioResampler(format="fltp", layout=context.layout, rate=context.sample_rate)

    def _is_late(self, frame: Any) -> bool:
        end = self._recipe.seconds
        if end is None or frame.time is None:
            return False
        length = frame.samples / frame.sample_rate if hasattr(frame, "samples") else 1 / self._rate
        return bool(frame.time + float(length) > end)

    def _put_picture(self, frame: Any) -> None:
        if self._graph is None:
            self._graph = self._chain(frame)
        self._graph.push(frame)
        self._drain()

    def _drain(self) -> None:
        av = _av()
        while True:
            try:
                frame = self._graph.pull()
            except (av.error.BlockingIOError, av.error.EOFError):
                return
            frame.pict_type = 0
            self._output.mux(self._video.encode(frame))

    def _chain(self, frame: Any) -> Any:
        """Turn, crop, scale, even out the frames."""
        graph = _av().filter.Graph()
        recipe, turn = self._recipe, _turn(frame)
        steps = list(_TURNS.get(turn, ()))
        if recipe.crop:
            left, top, width, height = recipe.crop
            steps.append(("crop", f"{width}:{height}:{left}:{top}"))
        steps += [
            ("scale", f"{recipe.width}:{recipe.height}:flags=lanczos"),
            ("setsar", "1"),
            ("fps", f"{self._rate.numerator}/{self._rate.denominator}"),
            ("format", "yuv420p"),
        ]
        last = graph.add_buffer(template=self._film)
        for name, argument in steps:
            step = graph.add(name, argument)
            last.link_to(step)
            last = step
        last.link_to(graph.add("buffersink"))
        graph.configure()
        return graph

    def _put_sound(self, frame: Any, resampler: Any) -> None:
        assert self._audio is not None
        for piece in resampler.resample(frame):
            self._output.mux(self._audio.encode(piece))

    def _finish(self, resampler: Any) -> None:
        if self._graph is not None:
            self._graph.push(None)
            self._drain()
        self._output.mux(self._video.encode(None))
        if self._audio is not None:
            for piece in resampler.resample(None):
                self._output.mux(self._audio.encode(piece))
            self._output.mux(self._audio.encode(None))


_TURNS = {
    90: (("transpose", "clock"),),
    180: (("hflip", ""), ("vflip", "")),
    270: (("transpose", "cclock"),),
}
