"""A limit speaks at exactly one unit too much, as loudly as it is founded."""

from __future__ import annotations

from dataclasses import replace

import pytest

from skupnost.domain.payload import Part, Payload
from skupnost.domain.preflight import check, limit_for
from skupnost.domain.preflight.tests.posts import POST, fact, only, picture, said, trusted


def test_a_post_within_its_limits_has_no_findings():
    facts = {**fact("text.text_max", 500, "characters"), **fact("media.images_max", 4)}
    assert check(replace(POST, media=(picture(),)), facts) == ()


def test_a_text_is_refused_from_the_first_unit_too_much():
    facts = fact("text.text_max", 10, "graphemes")
    assert check(Payload("č" * 10), facts) == ()
    finding = only(Payload("č" * 11), facts)
    assert (finding.level, finding.code, finding.where) == ("error", "text_too_long", "text")
    assert finding.params == {"value": 11, "max": 10, "off": 1, "unit": "graphemes"}
    assert finding.fact is facts["text.text_max"]


def test_two_limits_on_one_text_both_apply():
    facts = {
        **fact("text.text_max", 10, "graphemes"),
        **fact("text.text_bytes_max", 12, "bytes"),
    }
    assert [f.params["unit"] for f in check(Payload("č" * 8), facts)] == ["bytes"]
    assert [f.params["unit"] for f in check(Payload("č" * 11), facts)] == ["graphemes", "bytes"]


def test_each_post_of_a_thread_is_measured():
    facts = fact("text.text_max", 10, "graphemes")
    post = Payload("short", thread=(Part("also short"), Part("this is too long")))
    assert said(post, facts) == [("error", "text_too_long", "thread.2")]


def test_the_content_warning_takes_room_where_it_counts():
    facts = {**fact("text.text_max", 10, "characters"), **fact("text.content_warning_counts", True)}
    assert only(Payload("a" * 8, content_warning="food"), facts).params["off"] == 2


@pytest.mark.parametrize(
    ("confidence", "more", "level"),
    [
        ("official_contract", {}, "error"),
        ("official_doc", {}, "error"),
        ("observed", {}, "error"),
        ("secondary", {}, "warning"),
        ("secondary", {"careful": True}, "error"),
        ("memory_unverified", {}, "hint"),
        ("memory_unverified", {"live": True}, "error"),
        ("official_doc", {"effect": "downscaled"}, "hint"),
        ("official_doc", {"effect": "risky"}, "warning"),
        ("official_doc", {"effect": "downscaled", "live": True}, "error"),
    ],
)
def test_a_limit_weighs_as_much_as_its_source(confidence, more, level):
    facts = trusted("media.images_max", 0, confidence, **more)
    finding = only(replace(POST, media=(picture(),)), facts)
    assert (finding.level, finding.blocks) == (level, level == "error")


def test_advice_is_never_more_than_a_hint():
    facts = fact("text.hashtags_recommended_max", 1)
    assert said(Payload("#rye #bread"), facts) == [("hint", "many_hashtags", "text")]


def test_a_word_instead_of_a_number_limits_nothing():
    assert check(POST, fact("text.tags_max", "unlimited", "count")) == ()


@pytest.mark.parametrize(
    ("key", "changes", "code"),
    [
        ("media.image_bytes_max", {"n_bytes": 101}, "file_too_heavy"),
        ("media.upload_bytes_max", {"n_bytes": 101}, "file_too_heavy"),
        ("media.image_pixels_max", {"width": 101, "height": 1}, "too_many_pixels"),
        ("media.image_side_max", {"width": 5, "height": 101}, "side_too_long"),
        ("media.image_width_max", {"width": 101, "height": 9}, "too_wide"),
        ("media.image_height_max", {"width": 9, "height": 101}, "too_high"),
        ("media.image_ratio_max", {"width": 202, "height": 1}, "shape_too_wide"),
        ("media.alt_text_max", {"alt_text": "a" * 101}, "alt_text_too_long"),
    ],
)
def test_every_figure_of_a_picture_may_be_limited(key, changes, code):
    finding = only(replace(POST, media=(picture(), picture(**changes))[1:]), fact(key, 100))
    assert (finding.level, finding.code) == ("error", code)
    assert finding.where.startswith("media.0")


@pytest.mark.parametrize(
    ("key", "code"),
    [
        ("media.image_width_min", "too_narrow"),
        ("media.image_height_min", "too_low"),
        ("media.image_side_min", "side_too_short"),
        ("media.image_bytes_min", "file_too_small"),
    ],
)
def test_there_are_least_sizes_too(key, code):
    small = picture(width=9, height=9, n_bytes=9)
    assert only(replace(POST, media=(small,)), fact(key, 10)).code == code


def test_films_have_limits_of_their_own():
    film = picture(mime="video/mp4", seconds=181.0, n_bytes=500)
    facts = {
        **fact("media.video_seconds_max", 180, "seconds"),
        **fact("media.image_bytes_max", 100, "bytes"),
    }
    assert said(replace(POST, media=(film,)), facts) == [("error", "video_too_long", "media.0")]


def test_pictures_are_counted_in_each_post_of_the_thread():
    post = replace(POST, thread=(Part("two", (picture(), picture())),))
    assert said(post, fact("media.images_max", 1)) == [
        ("error", "too_many_images", "thread.1.media")
    ]


def test_a_file_too_heavy_for_all_is_not_also_too_heavy_for_some():
    facts = {**fact("media.image_bytes_max", 100), **fact("media.image_bytes_safe", 50)}
    assert said(replace(POST, media=(picture(n_bytes=101),)), facts) == [
        ("error", "file_too_heavy", "media.0")
    ]
    assert said(replace(POST, media=(picture(n_bytes=99),)), facts) == [
        ("warning", "file_heavy_for_some", "media.0")
    ]


def test_the_first_picture_alone_is_limited_where_the_fact_says_so():
    facts = fact("media.alt_text_max", 3, "characters", scope="first_image")
    post = replace(POST, media=(picture(alt_text="rye"), picture(alt_text="a long one")))
    assert check(post, facts) == ()


def test_tags_are_counted_and_measured():
    post = replace(POST, tags=("rye", "#bread"))
    facts = {**fact("text.tags_max", 1), **fact("text.tag_max", 4)}
    assert {f.where for f in check(post, facts)} == {"tags", "tags.1"}


@pytest.mark.parametrize(
    ("key", "unit", "code", "level", "mend"),
    [
        ("text.motto_max", "characters", "field_too_long", "error", "shorten"),
        ("text.motto_recommended_max", "characters", "field_too_long", "hint", "shorten"),
        ("text.motto_min", "characters", "field_too_short", "error", ""),
    ],
)
def test_a_further_field_is_limited_by_its_name_alone(key, unit, code, level, mend):
    post = replace(POST, details=(("motto", "Rye bread"),))
    finding = only(post, fact(key, 99 if code.endswith("short") else 3, unit))
    assert (finding.code, finding.level, finding.mend) == (code, level, mend)


def test_a_further_field_may_be_counted_instead():
    post = replace(POST, details=(("labels.0", "rye"), ("labels.1", "oats")))
    finding = only(post, fact("text.labels_max", 1, "count"))
    assert (finding.code, finding.where, finding.mend) == ("too_many_of_field", "labels", "remove")
    assert only(post, fact("text.labels_min", 3, "count")).code == "too_few_of_field"


@pytest.mark.parametrize("key", ["text.url_weight", "media.weather", "publishing.moods"])
def test_a_number_that_limits_nothing_limits_nothing(key):
    assert limit_for(key) is None


def test_facts_that_grew_are_read_anew():
    facts = fact("text.text_max", 500)
    assert check(POST, facts) == ()
    facts |= fact("text.text_bytes_max", 3)
    assert [finding.code for finding in check(POST, facts)] == ["text_too_long"]
