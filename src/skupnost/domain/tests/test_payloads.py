"""What is frozen stays what it was, whatever fields come later."""

from __future__ import annotations

import pytest

from skupnost.domain.payload import MediaItem, Part, Payload

PICTURE = MediaItem("a" * 64, "image/png", 90, width=9, height=9, alt_text="A loaf")


def test_a_payload_comes_back_from_its_text_as_it_was():
    payload = Payload(
        "Rye",
        media=(PICTURE,),
        thread=(Part("two", (PICTURE,)),),
        tags=("rye",),
        details=(("first_comment", "Come early"), ("poll.options.0", "Rye")),
        cover=PICTURE,
        subtitles=(MediaItem("b" * 64, "text/vtt", 12),),
    )
    assert Payload.from_json(payload.to_json()) == payload


def test_a_picture_without_words_comes_back_too():
    payload = Payload("", media=(PICTURE,))
    assert Payload.from_json(payload.to_json()) == payload


def test_later_fields_do_not_change_what_was_approved_before():
    payload = Payload("Rye", media=(PICTURE,))
    assert payload.to_json() == (
        '{"media":[{"alt_text":"A loaf","decorative":false,"height":9,"mime":"image/png",'
        f'"n_bytes":90,"name":"","seconds":null,"sha256":"{"a" * 64}","width":9}}],"text":"Rye"}}'
    )


def test_a_field_that_nobody_knows_is_an_error():
    with pytest.raises(ValueError, match="tone"):
        Payload.from_json('{"text":"Rye","tone":"warm"}')


def test_a_further_field_is_found_by_its_name():
    payload = Payload("Rye", details=(("first_comment", "Come early"),))
    assert (payload.detail("first_comment"), payload.detail("format")) == ("Come early", "")
