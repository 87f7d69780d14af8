"""Each mend of a film is applied and checked again; picture and sound otherwise stay."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import av
import pytest
from PIL import Image, ImageChops, ImageStat

from skupnost.domain.facts import Facts
from skupnost.domain.payload import MediaItem, Payload
from skupnost.domain.preflight import check
from skupnost.domain.preflight.tests.posts import fact
from skupnost.library import refilming
from skupnost.library.actions import add_asset
from skupnost.library.films import filming
from skupnost.library.mends import CannotMend, make_cover, may_help, mended
from skupnost.library.models import Asset
from skupnost.library.storage import media_path, read
from skupnost.library.tests.material import film, turned

Mend = Callable[[Asset, Facts, str], Asset]
MP4_ONLY = fact("media.video_types", ("video/mp4",))


@pytest.fixture
def add(bakery, now):
    """Takes a film into the bakery's library."""

    def take(path: Path) -> Asset:
        content = path.read_bytes()
        return add_asset(
            client=bakery, name="dough.mov", content=content, alt_text="Dough", now=now
        )

    return take


@pytest.fixture
def mend(now) -> Mend:
    """Mends the only finding in a post with this film, and looks again."""

    def apply(asset: Asset, facts: Facts, code: str) -> Asset:
        payload = Payload("Rye", media=(asset.as_item(),))
        (finding,) = check(payload, facts)
        assert finding.code == code
        done = mended(payload, facts, finding, assets={asset.sha256: asset}, now=now)
        assert check(done.payload, facts) == ()
        return done.made[asset.sha256]

    return apply


def frame(asset: Asset, seconds: float = 0.3) -> Image.Image:
    return filming.frame_at(media_path(asset.sha256), seconds)


def channels_of(asset: Asset) -> int:
    """How many channels its sound has; 0 where there is none."""
    with av.open(str(media_path(asset.sha256))) as container:
        return container.streams.audio[0].codec_context.channels if container.streams.audio else 0


def difference(one: Image.Image, other: Image.Image) -> float:
    small = [image.convert("RGB").resize((60, 60)) for image in (one, other)]
    return sum(ImageStat.Stat(ImageChops.difference(*small)).mean) / 3


@pytest.mark.parametrize("kind", ["mp4", "mov"])
def test_a_film_too_long_is_cut_without_being_encoded_anew(tmp_path, add, mend, kind):
    asset = add(film(tmp_path / "a", seconds=3, kind=kind))
    shorter = mend(asset, fact("media.video_seconds_max", 2, "seconds"), "video_too_long")
    assert 1.5 < shorter.seconds <= 2
    assert (shorter.mime, shorter.audio_codec) == (asset.mime, "aac")
    assert ImageChops.difference(frame(asset), frame(shorter)).getbbox() is None


def test_a_webm_is_cut_too(tmp_path, add, mend):
    asset = add(film(tmp_path / "a", seconds=3, kind="webm", codec="libvpx-vp9", sound="libopus"))
    shorter = mend(asset, fact("media.video_seconds_max", 2, "seconds"), "video_too_long")
    assert (shorter.mime, shorter.video_codec) == ("video/webm", "vp9")


def test_a_mov_becomes_an_mp4_and_stays_the_same_film(tmp_path, add, mend):
    asset = add(film(tmp_path / "a", kind="mov"))
    converted = mend(asset, MP4_ONLY, "type_refused")
    assert (converted.mime, converted.name) == ("video/mp4", "dough.mp4")
    assert ImageChops.difference(frame(asset), frame(converted)).getbbox() is None


@pytest.mark.parametrize(
    ("kind", "codec", "sound"),
    [("webm", "libvpx-vp9", "libopus"), ("mov", "mpeg4", "aac"), ("mp4", "libx265", "")],
)
def test_other_encodings_become_h264_and_aac(tmp_path, add, mend, kind, codec, sound):
    facts = MP4_ONLY | fact("media.video_codecs", ("h264",))
    asset = add(film(tmp_path / "a", kind=kind, codec=codec, sound=sound, seconds=2))
    payload = Payload("Rye", media=(asset.as_item(),))
    code = check(payload, facts)[0].code
    converted = mend(asset, facts if kind == "mp4" else MP4_ONLY, code)
    assert (converted.video_codec, converted.audio_codec) == ("h264", "aac" if sound else "")
    assert channels_of(converted) == (1 if sound else 0)
    assert converted.seconds == pytest.approx(asset.seconds, abs=0.15)
    assert (converted.width, converted.height) == (asset.width, asset.height)
    assert difference(frame(asset), frame(converted)) < 6


def test_a_film_too_heavy_is_made_lighter(tmp_path, add, mend):
    asset = add(film(tmp_path / "a", seconds=2, size=(640, 480), rate=25, codec="mpeg4"))
    most = asset.n_bytes // 2
    lighter = mend(asset, fact("media.video_bytes_max", most, "bytes"), "file_too_heavy")
    assert lighter.n_bytes <= most
    assert lighter.seconds == pytest.approx(asset.seconds, abs=0.15)
    assert difference(frame(asset), frame(lighter)) < 8


def test_a_film_of_the_wrong_shape_is_cropped(tmp_path, add, mend):
    asset = add(film(tmp_path / "a"))
    facts = fact("media.video_ratio_max", 1.0, "width_over_height")
    square = mend(asset, facts, "shape_too_wide")
    assert (square.width, square.height) == (120, 120)
    assert difference(frame(asset).crop((20, 0, 140, 120)), frame(square)) < 6


def test_a_film_held_upright_is_cropped_as_it_is_shown(tmp_path, add, mend):
    asset = add(turned(film(tmp_path / "a"), 90))
    assert (asset.width, asset.height) == (120, 160)
    square = mend(asset, fact("media.video_ratio_min", 1.0, "width_over_height"), "shape_too_tall")
    assert (square.width, square.height, square.rotation) == (120, 120, 0)
    assert difference(frame(asset).crop((0, 20, 120, 140)), frame(square)) < 6


def test_a_film_too_wide_is_made_smaller(tmp_path, add, mend):
    asset = add(film(tmp_path / "a", size=(320, 240)))
    smaller = mend(asset, fact("media.video_width_max", 201, "pixels"), "too_wide")
    assert (smaller.width, smaller.height) == (200, 150)


def test_a_cover_is_made_of_a_frame_and_the_film_stays(tmp_path, add, now):
    asset = add(film(tmp_path / "a"))
    facts = fact("media.video_cover_required", True)
    payload = Payload("Rye", media=(asset.as_item(),))
    (finding,) = check(payload, facts)
    done = mended(payload, facts, finding, assets={asset.sha256: asset}, now=now)
    assert done.payload.media == payload.media
    assert (done.payload.cover.mime, done.payload.cover.width) == ("image/jpeg", 160)
    assert check(done.payload, facts) == ()


def test_a_person_chooses_the_frame_of_the_cover(tmp_path, add, now):
    asset = add(film(tmp_path / "a", seconds=2))
    cover = make_cover(film=asset, seconds=1.5, now=now)
    asset.refresh_from_db()
    assert (asset.cover, cover.original, cover.alt_text) == (cover, asset, "Dough")
    shown = Image.open(media_path(cover.sha256))
    assert difference(shown, frame(asset, 1.5)) < 2
    assert difference(shown, frame(asset, 0.0)) > 4


def test_a_film_too_long_to_be_made_here_says_so(tmp_path, add, now):
    asset = add(film(tmp_path / "a"))
    asset.seconds = float(refilming.MAX_WORK)
    facts = fact("media.video_width_max", 100, "pixels")
    payload = Payload("Rye", media=(asset.as_item(),))
    (finding,) = [one for one in check(payload, facts) if one.code == "too_wide"]
    with pytest.raises(CannotMend, match="too_much_work"):
        mended(payload, facts, finding, assets={asset.sha256: asset}, now=now)


def test_the_original_film_stays(tmp_path, add, mend):
    asset = add(film(tmp_path / "a", seconds=3))
    before = read(asset.sha256)
    shorter = mend(asset, fact("media.video_seconds_max", 2, "seconds"), "video_too_long")
    assert (shorter.original, shorter.mend) == (asset, "cut")
    assert read(asset.sha256) == before


def test_a_film_of_which_nothing_is_known_gets_no_mend_offered():
    item = MediaItem("b" * 64, "video/x-matroska", 9, alt_text="Dough")
    payload = Payload("Rye", media=(item,))
    (finding,) = check(payload, MP4_ONLY | fact("text.text_max", 9))[:1]
    assert finding.mend == "convert"
    assert not may_help(finding, payload)
