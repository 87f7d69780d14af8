"""Where a text becomes too long, and how it becomes a thread."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skupnost.domain.text import Kind, find_entities, measure, over_limit, rulers, split_into_thread
from skupnost.domain.text.tests.test_entities import TEXTS
from skupnost.domain.text.tests.text_facts import bluesky, mastodon
from skupnost.domain.text.units import GRAPHEME

RULES = st.sampled_from([mastodon(40), bluesky(30, 90), mastodon(60), bluesky(50, 3000)])


def fits(text, facts):
    return not any(ruler.measure(text).over for ruler in rulers(facts))


def test_what_fits_has_no_excess():
    assert over_limit("a" * 500, mastodon()) is None


def test_the_excess_begins_at_the_first_letter_too_much():
    assert over_limit("a" * 501, mastodon()) == 500


def test_the_excess_never_begins_inside_a_link():
    text = "a" * 480 + " https://example.com/bread"
    assert over_limit(text, mastodon()) == 481


def test_the_excess_never_begins_inside_a_character():
    assert over_limit("a" * 299 + "👩‍👩‍👧‍👦b", bluesky()) == 299 + len("👩‍👩‍👧‍👦")


def test_the_stricter_of_two_limits_decides():
    assert over_limit("👩‍👩‍👧‍👦" * 200, bluesky()) == 120 * len("👩‍👩‍👧‍👦")


def test_a_content_warning_takes_its_room():
    assert over_limit("a" * 498, mastodon(), content_warning="food") == 496


@given(TEXTS, RULES)
def test_what_stands_before_the_excess_fits(text, facts):
    cut = over_limit(text, facts)
    assert (cut is None) == fits(text, facts)
    assert cut is None or fits(text[:cut], facts)


@given(TEXTS, RULES, st.booleans())
def test_parts_are_never_too_long_and_lose_nothing(text, facts, numbered):
    parts = split_into_thread(text, facts, numbered=numbered)
    assert all(fits(part, facts) for part in parts)
    bare = [part.rsplit(" ", 1)[0] for part in parts] if numbered and len(parts) > 1 else parts
    assert "".join("".join(bare).split()) == "".join(text.split())
    assert parts == split_into_thread(text, facts, numbered=numbered)


@given(st.lists(st.text(st.characters(categories=["L", "N"]), min_size=1, max_size=9)))
def test_words_that_fit_are_never_broken(words):
    parts = split_into_thread(" ".join(words), bluesky(12, 400))
    assert [word for part in parts for word in part.split()] == " ".join(words).split()


def test_a_link_that_fits_stays_whole():
    text = "a" * 30 + " https://example.com/" + "b" * 200
    parts = split_into_thread(text, mastodon(40))
    assert parts == ("a" * 30, "https://example.com/" + "b" * 200)


def test_a_mention_that_fits_stays_whole():
    parts = split_into_thread("word " * 3 + "@ana@mastodon.social", bluesky(20))
    assert [e.kind for e in find_entities(parts[-1])] == [Kind.MENTION]


def test_a_word_longer_than_the_limit_is_broken_between_characters():
    text = "👩‍👩‍👧‍👦" * 7
    parts = split_into_thread(text, bluesky(3))
    assert [len(GRAPHEME.findall(part)) for part in parts] == [3, 3, 1]


def test_a_thread_breaks_at_the_end_of_a_sentence_where_it_can():
    text = "We bake at five. The bread is warm at seven, come early."
    assert split_into_thread(text, bluesky(30))[0] == "We bake at five."


def test_numbers_are_counted_too():
    parts = split_into_thread("word " * 40, bluesky(20), numbered=True)
    assert parts[0].endswith(f" 1/{len(parts)}")
    assert all(measure(part, bluesky(20)).over == 0 for part in parts)


def test_a_text_that_fits_is_one_part_without_a_number():
    assert split_into_thread(" short ", bluesky(), numbered=True) == ("short",)


def test_nothing_but_white_space_has_no_parts():
    assert split_into_thread(" \n ", bluesky()) == ()


@pytest.mark.parametrize("piece", ["word ", "a", "🇸🇮", "https://example.com/x "])
def test_half_a_megabyte_becomes_a_thread_without_a_quadratic_wait(piece):
    text = piece * (500_000 // len(piece))
    start = time.perf_counter()
    assert len(split_into_thread(text, mastodon(), numbered=True)) > 300
    assert time.perf_counter() - start < 60
