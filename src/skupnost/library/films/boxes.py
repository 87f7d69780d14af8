"""Reads and cleans MP4 and MOV files by their boxes (ISO/IEC 14496-12), without decoding anything.

Enough for the figures that networks limit, and for taking out what tells place and camera.
"""

from __future__ import annotations

import math
import struct
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import BinaryIO

from skupnost.library.films.facts import FilmFacts, NotAFilm

MAX_BOXES = 20_000
_PARENTS = (b"moov", b"trak", b"mdia", b"minf", b"stbl")
_PRIVATE = (b"udta", b"meta", b"uuid")
_XMP = bytes.fromhex("be7acfcb97a942e89c71999491e3afac")
_CODECS = {
    **dict.fromkeys((b"avc1", b"avc3"), "h264"),
    **dict.fromkeys((b"hvc1", b"hev1", b"dvh1", b"dvhe"), "hevc"),
    b"av01": "av1",
    b"vp08": "vp8",
    b"vp09": "vp9",
    b"mp4v": "mpeg4",
    b"jpeg": "mjpeg",
    **dict.fromkeys((b"apcn", b"apch", b"apcs", b"apco", b"ap4h", b"ap4x"), "prores"),
    b"mp4a": "aac",
    b"Opus": "opus",
    b"ac-3": "ac3",
    b"ec-3": "eac3",
    b".mp3": "mp3",
    b"alac": "alac",
    b"fLaC": "flac",
    b"sowt": "pcm_s16le",
    b"twos": "pcm_s16be",
    b"lpcm": "pcm_s16le",
}


@dataclass(frozen=True, slots=True)
class Box:
    """One box: its type, the boxes it lies in, where its content starts and ends."""

    kind: bytes
    path: tuple[bytes, ...]
    start: int
    end: int


def boxes(file: BinaryIO) -> Iterator[Box]:
    """Every box of the file down to the sample tables, in order; NotAFilm where sizes lie."""
    file.seek(0, 2)
    yield from _boxes(file, 0, file.tell(), ())


def _boxes(file: BinaryIO, at: int, end: int, path: tuple[bytes, ...]) -> Iterator[Box]:
    n = 0
    while at + 8 <= end:
        box = _box(file, at, end, path)
        yield box
        if box.kind in _PARENTS:
            yield from _boxes(file, box.start, box.end, (*path, box.kind))
        at, n = box.end, n + 1
        if n > MAX_BOXES:
            raise NotAFilm("broken_film")


def _box(file: BinaryIO, at: int, end: int, path: tuple[bytes, ...]) -> Box:
    file.seek(at)
    size, kind = struct.unpack(">I4s", file.read(8))
    start = at + 8
    if size == 1:
        size, start = struct.unpack(">Q", _exactly(file, 8))[0], at + 16
    elif size == 0:
        size = end - at
    if size < start - at or at + size > end:
        raise NotAFilm("broken_film")
    return Box(kind, path, start, at + size)


def _exactly(file: BinaryIO, n: int) -> bytes:
    content = file.read(n)
    if len(content) < n:
        raise NotAFilm("broken_film")
    return content


@dataclass(frozen=True, slots=True)
class _Track:
    """What one track says of itself; `handler` is `vide` or `soun`."""

    handler: str = ""
    codec: str = ""
    width: int = 0
    height: int = 0
    rotation: int = 0
    seconds: float = 0.0
    n_samples: int = 0


def facts(file: BinaryIO) -> FilmFacts:
    """What the film's own tables say; NotAFilm where there is no film in it."""
    tracks: list[_Track] = []
    seconds: float | None = None
    is_in_pieces = False
    for box in boxes(file):
        is_in_pieces |= box.kind == b"mvex"
        if box.kind == b"mvhd":
            seconds = _seconds(_content(file, box))
        elif box.kind == b"trak":
            tracks.append(_Track())
        elif tracks and (read := _READERS.get((*box.path[-1:], box.kind))):
            tracks[-1] = read(_content(file, box), tracks[-1])
    # A film in fragments says how long it is in each of them: its header may say nothing.
    known = None if is_in_pieces and not seconds else seconds
    return _joined(tracks, known, n_bytes=file.seek(0, 2))


def _joined(tracks: list[_Track], seconds: float | None, *, n_bytes: int) -> FilmFacts:
    film = next((track for track in tracks if track.handler == "vide"), None)
    if film is None:
        raise NotAFilm("not_a_film")
    sound = next((track.codec for track in tracks if track.handler == "soun"), "")
    return FilmFacts(
        width=film.width,
        height=film.height,
        seconds=seconds,
        frames_per_second=round(film.n_samples / film.seconds, 3) if film.seconds else 0.0,
        bit_rate=round(n_bytes * 8 / seconds) if seconds else 0,
        video_codec=film.codec,
        audio_codec=sound,
        rotation=film.rotation,
    )


def _content(file: BinaryIO, box: Box) -> bytes:
    """The beginning of a box, padded so that a short one reads as zeros."""
    file.seek(box.start)
    return file.read(min(box.end - box.start, 128)).ljust(128, b"\0")


def _seconds(header: bytes) -> float | None:
    """The length in `mvhd` or `mdhd`."""
    shape, at = (">IQ", 20) if header[0] == 1 else (">II", 12)
    scale, length = struct.unpack_from(shape, header, at)
    return length / scale if scale else None


def _shown(content: bytes, track: _Track) -> _Track:
    """Sides as shown and the turn of the picture, from `tkhd`."""
    at = 88 if content[0] == 1 else 76
    a, b = struct.unpack_from(">ii", content, at - 36)
    width, height = (value >> 16 for value in struct.unpack_from(">II", content, at))
    turn = round(math.degrees(math.atan2(b, a))) % 360
    if turn in (90, 270):
        width, height = height, width
    return replace(track, width=width, height=height, rotation=turn)


def _coded(content: bytes, track: _Track) -> _Track:
    kind = content[12:16]
    codec = _CODECS.get(kind, kind.decode("latin-1").strip("\0 ").lower())
    return replace(track, codec=codec)


_READERS: Mapping[tuple[bytes, ...], Callable[[bytes, _Track], _Track]] = {
    (b"trak", b"tkhd"): _shown,
    (b"mdia", b"mdhd"): lambda content, track: replace(track, seconds=_seconds(content) or 0.0),
    (b"mdia", b"hdlr"): lambda content, track: replace(
        track, handler=content[8:12].decode("latin-1")
    ),
    (b"stbl", b"stsd"): _coded,
    (b"stbl", b"stsz"): lambda content, track: replace(
        track, n_samples=struct.unpack_from(">I", content, 8)[0]
    ),
}


def has_notes_track(file: BinaryIO) -> bool:
    """Whether a track beside pictures and sound holds notes, such as where the camera was."""
    return any(
        box.kind == b"hdlr" and _content(file, box)[8:12] in (b"meta", b"camm")
        for box in boxes(file)
        if box.path[-1:] == (b"mdia",)
    )


def clean(file: BinaryIO) -> int:
    """Take out, in place, what tells place, camera and program: the boxes of notes are emptied and
    become free space, so that nothing else moves. Returns how many there were."""
    private = [box for box in boxes(file) if box.kind in _PRIVATE and _is_note(file, box)]
    for box in private:
        _empty(file, box)
    return len(private)


def _is_note(file: BinaryIO, box: Box) -> bool:
    """All of them but boxes of users' own kinds that are not XMP: those may be needed to play."""
    if box.kind != b"uuid":
        return True
    file.seek(box.start)
    return file.read(16) == _XMP


def _empty(file: BinaryIO, box: Box) -> None:
    file.seek(box.start)
    left = box.end - box.start
    while left:
        left -= file.write(bytes(min(left, 1 << 20)))
    file.seek(box.start - (4 if _is_short(file, box) else 12))
    file.write(b"free")


def _is_short(file: BinaryIO, box: Box) -> bool:
    """Whether the size before the type is the usual one of four bytes."""
    file.seek(box.start - 4)
    return file.read(4) == box.kind
