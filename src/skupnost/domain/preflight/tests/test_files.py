"""Whose files a limit concerns, which way it bounds, and what would help."""

from __future__ import annotations

from dataclasses import replace

import pytest

from skupnost.domain.preflight import check
from skupnost.domain.preflight.tests.posts import FILM, POST, counted, fact, only, picture, said

PAGES = picture(mime="application/pdf", n_pages=7)


def of(*media, chosen=""):
    return replace(POST, media=media, details=(("format", chosen),) if chosen else ())


@pytest.mark.parametrize(
    ("key", "chosen", "found"),
    [
        ("story_video_seconds_max", "story", {"media.1": 90}),
        ("story_video_seconds_max", "", {}),
        ("short_seconds_max", "short", {"media.1": 90}),
        ("short_seconds_max", "reel", {}),
        ("story_bytes_max", "story", {"media.0": 100_000, "media.1": 100_000}),
        ("image_bytes_max", "", {"media.0": 100_000}),
        ("video_bytes_max", "", {"media.1": 100_000}),
        ("upload_bytes_max", "", {"media.0": 100_000, "media.1": 100_000}),
        ("gif_bytes_max", "", {}),
        ("document_pages_max", "", {}),
    ],
)
def test_a_limit_concerns_the_files_of_its_name_and_format(key, chosen, found):
    assert counted(of(picture(), FILM, chosen=chosen), f"media.{key}") == found


@pytest.mark.parametrize(
    ("chosen", "other", "found"),
    [
        ("reel", "media.video_seconds_max", {"media.0": 90}),
        ("", "media.video_seconds_max", {}),
        ("", "media.image_bytes_max", {"media.0": 90}),
        ("story", "media.image_bytes_max", {}),
    ],
)
def test_where_a_network_knows_no_other_films_every_film_is_a_reel(chosen, other, found):
    post, beside = of(FILM, picture(), chosen=chosen), fact(other, 1_000_000)
    assert counted(post, "media.reel_seconds_max", beside=beside) == found


def test_words_about_films_are_no_limit_on_them():
    words = fact("media.video_types", ("video/mp4",))
    assert counted(of(FILM), "media.reel_seconds_max", beside=words) == {"media.0": 90}


def test_a_cover_is_measured_where_there_is_one():
    assert counted(replace(POST, cover=picture(n_bytes=9)), "media.cover_bytes_max") == {"cover": 9}
    assert counted(of(picture()), "media.cover_bytes_max") == {}


def test_the_sides_of_a_picture_together():
    assert counted(of(picture()), "media.image_side_sum_max") == {"media.0": 1400}


@pytest.mark.parametrize(
    "figure", ["width", "height", "side", "side_sum", "pixels", "fps", "frames", "ratio"]
)
def test_what_nobody_measured_is_not_judged(figure):
    unknown = replace(FILM, width=0, height=0)
    assert counted(of(unknown), f"media.video_{figure}_max") == {}


@pytest.mark.parametrize(
    ("figure", "n"), [("fps", 25.0), ("frames", 9), ("pages", 7), ("seconds", 90.0)]
)
def test_what_was_measured_is(figure, n):
    film = replace(FILM, frames_per_second=25.0, n_frames=9, n_pages=7)
    assert counted(of(film), f"media.upload_{figure}_max") == {"media.0": n}


@pytest.mark.parametrize(
    ("key", "value", "mend"),
    [
        ("image_bytes_max", 9, "shrink"),
        ("image_bytes_min", 200_000, ""),
        ("image_ratio_max", 1.0, "crop"),
        ("image_ratio_min", 1.9, "crop"),
        ("image_ratio", 1.0, "crop"),
    ],
)
def test_too_much_can_be_made_less_and_a_shape_cropped_but_nothing_is_made_of_nothing(
    key, value, mend
):
    assert only(of(picture()), fact(f"media.{key}", value)).mend == mend


@pytest.mark.parametrize(
    ("shape", "width", "n_found"),
    [
        (1.91, 1910, 0),
        (1.91, 1918, 0),
        (1.91, 1902, 0),
        (1.91, 1925, 1),
        (1, 1000, 0),
        (1, 1001, 1),
    ],
)
def test_a_shape_is_met_to_a_hundredth_and_a_square_exactly(shape, width, n_found):
    post = of(picture(width=width, height=1000))
    assert len(check(post, fact("media.image_ratio", shape))) == n_found


def test_a_long_picture_is_as_many_times_longer_as_it_is_short():
    key = "media.photo_ratio_max"
    assert counted(of(picture(width=100, height=400)), key) == {"media.0": 4}
    assert counted(of(picture(width=0, height=0)), key) == {}


def test_documents_are_refused_where_the_network_knows_none():
    assert said(of(PAGES), {}) == [("error", "type_refused", "media.0")]
    assert said(of(PAGES), fact("media.document_pages_max", 7)) == []


def test_a_file_of_no_bytes_is_refused():
    assert said(of(picture(n_bytes=0)), {}) == [("error", "file_empty", "media.0")]
