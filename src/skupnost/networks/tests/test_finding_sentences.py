"""Every code of preflight has a sentence that says what is wrong and what to do."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import pytest
from django.utils import translation

from skupnost.domain.facts import Confidence, Source
from skupnost.domain.payload import MediaItem, Part, Payload
from skupnost.domain.preflight import Finding, Level, check
from skupnost.domain.preflight.codes import CODES
from skupnost.networks.amounts import span_words
from skupnost.networks.finding_words import SENTENCES
from skupnost.networks.findings import sentence, sentence_of
from skupnost.networks.queries import facts_for

PARAMS = {
    "value": 12,
    "max": 10,
    "min": 13,
    "off": 2,
    "unit": "characters",
    "visibility": "secret",
    "known": "public",
    "language": "x",
    "type": "image/tiff",
    "codec": "prores",
    "character": "U+0007",
    "characters": ",",
    "field": "title",
    "usd": 0.2,
}
WITH_PLACE = ("control_character", "broken_character")
PICTURE = MediaItem("a" * 64, "image/png", 2_000_001, width=4000, height=3000, alt_text="Rye")


def of(code: str) -> Finding:
    more = {"at": 3} if code in WITH_PLACE else {}
    return Finding(Level.ERROR, code, "text", {**PARAMS, **more})


def test_there_is_a_sentence_for_every_code_and_no_other():
    assert set(SENTENCES) == CODES


@pytest.mark.parametrize("code", sorted(CODES))
def test_a_sentence_is_whole(code):
    with translation.override("en"):
        words = sentence(of(code))
    assert words[0].isupper() or words[0] == "“"
    assert words.endswith(".")
    assert "%(" not in words


def said(payload: Payload, network: str = "bluesky", kind: str = "account", **live) -> list[str]:
    with translation.override("en"):
        return [sentence(f) for f in check(payload, facts_for(network, kind, live or None))]


def test_a_text_too_long_says_by_how_much():
    assert said(Payload("a" * 312)) == [
        "Too long by 12 characters: at most 300 characters. Shorten it or split it."
    ]


def test_one_character_is_not_characters():
    assert "by 1 character:" in said(Payload("a" * 301))[0]


def test_where_none_are_taken_nothing_is_counted():
    finding = replace(of("too_many_videos"), params={"value": 1, "max": 0})
    assert sentence(finding) == "No films are taken here. Remove them."


def test_hours_with_decimals_are_many():
    assert span_words(9000) == "2.5 hours"
    with translation.override("sl"):
        assert span_words(9000) == "2,5 ure"


def test_a_file_just_too_large_is_told_to_the_byte():
    (words,) = said(Payload("Rye", media=(replace(PICTURE, width=0, height=0),)))
    assert words == (
        "Picture 1: The file is too large: 2,000,001 bytes, at most 2,000,000 bytes. "
        "Make it smaller."
    )


def test_later_posts_and_pictures_are_named_by_number():
    post = Payload("Rye", thread=(Part("two", (PICTURE, replace(PICTURE, alt_text=""))),))
    words = said(post, "mastodon")
    assert any(text.startswith("Post 2 of the thread: Picture 2: People who") for text in words)


def test_a_figure_that_others_told_names_its_source_and_date():
    film = replace(PICTURE, mime="video/mp4", n_bytes=100_000_001, seconds=9.0)
    (words,) = said(Payload("Rye", media=(film,)))
    assert words.endswith(
        "According to “Platform enum” (20 August 2026), not to the network itself."
    )


@pytest.mark.parametrize(
    ("n_bytes", "found"),
    [
        (2_000_000_000, []),
        (2_000_000_001, [(Level.WARNING, "file_heavy_for_some")]),
        (4_000_000_000, [(Level.WARNING, "file_heavy_for_some")]),
        (4_000_000_001, [(Level.ERROR, "file_too_heavy")]),
    ],
)
def test_a_film_between_what_meta_and_others_say_is_warned_of_and_a_larger_one_refused(
    n_bytes, found
):
    film = replace(PICTURE, mime="video/mp4", n_bytes=n_bytes, seconds=9.0)
    findings = check(Payload("Rye", media=(film,)), facts_for("facebook", "page"))
    heavy = [one for one in findings if one.code.startswith("file_")]
    assert [(one.level, one.code) for one in heavy] == found


def test_a_film_is_not_called_a_picture():
    film = replace(PICTURE, mime="video/mp4", seconds=200.0, video_codec="h264", width=1280)
    (words, *_) = said(Payload("Rye", media=(replace(film, height=720),)), "x", "standard")
    assert words == "Film 1: The film lasts 200 seconds, at most 140 seconds. Cut it."


def test_an_upright_film_as_x_recommends_it_has_no_finding():
    film = replace(PICTURE, mime="video/mp4", seconds=9.0, video_codec="h264", width=720)
    upright = Payload("Rye", media=(replace(film, height=1280),))
    assert not [words for words in said(upright, "x", "standard") if "high" in words]


def test_a_figure_from_memory_says_that_nobody_verified_it():
    facts = facts_for("bluesky", "account")
    told = facts["text.text_max"]
    memory = Source("mem", "General knowledge", "-", Confidence.MEMORY_UNVERIFIED)
    guessed = replace(told, source=memory, confidence=memory.confidence, as_of=None)
    guessed = replace(guessed, checked_on=date(2026, 11, 23))
    (finding,) = check(Payload("a" * 301), {**facts, "text.text_max": guessed})
    with translation.override("en"):
        words = sentence(finding)
    assert words.endswith("Nobody has verified this rule yet (noted 23 November 2026).")


def test_a_limit_told_by_the_server_needs_no_apology():
    (words,) = said(Payload("a" * 12), "mastodon", **{"text.text_max": 10})
    assert words == "Too long by 2 characters: at most 10 characters. Shorten it or split it."


def test_the_ledger_says_a_kept_finding_again():
    (finding,) = check(Payload("a" * 312), facts_for("bluesky", "account"))
    kept = json.loads(json.dumps({"code": finding.code, "where": "text", **finding.params}))
    with translation.override("en"):
        assert sentence_of(kept) == sentence(finding)
        assert sentence_of({"code": "of_another_time"}) == ""
