"""What a limit on words and counts counts, and where it has nothing to count."""

from __future__ import annotations

from dataclasses import replace

import pytest

from skupnost.domain.payload import Part, Payload
from skupnost.domain.preflight import check, lengths
from skupnost.domain.preflight.tests.posts import (
    FILM,
    POST,
    counted,
    fact,
    picture,
    said,
    with_details,
)

LINK = "https://zora.example/rye"
GIF = picture(mime="image/gif", n_frames=9)


@pytest.mark.parametrize(
    ("unit", "n"), [("", 4), ("graphemes", 1), ("code_points", 2), ("utf16_units", 4), ("bytes", 8)]
)
def test_a_field_is_measured_in_the_unit_of_its_limit(unit, n):
    assert counted(replace(POST, title="👍🏽"), "text.title_max", unit) == {"title": n}


@pytest.mark.parametrize("media", [(), (picture(), FILM)])
def test_a_limit_on_words_under_photos_concerns_photos_alone(media):
    post = Payload("Rye", title="Bread", media=media)
    assert counted(post, "text.photo_description_max") == {}
    assert counted(post, "text.photo_title_max") == {}
    photo = replace(post, media=(picture(),), thread=(Part("Oats"),))
    assert counted(photo, "text.photo_description_max") == {"text": 3}
    assert counted(photo, "text.photo_title_max") == {"title": 5}


def test_a_photo_without_a_title_has_none_to_measure():
    assert counted(replace(POST, media=(picture(),)), "text.photo_title_max") == {}


def test_the_limit_under_photos_stands_in_for_the_limit_of_the_text_and_for_no_other():
    own = fact("text.photo_description_max", 9)
    photo = Payload("Rye", media=(picture(),))
    assert counted(photo, "text.text_max", beside=own) == {}
    assert counted(photo, "text.text_bytes_max", beside=own) == {"text": 3}
    assert counted(Payload("Rye"), "text.text_max", beside=own) == {"text": 3}


def test_a_limit_on_captions_concerns_the_posts_of_a_thread_that_have_media():
    post = Payload("Rye", thread=(Part("Oats", (FILM,)),))
    assert counted(post, "text.caption_max") == {"thread.1": 4}


@pytest.mark.parametrize(
    ("media", "most"), [((), 500), ((picture(),), 80), ((FILM,), 500), ((picture(), FILM), 500)]
)
def test_the_counter_beside_a_photo_goes_to_the_limit_under_photos(media, most):
    facts = {**fact("text.text_max", 500), **fact("text.photo_description_max", 80)}
    (length,) = lengths(Payload("Rye", media=media), facts)
    assert (length.value, length.max) == (3, most)


@pytest.mark.parametrize(("media", "most"), [((), 500), ((picture(),), 80), ((FILM,), 80)])
def test_the_counter_beside_media_goes_to_the_limit_on_captions(media, most):
    facts = {**fact("text.text_max", 500), **fact("text.caption_max", 80)}
    assert lengths(Payload("Rye", media=media), facts)[0].max == most
    assert lengths(Payload("Rye", media=media), fact("text.text_max", 500))[0].max == 500


def test_the_title_of_an_article_has_a_limit_of_its_own():
    titled, other = replace(POST, title="Bread"), fact("text.title_max", 100)
    article = replace(titled, details=(("format", "article"),))
    assert counted(titled, "text.article_title_max", beside=other) == {}
    assert counted(article, "text.article_title_max", beside=other) == {"title": 5}
    assert counted(titled, "text.article_title_max") == {"title": 5}
    assert counted(POST, "text.article_title_max") == {}


def test_all_tags_together_have_commas_between_and_quotes_where_there_is_a_blank():
    post = replace(POST, tags=("rye bread", "oats", "spelt"))
    assert counted(post, "text.tags_total_max") == {"tags": len('"rye bread",oats,spelt')}


def test_the_card_of_a_link_is_a_block_of_the_first_post_only():
    post = Payload("One\n\n \n\nTwo", media=(FILM,), link_url=LINK, thread=(Part("Three"),))
    assert counted(post, "text.blocks_max") == {"text": 4, "thread.1": 1}
    assert counted(replace(post, link_url=""), "text.blocks_max")["text"] == 3


def test_a_link_is_a_block_where_it_stands_alone():
    post = Payload(f"See\n\n{LINK}", link_url=LINK, thread=(Part(f"See {LINK}"),))
    assert counted(post, "text.link_blocks_max") == {"text": 2, "thread.1": 0}


@pytest.mark.parametrize(
    ("text", "depth"),
    [
        ("rye", 0),
        ("[quote]a[/quote] [quote]b[/quote]", 1),
        ("[QUOTE=bob][quote]a[/quote][/quote]", 2),
        ("[/quote][quote]a[/quote]", 1),
        ("[quote][quote]never closed", 2),
    ],
)
def test_quotes_are_as_deep_as_they_stand_within_each_other(text, depth):
    assert counted(Payload(text), "text.quote_depth_max") == {"text": depth}


def test_a_cashtag_is_a_short_word_behind_a_dollar():
    assert counted(Payload("$RYE and $oat.x, $5 a$b $toolong"), "text.cashtags_max") == {"text": 2}


def test_what_stands_under_a_picture_and_its_name_are_measured_where_there_are_any():
    post = replace(POST, media=(picture(), picture(caption="Rye", name="rye.jpg")))
    assert counted(post, "media.caption_max") == {"media.1.caption": 3}
    assert counted(post, "media.file_name_max") == {"media.1.name": 7}


def test_of_several_paragraphs_the_longest_counts():
    assert counted(Payload("Rye\n\nOats and rye"), "text.text_block_max") == {"text": 12}
    assert counted(Payload(" "), "text.text_block_max") == {}


def test_words_and_files_travel_together():
    post = Payload("Rye", title="Č", tags=("oat",), media=(picture(n_bytes=90),))
    assert counted(post, "media.request_bytes_max") == {"media": 98}
    assert counted(Payload("Rye"), "media.request_bytes_max") == {}


def test_every_description_counts_unless_the_fact_speaks_of_the_first_picture():
    post = replace(POST, media=(picture(alt_text="rye"), picture(alt_text="oats"), FILM))
    every = {"media.0.alt_text": 3, "media.1.alt_text": 4, "media.2.alt_text": 13}
    assert counted(post, "media.alt_text_max") == every
    assert counted(post, "media.alt_text_max", scope="first_image") == {"media.0.alt_text": 3}


def test_a_poll_that_is_begun_has_no_answers_yet_and_a_post_without_one_has_no_poll():
    begun = with_details(poll__question="When?")
    assert counted(begun, "text.poll_options_max") == {"poll.options": 0}
    answered = with_details(poll__options__0="At six", poll__options__1="At seven")
    assert counted(answered, "text.poll_options_max") == {"poll.options": 2}
    assert counted(with_details(first_comment="Early"), "text.poll_options_max") == {}


def test_fields_are_counted_in_each_embed_that_has_some():
    post = with_details(
        embeds__0__title="Rye", embeds__1__fields__0__name="At", embeds__1__fields__0__value="6"
    )
    assert counted(post, "text.embeds_max") == {"embeds": 2}
    assert counted(post, "text.embed_fields_max") == {"embeds.1.fields": 1}
    assert counted(post, "text.embed_total_max") == {"embeds": 6}
    assert counted(POST, "text.embed_total_max") == {}


@pytest.mark.parametrize(("unit", "n"), [("seconds", 5_400), ("minutes", 90), ("hours", 1.5)])
def test_the_time_of_a_poll_is_told_in_the_unit_of_its_limit(unit, n):
    poll = with_details(poll__seconds="5400")
    assert counted(poll, f"text.poll_{unit}_max", unit) == {"poll.seconds": n}
    assert counted(with_details(poll__seconds="soon"), f"text.poll_{unit}_max", unit) == {}


def test_a_field_of_another_name_is_not_measured():
    post = with_details(description="Rye", first_comment="Early")
    assert counted(post, "text.description_max") == {"description": 3}


@pytest.mark.parametrize(
    ("key", "n"),
    [("images_max", 2), ("gif_max", 1), ("video_count_max", 1), ("attachments_max", 3)],
)
def test_each_limit_on_media_counts_its_own_kind(key, n):
    post = replace(POST, media=(picture(), GIF, FILM))
    assert counted(post, f"media.{key}") == {"media": n}


@pytest.mark.parametrize(
    ("key", "chosen", "n_media", "found"),
    [
        ("carousel_max", "", 1, {}),
        ("carousel_max", "", 2, {"media": 2}),
        ("carousel_max", "carousel", 1, {"media": 1}),
        ("album_max", "album", 1, {"media": 1}),
    ],
)
def test_one_picture_is_no_gallery_unless_it_is_called_one(key, chosen, n_media, found):
    post = replace(POST, media=(picture(),) * n_media, details=(("format", chosen),))
    assert counted(post, f"media.{key}") == found


@pytest.mark.parametrize(("chosen", "n_found"), [("", 0), ("story", 0), ("carousel", 1)])
def test_a_least_number_for_galleries_concerns_galleries(chosen, n_found):
    post = replace(POST, media=(picture(),), details=(("format", chosen),))
    assert len(check(post, fact("media.carousel_min", 2))) == n_found


@pytest.mark.parametrize(
    ("chosen", "n_media", "n_found"),
    [("story", 0, 1), ("story", 1, 0), ("story", 2, 1), ("", 2, 0)],
)
def test_a_story_has_just_so_many_files(chosen, n_media, n_found):
    post = replace(POST, media=(picture(),) * n_media, details=(("format", chosen),))
    assert len(check(post, fact("media.story_media_count", 1))) == n_found


def test_subtitles_are_counted_once_however_long_the_thread():
    post = replace(POST, thread=(Part("two"),), subtitles=(picture(mime="text/vtt"),))
    assert counted(post, "media.captions_max") == {"media": 1}


def test_of_two_limits_on_one_thing_the_one_to_mend_first_is_told():
    facts = {**fact("media.images_max", 2), **fact("media.photos_max", 1)}
    three = replace(POST, media=(picture(),) * 3)
    (finding,) = check(three, facts)
    assert finding.params["off"] == 2
    assert said(replace(three, thread=(Part("two", three.media),)), facts) == [
        ("error", "too_many_images", "media"),
        ("error", "too_many_images", "thread.1.media"),
    ]
