"""Takes a file in: says by its content what it is, cleans it, measures it, keeps it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from skupnost.library.cleaning import MAX_BYTES, NotAPicture, Picture, clean
from skupnost.library.extras import Extras, installed
from skupnost.library.films import boxes, filming
from skupnost.library.films.facts import FilmFacts, NotAFilm
from skupnost.library.kinds import START, is_film, kind_of
from skupnost.library.storage import DiskFull, TooLarge, adopt, draft_of, keep

MAX_FILM_BYTES = 2_000_000_000
_BOXED = ("video/mp4", "video/quicktime")


@dataclass(frozen=True, slots=True)
class Kept:
    """A file that lies in the data folder, and all that is known of it."""

    sha256: str
    mime: str
    n_bytes: int
    width: int = 0
    height: int = 0
    n_frames: int = 0
    seconds: float | None = None
    frames_per_second: float = 0.0
    bit_rate: int = 0
    video_codec: str = ""
    audio_codec: str = ""
    rotation: int = 0


def take(chunks: Iterable[bytes], extras: Extras | None = None) -> Kept:
    """The picture or film of these bytes, kept; NotAPicture says why it cannot be taken.

    A film is written to the disk piece by piece and never held in memory.
    """
    rest = iter(chunks)
    start = _beginning(rest)
    try:
        if is_film(start[:START]):
            return keep_film(_again(start, rest), extras or installed())
        return keep_picture(clean(_whole(_again(start, rest)), extras))
    except DiskFull as error:
        raise NotAPicture("disk_full") from error


def keep_picture(picture: Picture) -> Kept:
    """A cleaned or mended picture, kept."""
    return Kept(
        sha256=keep(picture.content),
        mime=picture.mime,
        n_bytes=len(picture.content),
        width=picture.width,
        height=picture.height,
        n_frames=picture.n_frames,
    )


def keep_film(chunks: Iterable[bytes], extras: Extras) -> Kept:
    """A film without its notes, kept."""
    try:
        draft = draft_of(chunks, most=MAX_FILM_BYTES)
    except TooLarge as error:
        raise NotAPicture("too_large", {"max": MAX_FILM_BYTES // 1_000_000}) from error
    try:
        facts = cleaned(draft, extras)
        return kept_draft(draft, facts)
    except NotAFilm as error:
        raise NotAPicture(error.code) from error
    finally:
        draft.unlink(missing_ok=True)


def kept_draft(draft: Path, facts: FilmFacts) -> Kept:
    """The film at the draft's place, kept under its digest."""
    with draft.open("rb") as file:
        mime = kind_of(file.read(START))
    n_bytes = draft.stat().st_size
    return Kept(
        sha256=adopt(draft),
        mime=mime,
        n_bytes=n_bytes,
        width=facts.width,
        height=facts.height,
        seconds=facts.seconds,
        frames_per_second=facts.frames_per_second,
        bit_rate=facts.bit_rate,
        video_codec=facts.video_codec,
        audio_codec=facts.audio_codec,
        rotation=facts.rotation,
    )


def cleaned(draft: Path, extras: Extras) -> FilmFacts:
    """What the film at that place measures, its notes taken out of the file. Without the extra only
    MP4 and MOV can be cleaned; others, and those with a track of notes, are refused."""
    with draft.open("r+b") as file:
        is_boxed = kind_of(file.read(START)) in _BOXED
        if is_boxed:
            boxes.clean(file)
        must_copy = not is_boxed or boxes.has_notes_track(file)
        if must_copy and not extras.film:
            raise NotAPicture("film_needs_extra")
    if must_copy:
        _copied_over(draft)
    facts = filming.facts(draft) if extras.film else _by_boxes(draft)
    if facts.seconds is not None and facts.seconds <= 0:
        raise NotAPicture("film_empty")
    return facts


def _by_boxes(path: Path) -> FilmFacts:
    with path.open("rb") as file:
        return boxes.facts(file)


def _copied_over(draft: Path) -> None:
    """The film without its notes, in WebM where it was that and in MP4 otherwise."""
    with draft.open("rb") as file:
        is_webm = kind_of(file.read(START)) == "video/webm"
    copy = draft_of((), most=0)
    try:
        filming.copied(draft, copy, kind="webm" if is_webm else "mp4")
        copy.replace(draft)
    finally:
        copy.unlink(missing_ok=True)


def _whole(chunks: Iterable[bytes]) -> bytes:
    """All bytes of a picture; of what is too large no more than needed to say so."""
    content = bytearray()
    for chunk in chunks:
        content += chunk
        if len(content) > MAX_BYTES:
            break
    return bytes(content)


def _beginning(chunks: Iterator[bytes]) -> bytes:
    start = b""
    for chunk in chunks:
        start += chunk
        if len(start) >= START:
            break
    return start


def _again(start: bytes, rest: Iterator[bytes]) -> Iterator[bytes]:
    yield start
    yield from rest
