"""Each mend of a picture is applied and checked again; the rest of the picture stays."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from PIL import Image, ImageChops, ImageCms, ImageStat

from skupnost.domain.facts import Facts
from skupnost.domain.payload import MediaItem, Payload
from skupnost.domain.preflight import check
from skupnost.domain.preflight.tests.posts import fact
from skupnost.library.actions import add_asset
from skupnost.library.mends import CannotMend, Mended, mended, picture_for
from skupnost.library.models import Asset
from skupnost.library.storage import read
from skupnost.library.tests.material import encoded, photo

JPEG_ONLY = fact("media.image_types", ("image/jpeg",))


@pytest.fixture
def add(bakery, now):
    """Takes a file into the bakery's library."""
    return lambda content, **of: add_asset(
        client=bakery, name="loaf.jpg", content=content, alt_text="A loaf", now=now, **of
    )


@pytest.fixture
def mend(now):
    """Mends the first finding of that code in a post with this asset, and looks again."""

    def apply(asset: Asset, facts: Facts, code: str) -> Asset:
        payload = Payload("Rye", media=(asset.as_item(),))
        (finding,) = [one for one in check(payload, facts) if one.code == code]
        done = mended(payload, facts, finding, assets={asset.sha256: asset}, now=now)
        assert isinstance(done, Mended)
        assert check(done.payload, facts) == ()
        return done.made[asset.sha256]

    return apply


def opened(asset: Asset) -> Image.Image:
    image = Image.open(io.BytesIO(read(asset.sha256)))
    image.load()
    return image


def difference(one: Image.Image, other: Image.Image) -> float:
    """How much two pictures differ on the average, 0 to 255, seen from a distance."""
    small = [image.convert("RGB").resize((60, 60)) for image in (one, other)]
    return sum(ImageStat.Stat(ImageChops.difference(*small)).mean) / 3


def test_a_heavy_photo_keeps_its_sides_and_loses_what_nobody_sees(add, mend):
    asset = add(encoded(photo(noisy=True), quality=98))
    lighter = mend(asset, fact("media.image_bytes_max", 90_000, "bytes"), "file_too_heavy")
    assert (lighter.width, lighter.height) == (600, 400)
    assert 60_000 < lighter.n_bytes <= 90_000
    assert difference(opened(asset), opened(lighter)) < 3


def test_a_photo_far_too_heavy_becomes_smaller_and_keeps_its_shape(add, mend):
    asset = add(encoded(photo(noisy=True), quality=98))
    lighter = mend(asset, fact("media.image_bytes_max", 9_000, "bytes"), "file_too_heavy")
    assert lighter.width < 600
    assert lighter.width / lighter.height == pytest.approx(1.5, abs=0.02)
    assert difference(opened(asset), opened(lighter)) < 6


def test_files_too_heavy_together_all_stay_and_each_picture_gives_its_share(add, now):
    assets = [add(encoded(photo(noisy=True), quality=quality)) for quality in (98, 90)]
    film = MediaItem("b" * 64, "video/mp4", 1_000, width=9, height=9, seconds=1.0, alt_text="Film")
    media = (assets[0].as_item(), film, assets[1].as_item())
    before = sum(item.n_bytes for item in media)
    facts = fact("media.request_bytes_max", before * 3 // 4, "bytes")
    (finding,) = check(Payload("Rye", media=media), facts)
    known = {asset.sha256: asset for asset in assets} | {film.sha256: Asset(sha256=film.sha256)}
    done = mended(Payload("Rye", media=media), facts, finding, assets=known, now=now)
    assert check(done.payload, facts) == ()
    first, second, third = done.payload.media
    assert second == film
    assert first.n_bytes < media[0].n_bytes
    assert third.n_bytes < media[2].n_bytes
    assert first.alt_text == "A loaf"


def test_two_limits_on_weight_are_met_at_once(add, mend):
    facts = fact("media.image_bytes_max", 90_000, "bytes") | fact(
        "media.image_bytes_safe", 50_000, "bytes", effect="risky"
    )
    asset = add(encoded(photo(noisy=True), quality=98))
    assert mend(asset, facts, "file_too_heavy").n_bytes <= 50_000


@pytest.mark.parametrize(("kind", "mime"), [("PNG", "image/png"), ("WEBP", "image/webp")])
def test_a_drawing_stays_of_its_type(add, mend, kind, mime):
    facts = fact("media.image_types", (mime,)) | fact("media.image_bytes_max", 40_000, "bytes")
    options = {"lossless": True} if kind == "WEBP" else {}
    asset = add(encoded(photo(500, 400), kind, **options) + b"\0" * 0)
    if asset.n_bytes <= 40_000:
        facts |= fact("media.image_bytes_max", asset.n_bytes // 2, "bytes")
    assert mend(asset, facts, "file_too_heavy").mime == mime


def test_a_heavy_photo_without_loss_may_become_a_jpeg(add, mend):
    asset = add(encoded(photo(noisy=True), "PNG"))
    lighter = mend(asset, fact("media.image_bytes_max", 120_000, "bytes"), "file_too_heavy")
    assert (lighter.mime, lighter.width, lighter.name) == ("image/jpeg", 600, "loaf.jpg")


@pytest.mark.parametrize(
    ("key", "most", "unit", "code"),
    [
        ("media.image_side_max", 301, "pixels", "side_too_long"),
        ("media.image_width_max", 333, "pixels", "too_wide"),
        ("media.image_height_max", 201, "pixels", "too_high"),
        ("media.image_pixels_max", 100_001, "pixels_total", "too_many_pixels"),
    ],
)
def test_a_picture_too_large_is_made_smaller_in_its_shape(add, mend, key, most, unit, code):
    asset = add(encoded(photo()))
    smaller = mend(asset, fact(key, most, unit), code)
    assert smaller.width / smaller.height == pytest.approx(1.5, abs=0.02)
    assert smaller.width * smaller.height > 0.2 * 600 * 400
    assert difference(opened(asset), opened(smaller)) < 4


@pytest.mark.parametrize(
    ("key", "bound", "code", "sides"),
    [
        ("media.image_ratio_max", 1.0, "shape_too_wide", (400, 400)),
        ("media.image_ratio_max", 1.25, "shape_too_wide", (500, 400)),
        ("media.image_ratio_min", 1.91, "shape_too_tall", (600, 314)),
    ],
)
def test_a_picture_of_the_wrong_shape_is_cropped_around_its_middle(
    add, mend, key, bound, code, sides
):
    asset = add(encoded(photo()))
    cropped = mend(asset, fact(key, bound, "width_over_height"), code)
    assert (cropped.width, cropped.height) == sides
    left, top = (600 - sides[0]) // 2, (400 - sides[1]) // 2
    part = opened(asset).crop((left, top, left + sides[0], top + sides[1]))
    assert difference(part, opened(cropped)) < 2


@pytest.mark.parametrize(("x", "left"), [(0.0, 0), (1.0, 200), (0.6, 160)])
def test_a_crop_keeps_the_chosen_point_in_sight(add, mend, x, left):
    asset = add(encoded(photo()))
    asset.focus_x = x
    cropped = mend(asset, fact("media.image_ratio_max", 1.0, "width_over_height"), "shape_too_wide")
    part = opened(asset).crop((left, 0, left + 400, 400))
    assert difference(part, opened(cropped)) < 2


@pytest.mark.parametrize("kind", ["PNG", "WEBP", "AVIF", "GIF"])
def test_a_type_not_taken_is_converted(add, mend, kind):
    asset = add(encoded(photo(), kind))
    converted = mend(asset, JPEG_ONLY, "type_refused")
    assert (converted.mime, converted.width, converted.height) == ("image/jpeg", 600, 400)
    assert difference(opened(asset), opened(converted)) < 3


def test_what_is_see_through_stays_so_where_it_can(add, mend):
    image = photo().convert("RGBA")
    image.putalpha(Image.radial_gradient("L").resize(image.size))
    asset = add(encoded(image, "WEBP"))
    facts = fact("media.image_types", ("image/jpeg", "image/png"))
    assert opened(mend(asset, facts, "type_refused")).has_transparency_data


def test_what_is_see_through_lies_on_white_where_it_cannot_stay(add, mend):
    asset = add(encoded(Image.new("RGBA", (40, 40), (255, 0, 0, 0)), "PNG"))
    converted = mend(asset, JPEG_ONLY, "type_refused")
    assert opened(converted).getpixel((20, 20)) == (255, 255, 255)


def test_colours_keep_their_profile(add, mend):
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    asset = add(encoded(photo(), icc_profile=profile))
    cropped = mend(asset, fact("media.image_ratio_max", 1.0, "width_over_height"), "shape_too_wide")
    assert opened(cropped).info["icc_profile"] == profile


def test_colours_for_print_become_colours_for_the_screen(add, mend):
    asset = add(encoded(photo().convert("CMYK")))
    facts = fact("media.image_types", ("image/png",))
    converted = mend(asset, facts, "type_refused")
    assert opened(converted).mode == "RGB"
    assert difference(opened(asset), opened(converted)) < 6


def gif(n: int = 4) -> bytes:
    frames = [photo(120, 80).rotate(9 * number).convert("P") for number in range(n)]
    return encoded(frames[0], "GIF", save_all=True, append_images=frames[1:], duration=80)


def test_an_animation_becomes_its_first_frame_where_nothing_may_move(add, mend):
    asset = add(gif())
    assert asset.n_frames == 4
    still = mend(asset, fact("media.animated", False), "animation_refused")
    assert still.n_frames <= 1
    assert difference(opened(asset), opened(still)) < 4


def test_an_animation_made_smaller_still_moves(add, mend):
    asset = add(gif())
    smaller = mend(asset, fact("media.image_width_max", 60, "pixels"), "too_wide")
    assert (smaller.mime, smaller.n_frames, smaller.width) == ("image/gif", 4, 60)


def test_the_original_stays_and_the_new_one_knows_it(add, mend):
    asset = add(encoded(photo()))
    before = read(asset.sha256)
    cropped = mend(asset, fact("media.image_ratio_max", 1.0, "width_over_height"), "shape_too_wide")
    assert (cropped.original, cropped.mend, cropped.alt_text) == (asset, "crop", "A loaf")
    assert read(asset.sha256) == before
    assert b"Exif" not in read(cropped.sha256)


def test_the_same_mend_twice_makes_one_picture(add, mend):
    facts = fact("media.image_ratio_max", 1.0, "width_over_height")
    asset = add(encoded(photo()))
    assert mend(asset, facts, "shape_too_wide") == mend(asset, facts, "shape_too_wide")


def test_a_mend_that_would_bring_another_finding_is_not_made(add, now):
    facts = fact("media.image_ratio_max", 1.0, "width_over_height") | fact(
        "media.image_width_min", 500, "pixels"
    )
    asset = add(encoded(photo()))
    payload = Payload("Rye", media=(asset.as_item(),))
    (finding,) = check(payload, facts)
    with pytest.raises(CannotMend, match="no_mend"):
        mended(payload, facts, finding, assets={asset.sha256: asset}, now=now)


def test_a_picture_is_made_ready_for_a_network_in_one_go(add):
    asset = add(encoded(photo(noisy=True), "PNG"))
    facts = (
        JPEG_ONLY
        | fact("media.image_ratio_max", 0.8, "width_over_height")
        | fact("media.image_bytes_max", 40_000, "bytes")
    )
    picture = picture_for(asset, facts)
    item = replace(
        asset.as_item(),
        mime=picture.mime,
        n_bytes=len(picture.content),
        width=picture.width,
        height=picture.height,
    )
    assert check(Payload("Rye", media=(item,)), facts) == ()


def test_a_picture_that_fits_is_given_as_it_is(add):
    asset = add(encoded(photo()))
    assert picture_for(asset, JPEG_ONLY).content == read(asset.sha256)
