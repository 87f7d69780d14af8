"""What preflight says of media beside numbers: types, encodings, animation, covers, the unknown."""

from __future__ import annotations

from dataclasses import replace

import pytest

from skupnost.domain.payload import MediaItem
from skupnost.domain.preflight.tests.posts import POST, fact, picture, said

FILM = MediaItem(
    "b" * 64,
    "video/mp4",
    900_000,
    width=1280,
    height=720,
    seconds=12.0,
    alt_text="Kneading",
    frames_per_second=25.0,
    video_codec="h264",
    audio_codec="aac",
)
H264 = fact("media.video_codecs", ("h264", "hevc"))


def of(*media: MediaItem, facts: dict) -> list[tuple[str, str, str]]:
    return said(replace(POST, media=media), facts)


@pytest.mark.parametrize("key", ["media.image_types", "media.photo_types", "media.types"])
def test_a_picture_of_a_type_not_taken_is_refused_however_the_rule_is_called(key):
    tiff = picture(mime="image/tiff")
    assert of(tiff, facts=fact(key, ("image/jpeg",))) == [("error", "type_refused", "media.0")]
    assert of(picture(), facts=fact(key, ("image/jpeg",))) == []


def test_a_film_encoded_otherwise_than_the_network_takes_is_refused():
    odd = replace(FILM, video_codec="prores")
    assert of(odd, facts=H264) == [("error", "codec_refused", "media.0")]
    assert of(FILM, facts=H264) == []


def test_sound_has_codecs_of_its_own():
    facts = fact("media.audio_codecs", ("aac",))
    odd = replace(FILM, audio_codec="vorbis")
    assert of(odd, facts=facts) == [("error", "codec_refused", "media.0")]
    assert of(replace(FILM, audio_codec=""), facts=facts) == []


def test_an_animation_is_refused_only_where_nothing_moves():
    still = fact("media.animated", False)
    gif = picture(mime="image/gif", n_frames=12)
    assert of(gif, facts=still) == [("error", "animation_refused", "media.0")]
    assert of(picture(mime="image/gif", n_frames=1), facts=still) == []
    assert of(gif, facts={}) == []


@pytest.mark.parametrize("seconds", [0.0, -1.0])
def test_a_film_of_no_seconds_is_no_film(seconds):
    assert of(replace(FILM, seconds=seconds), facts={}) == [("error", "film_empty", "media.0")]


@pytest.mark.parametrize("unknown", [{"seconds": None}, {"width": 0, "height": 0}])
def test_a_film_that_could_not_be_read_never_passes_in_silence(unknown):
    facts = fact("media.video_seconds_max", 60, "seconds")
    found = of(replace(FILM, **unknown), facts=facts)
    assert found == [("warning", "film_unknown", "media.0")]


def test_where_no_rule_speaks_of_films_nothing_need_be_known():
    assert of(replace(FILM, seconds=None), facts=fact("text.text_max", 500)) == []


def test_a_film_needs_a_cover_where_the_network_wants_one():
    facts = fact("media.video_cover_required", True)
    assert of(FILM, facts=facts) == [("error", "cover_missing", "media.0")]
    assert said(replace(POST, media=(FILM,), cover=picture()), facts) == []


def test_what_our_connector_does_not_send_is_said_before_it_is_due():
    facts = fact("machine.media", ("image",))
    assert of(FILM, facts=facts) == [("error", "medium_not_sent", "media.0")]
    assert of(picture(), facts=facts) == []


@pytest.mark.parametrize("key", ["images_and_video_together", "photos_and_video_together"])
def test_pictures_and_a_film_in_one_post_are_refused_where_the_network_says_so(key):
    facts = fact(f"media.{key}", False)
    assert of(picture(), FILM, facts=facts) == [("error", "images_and_video", "media")]
    assert of(FILM, facts=facts) == []
