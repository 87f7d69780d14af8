"""A film is known by its content, cleaned of what tells where it was made, and measured."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from pathlib import Path

import pytest

from skupnost.library.extras import Extras
from skupnost.library.films import boxes, filming
from skupnost.library.intake import NotAPicture, take
from skupnost.library.storage import media_path
from skupnost.library.tests.material import film, turned

BARE = Extras(heic=False, film=False)
PLACE = {"location": "+46.0569+014.5058/", "comment": "at +46.0569", "title": "my house"}


def pieces(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while piece := file.read(1000):
            yield piece


def code(path: Path, extras: Extras | None = None) -> str:
    with pytest.raises(NotAPicture) as caught:
        take(pieces(path), extras)
    return caught.value.code


@pytest.mark.parametrize("kind", ["mp4", "mov"])
@pytest.mark.parametrize("extras", [None, BARE])
def test_a_film_is_measured_with_the_extra_and_without(tmp_path, kind, extras):
    kept = take(pieces(film(tmp_path / "a.jpg", seconds=2, kind=kind)), extras)
    assert (kept.width, kept.height, kept.frames_per_second) == (160, 120, 10.0)
    assert (kept.video_codec, kept.audio_codec) == ("h264", "aac")
    assert kept.seconds == pytest.approx(2.0, abs=0.05)
    assert kept.mime == ("video/mp4" if kind == "mp4" else "video/quicktime")


@pytest.mark.parametrize("degrees", [90, 180, 270])
@pytest.mark.parametrize("extras", [None, BARE])
def test_a_film_held_upright_measures_as_it_is_shown(tmp_path, degrees, extras):
    kept = take(pieces(turned(film(tmp_path / "a.mp4"), degrees)), extras)
    assert kept.rotation == degrees
    assert (kept.width, kept.height) == ((160, 120) if degrees == 180 else (120, 160))


@pytest.mark.parametrize("kind", ["mp4", "mov"])
@pytest.mark.parametrize("extras", [None, BARE])
def test_the_place_is_gone_from_a_film_and_the_film_still_plays(tmp_path, kind, extras):
    source = film(tmp_path / "a", kind=kind, notes=PLACE)
    assert b"46.0569" in source.read_bytes()
    stored = media_path(take(pieces(source), extras).sha256)
    assert b"46.0569" not in stored.read_bytes()
    assert b"my house" not in stored.read_bytes()
    assert b"loci" not in stored.read_bytes()
    assert filming.frame_at(stored, 0.5).size == (160, 120)


def test_a_webm_is_copied_without_its_notes(tmp_path):
    source = film(tmp_path / "a", kind="webm", codec="libvpx-vp9", sound="libopus", notes=PLACE)
    kept = take(pieces(source))
    assert (kept.mime, kept.video_codec, kept.audio_codec) == ("video/webm", "vp9", "opus")
    assert b"my house" not in media_path(kept.sha256).read_bytes()
    assert code(source, BARE) == "film_needs_extra"


def test_the_reader_of_our_own_agrees_with_ffmpeg(tmp_path):
    for codec in ("libx264", "libx265", "mpeg4"):
        path = film(tmp_path / codec, codec=codec, seconds=1.5)
        with path.open("rb") as file:
            ours, theirs = boxes.facts(file), filming.facts(path)
        assert ours.seconds == pytest.approx(theirs.seconds, abs=0.01)
        assert ours.bit_rate == pytest.approx(theirs.bit_rate, rel=0.01)
        for name in ("width", "height", "frames_per_second", "video_codec", "audio_codec"):
            assert getattr(ours, name) == getattr(theirs, name)


def test_a_film_of_no_seconds_is_refused(tmp_path):
    path = film(tmp_path / "a.mp4", sound="")
    content = bytearray(path.read_bytes())
    at = content.index(b"mvhd") + 4
    content[at + 16 : at + 20] = struct.pack(">I", 0)
    path.write_bytes(content)
    assert code(path, BARE) == "film_empty"


def test_sound_alone_is_no_film(tmp_path):
    path = tmp_path / "a.mp4"
    content = film(path).read_bytes().replace(b"vide", b"text")
    path.write_bytes(content)
    assert code(path, BARE) == "not_a_film"


@pytest.mark.parametrize("extras", [None, BARE])
@pytest.mark.parametrize("kept", [0.05, 0.5])
def test_a_film_cut_off_is_refused(tmp_path, extras, kept):
    path = film(tmp_path / "a.mp4", seconds=2)
    content = path.read_bytes()
    path.write_bytes(content[: int(len(content) * kept)])
    assert code(path, extras) in ("broken_film", "not_a_film")


@pytest.mark.parametrize("extras", [None, BARE])
def test_a_film_that_is_only_called_so_is_refused(tmp_path, extras):
    path = tmp_path / "a.mp4"
    path.write_bytes(b"\x00\x00\x00\x18ftypisom" + b"\x7f" * 500)
    assert code(path, extras) in ("broken_film", "not_a_film")


def test_nothing_is_left_of_a_film_refused(tmp_path, settings):
    settings.DATA = tmp_path / "data"
    path = tmp_path / "a.mp4"
    path.write_bytes(b"\x00\x00\x00\x18ftypisom" + b"\x7f" * 500)
    code(path, BARE)
    assert [found for found in settings.DATA.rglob("*") if found.is_file()] == []
