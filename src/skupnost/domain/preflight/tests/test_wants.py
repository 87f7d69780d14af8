"""What is wrong with a post though no number says so."""

from __future__ import annotations

from dataclasses import replace

import pytest

from skupnost.domain.payload import Part, Payload
from skupnost.domain.preflight import check
from skupnost.domain.preflight.tests.posts import POST, fact, only, picture, said

FIELDS = fact("machine.fields", ("visibility", "language"))


def test_a_post_with_nothing_in_it_is_refused():
    assert said(Payload(" \n"), {}) == [("error", "post_empty", "text")]


def test_a_picture_alone_is_a_post():
    assert check(Payload("", media=(picture(),)), {}) == ()


def test_an_empty_post_in_a_thread_is_refused():
    post = replace(POST, thread=(Part("two"), Part(" ")))
    assert said(post, {}) == [("error", "thread_part_empty", "thread.2")]


def test_a_title_may_be_required():
    facts = fact("text.title_required", True)
    assert said(POST, facts) == [("error", "title_required", "title")]
    assert check(replace(POST, title="Bread"), facts) == ()


def test_a_title_that_will_not_be_shown_is_mentioned():
    finding = only(replace(POST, title="Bread"), FIELDS)
    assert (finding.level, finding.code, finding.where) == ("hint", "field_not_shown", "title")


def test_a_lost_content_warning_is_a_warning():
    assert said(replace(POST, content_warning="food"), FIELDS)[0][0] == "warning"


def test_a_thread_that_would_lose_its_rest_is_refused():
    post = replace(POST, thread=(Part("two"),))
    assert said(post, FIELDS) == [("error", "thread_impossible", "thread")]


def test_a_private_post_never_becomes_public_unseen():
    post = replace(POST, visibility="private")
    assert said(post, fact("machine.fields", ())) == [
        ("error", "visibility_impossible", "visibility")
    ]
    assert check(replace(POST, visibility="public"), fact("machine.fields", ())) == ()


def test_a_visibility_the_network_does_not_know_is_refused():
    facts = fact("publishing.visibilities", ("public", "private"))
    assert only(replace(POST, visibility="secret"), facts).params["known"] == "public, private"


@pytest.mark.parametrize("code", ["sl", "pt-BR", "zh-Hans-CN", ""])
def test_codes_of_languages_are_known_by_their_form(code):
    assert check(replace(POST, language=code), {}) == ()


def test_a_language_in_words_is_refused():
    assert only(replace(POST, language="Slovenščina"), {}).code == "language_unknown"


@pytest.mark.parametrize(
    "address", ["example.com", "javascript:alert(1)", "https://", "ftp://a.si"]
)
def test_a_link_card_needs_an_address(address):
    assert only(replace(POST, link_url=address), {}).code == "link_not_an_address"


def test_the_picture_of_a_link_card_may_have_to_be_small():
    post = replace(POST, link_url="https://example.com/rye", media=(picture(),))
    facts = fact("media.link_card_thumb_bytes_max", 99_999)
    assert said(post, facts) == [("error", "thumb_too_heavy", "media.0")]
    assert check(replace(post, link_url=""), facts) == ()


def test_a_link_card_may_take_one_picture_as_its_own():
    post = replace(POST, link_url="https://example.com/rye", media=(picture(),))
    facts = fact("text.link_card_with_media", 1)
    assert check(post, facts) == ()
    two = replace(post, media=(picture(), picture()))
    assert said(two, facts) == [("hint", "link_card_dropped", "link_url")]


def test_a_picture_of_a_type_that_is_not_taken_is_refused():
    facts = fact("media.image_types", ("image/png", "image/webp"))
    assert only(replace(POST, media=(picture(),)), facts).params["type"] == "image/jpeg"
    assert check(replace(POST, media=(picture(mime="image/webp"),)), facts) == ()


def test_a_whole_family_of_types_may_be_taken():
    facts = fact("media.image_types", ("image/*",))
    assert check(replace(POST, media=(picture(mime="image/avif"),)), facts) == ()


def test_pictures_and_films_may_exclude_each_other():
    post = replace(POST, media=(picture(), picture(mime="video/mp4")))
    facts = fact("media.images_and_video_together", False)
    assert said(post, facts) == [("error", "images_and_video", "media")]


def test_a_picture_without_description_is_warned_about():
    post = replace(POST, media=(picture(), picture(alt_text=" ")))
    assert said(post, {}) == [("warning", "alt_text_missing", "media.1.alt_text")]


def test_a_decorative_picture_needs_none():
    assert check(replace(POST, media=(picture(alt_text="", decorative=True),)), {}) == ()


@pytest.mark.parametrize(
    ("text", "code", "sign"),
    [("a\x07b", "control_character", "U+0007"), ("a\ud800b", "broken_character", "U+D800")],
)
def test_characters_that_no_network_takes_are_found(text, code, sign):
    finding = only(Payload(text), {})
    assert (finding.level, finding.code) == ("error", code)
    assert finding.params == {"at": 1, "character": sign}


@pytest.mark.parametrize("text", ["a\nb\tc\r\n", "👩‍👩‍👧‍👦 🇸🇮", "خبز \u200f", "a\u00a0b\u00adc"])
def test_ordinary_invisible_characters_pass(text):
    assert check(Payload(text), {}) == ()


def test_descriptions_titles_and_tags_are_searched_too():
    post = replace(
        POST, title="a\x00", tags=("b\x00",), media=(picture(alt_text="c\x00"),), excerpt="d\x00"
    )
    places = {finding.where for finding in check(post, {})}
    assert places == {"title", "tags.0", "media.0.alt_text", "excerpt"}


def test_a_tag_may_be_refused_for_its_first_sign():
    facts = fact("text.tag_start_forbidden", (",",))
    finding = only(replace(POST, tags=("rye, bread", ",rye")), facts)
    assert (finding.code, finding.where) == ("forbidden_character", "tags.1")


def test_signs_may_be_forbidden_in_a_title():
    finding = only(replace(POST, title="a <b>"), fact("text.title_forbidden", ("<", ">")))
    assert finding.params == {"characters": "< >"}


def test_where_a_person_has_to_publish_it_is_said():
    assert said(POST, fact("publish", "api_unproven")) == [
        ("hint", "publishing_by_hand", "channel")
    ]
    assert said(POST, fact("publish", "none")) == [("error", "publishing_impossible", "channel")]


def test_errors_come_first():
    post = Payload("a" * 6, title="Bread", media=(picture(alt_text=""),))
    levels = [f.level.value for f in check(post, {**FIELDS, **fact("text.text_max", 5)})]
    assert levels == ["error", "warning", "hint"]


def test_who_publishes_by_hand_is_shown_the_fact_that_makes_it_so():
    closed, ours = fact("publish", "assisted"), fact("machine.publish", "assisted")
    assert only(POST, {**closed, **ours}).fact is closed["publish"]
    unbuilt = {**fact("publish", "api"), **ours}
    assert only(POST, unbuilt).fact is ours["machine.publish"]


@pytest.mark.parametrize("key", ["machine.fields", "publishing.visibilities"])
def test_a_word_instead_of_a_list_rules_nothing_out(key):
    post = replace(POST, title="Bread", visibility="secret")
    assert check(post, fact(key, "unknown")) == ()


PRICES = {**fact("cost_post_usd", 0.01), **fact("cost_post_with_url_usd", 0.2)}


@pytest.mark.parametrize(
    ("post", "usd"),
    [
        (POST, 0.01),
        (replace(POST, thread=(Part("two"), Part("three #rye"))), 0.03),
        (replace(POST, link_url="https://zora.example/"), 0.2),
        (replace(POST, thread=(Part("https://zora.example/"),)), 0.4),
    ],
)
def test_what_a_post_costs_depends_on_its_links_and_its_parts(post, usd):
    finding = only(post, {**PRICES, **fact("publish", "api")})
    assert (finding.level, finding.code, finding.params) == ("hint", "post_costs", {"usd": usd})


def test_nothing_is_said_of_a_price_where_there_is_none_to_pay():
    assert check(POST, {**fact("publish", "api"), **fact("cost_post_usd", 0)}) == ()
    by_hand = {**PRICES, **fact("publish", "assisted")}
    assert [finding.code for finding in check(POST, by_hand)] == ["publishing_by_hand"]
    assert check(POST, PRICES) == ()
