"""Words are mended by the least that helps: the finding goes, the rest stays as it was."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skupnost.domain.mending import mended
from skupnost.domain.payload import MediaItem, Part, Payload
from skupnost.domain.preflight import check
from skupnost.domain.preflight.tests.posts import POST, fact, picture

MAX_30 = fact("text.text_max", 30, "characters")
FILM = MediaItem("b" * 64, "video/mp4", 9, 9, 9, 2.0, "Kneading")


def after(payload: Payload, facts: dict, code: str, mend: str = "") -> Payload:
    (finding,) = [one for one in check(payload, facts) if one.code == code]
    changed = mended(payload, facts, finding, mend)
    assert changed is not None
    assert code not in [one.code for one in check(changed, facts)]
    return changed


def text_after(text: str, facts: dict, code: str = "text_too_long") -> str:
    return after(Payload(text), facts, code).text


def test_a_text_is_cut_after_the_last_word_that_fits():
    text = "Fresh rye bread at seven, buns at eight."
    assert text_after(text, MAX_30) == "Fresh rye bread at seven…"


def test_a_sentence_that_fits_keeps_its_full_stop():
    assert text_after("Rye bread is ready at seven. Buns later.", MAX_30).endswith("seven. …")


def test_a_link_behind_the_cut_stays():
    text = "Fresh rye bread at seven o'clock every day https://zora.si/a"
    cut = text_after(text, fact("text.text_max", 40, "characters"))
    assert cut == "Fresh rye bread at… https://zora.si/a"


def test_a_link_is_never_cut():
    text = "Rye https://zora.si/bread/rye-with-caraway-and-salt today"
    assert text_after(text, MAX_30) == "Rye…"


def test_one_endless_word_is_cut_between_letters():
    assert text_after("a" * 40, MAX_30) == "a" * 29 + "…"


def test_a_letter_of_many_signs_stays_whole():
    family = "👩‍👩‍👧‍👦"
    cut = text_after(family * 10, fact("text.text_max", 5, "graphemes"))
    assert cut == family * 4 + "…"


@given(st.text(min_size=1, max_size=200), st.integers(5, 60))
def test_whatever_was_written_fits_afterwards_or_stays(text: str, most: int) -> None:
    facts = fact("text.text_max", most, "characters")
    payload = Payload(text)
    for finding in check(payload, facts):
        changed = mended(payload, facts, finding) if finding.code == "text_too_long" else None
        assert changed is None or len(changed.text) <= most


def test_a_megabyte_is_cut_without_counting_all_of_it_again_and_again():
    cut = text_after("rye bread " * 100_000, fact("text.text_max", 300, "characters"))
    assert cut == "rye bread " * 29 + "rye bread"[:9] + "…"


def test_bytes_and_letters_are_both_kept_to():
    facts = fact("text.text_max", 30, "graphemes") | fact("text.text_bytes_max", 30, "bytes")
    found = [one for one in check(Payload("čaj " * 12), facts) if one.where == "text"]
    assert len(found) == 2
    changed = mended(Payload("čaj " * 12), facts, found[0])
    assert changed is not None
    assert len(changed.text.encode()) <= 30


@pytest.mark.parametrize("name", ["title", "excerpt", "content_warning"])
def test_other_texts_are_cut_alike(name):
    facts = fact(f"text.{name}_max", 12, "characters")
    codes = {"content_warning": "warning_too_long"}
    payload = replace(POST, **{name: "Fresh rye bread"})
    changed = after(payload, facts, codes.get(name, f"{name}_too_long"))
    assert getattr(changed, name) == "Fresh rye…"
    assert changed.text == POST.text


def test_an_address_and_a_tag_get_no_ellipsis():
    facts = fact("text.slug_max", 6, "characters") | fact("text.tag_max", 3, "characters")
    payload = replace(POST, slug="fresh-rye", tags=("rye", "bread"))
    changed = after(after(payload, facts, "slug_too_long"), facts, "tag_too_long")
    assert (changed.slug, changed.tags) == ("fresh", ("rye", "bre"))


def test_a_description_is_cut_and_the_picture_stays_the_same():
    facts = fact("media.alt_text_max", 8, "characters")
    payload = replace(POST, media=(picture(), picture(alt_text="A tall loaf of rye")))
    found = [one for one in check(payload, facts) if one.where == "media.1.alt_text"]
    changed = mended(payload, facts, found[0])
    assert changed is not None
    assert changed.media[1] == picture(alt_text="A tall…")
    assert changed.media[0] == picture()


def test_a_long_text_can_become_a_thread():
    facts = MAX_30 | fact("machine.fields", ("thread",))
    text = "Rye bread is ready at seven. Buns come at eight, rolls at nine."
    changed = after(Payload(text, media=(picture(),)), facts, "text_too_long", "split")
    assert " ".join(part.text for part in changed.parts) == text
    assert changed.media == (picture(),)


def test_where_there_are_no_threads_none_is_made():
    payload = Payload("rye " * 20)
    (finding,) = check(payload, MAX_30)
    assert mended(payload, MAX_30, finding, "split") is None


def test_surplus_tags_are_those_at_the_end():
    payload = replace(POST, tags=("rye", "bread", "bakery"))
    assert after(payload, fact("text.tags_max", 2), "too_many_tags").tags == ("rye", "bread")


def test_hashtags_at_the_end_go_and_those_in_a_sentence_lose_their_sign():
    facts = fact("text.hashtags_max", 1)
    text = "Our #rye is #fresh today.\n#bread #bakery"
    assert text_after(text, facts, "too_many_hashtags") == "Our #rye is fresh today.\n"


def test_surplus_mentions_stay_as_names():
    text = "Thanks @ana@zora.si and @bor@zora.si!"
    assert "@ana@zora.si and bor@zora.si!" in text_after(
        text, fact("text.mentions_max", 1), "too_many_mentions"
    )


def test_surplus_links_go_whole():
    text = "See https://a.si/x and https://b.si/y"
    assert text_after(text, fact("text.links_max", 1), "too_many_links") == "See https://a.si/x and"


def test_surplus_pictures_are_those_at_the_end_and_films_do_not_count():
    payload = replace(POST, media=(picture(name="1"), FILM, picture(name="2"), picture(name="3")))
    changed = after(payload, fact("media.images_max", 2), "too_many_images")
    assert [item.name for item in changed.media] == ["1", "", "2"]


def test_pictures_and_a_film_the_first_decides_which_stay():
    facts = fact("media.images_and_video_together", False)
    payload = replace(POST, media=(FILM, picture()))
    assert after(payload, facts, "images_and_video").media == (FILM,)


def test_a_film_that_cannot_be_sent_is_left_out_alone():
    payload = replace(POST, media=(picture(), FILM))
    facts = fact("machine.media", ("image",))
    assert after(payload, facts, "medium_not_sent").media == (picture(),)


def test_a_thread_becomes_one_post_without_losing_a_word():
    payload = replace(POST, thread=(Part("More", (picture(),)),))
    changed = after(payload, fact("machine.fields", ()), "thread_impossible")
    assert (changed.text, changed.media, changed.thread) == (
        f"{POST.text}\n\nMore",
        (picture(),),
        (),
    )


def test_a_warning_that_is_not_shown_goes_into_the_text():
    payload = replace(POST, content_warning="Gluten")
    changed = after(payload, fact("machine.fields", ()), "warning_not_shown")
    assert changed.text == f"Gluten\n\n{POST.text}"


def test_signs_that_no_network_takes_are_taken_out():
    assert text_after("Rye\x07 bread", {}, "control_character") == "Rye bread"


def test_a_mend_that_brings_another_finding_is_not_made():
    facts = fact("text.text_max", 3, "characters") | fact("text.text_min", 9, "characters")
    payload = Payload("Fresh rye bread")
    (finding,) = check(payload, facts)
    assert mended(payload, facts, finding) is None
