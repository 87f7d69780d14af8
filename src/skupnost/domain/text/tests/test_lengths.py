"""How long a text is, by each unit and by the facts that change the counting."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skupnost.domain.text import UNITS, UnknownUnit, count, measure
from skupnost.domain.text.tests.text_facts import bluesky, facts, mastodon
from skupnost.domain.text.units import GRAPHEME

FAMILY = "👩‍👩‍👧‍👦"


@pytest.mark.parametrize(
    ("unit", "expected"),
    [("graphemes", 4), ("code_points", 11), ("utf16_units", 17), ("bytes", 37), ("characters", 17)],
)
def test_each_unit_counts_in_its_own_way(unit, expected):
    assert count(f"{FAMILY}čš🇸🇮", unit) == expected


def test_where_emoji_count_as_bytes_letters_do_not():
    assert count("čaj", "emoji_bytes") == 3
    assert count("čaj 👍", "emoji_bytes") == 4 + 4
    assert count(f"č{FAMILY}🇸🇮1️⃣", "emoji_bytes") == 1 + 25 + 8 + 7


def test_an_unknown_unit_is_named():
    with pytest.raises(UnknownUnit, match="parsecs"):
        count("a", "parsecs")


def test_a_link_counts_the_same_whatever_its_length():
    short = measure("see https://example.com", mastodon())
    long = measure("see https://example.com/" + "x" * 400, mastodon())
    assert short.value == long.value == 4 + 23


def test_the_weight_of_a_link_is_read_from_the_facts():
    assert measure("https://example.com", {**mastodon(), **facts(url_weight=32)}).value == 32


def test_a_link_that_no_reader_can_follow_counts_at_least_its_letters():
    assert measure("http://10.0.0.1/" + "x" * 50, mastodon()).value == 66
    assert measure("http://10.0.0.1/", mastodon()).value == 23


def test_only_the_name_of_a_mention_counts():
    assert measure("@ana@mastodon.social hello", mastodon()).value == len("@ana hello")


def test_a_content_warning_counts_where_the_network_says_so():
    assert measure("abc", mastodon(), content_warning="food").value == 7
    assert measure("abc", bluesky(), content_warning="food").value == 3


def test_without_weights_links_and_mentions_count_as_written():
    text = "https://example.com/page @ana@mastodon.social"
    assert measure(text, bluesky()).value == len(text)


def test_a_length_without_limit_is_never_over():
    length = measure("a" * 9, {})
    assert (length.value, length.max, length.over) == (9, None, 0)


def test_a_word_instead_of_a_number_is_no_limit():
    assert measure("a", facts(text_max=("unlimited", "characters"))).max is None


@given(st.text(alphabet=st.characters(codec=None)))
def test_graphemes_lose_nothing(text):
    assert "".join(GRAPHEME.findall(text)) == text


@given(st.text())
def test_units_keep_their_order(text):
    lengths = {unit: count(text, unit) for unit in UNITS}
    assert lengths["graphemes"] <= lengths["code_points"] <= lengths["utf16_units"]
    assert lengths["characters"] == lengths["utf16_units"] <= lengths["bytes"]


@pytest.mark.parametrize(
    "piece", ["🇸", "\u0301", "👨\u200d", "\ud800", "@a", "http://a.com/(", "]", "a.", "\r\n"]
)
def test_a_megabyte_of_anything_is_measured_in_a_moment(piece):
    text = "http://a.com/" + piece * (1_000_000 // len(piece))
    start = time.perf_counter()
    assert measure(text, mastodon()).value > 0
    assert measure(text, bluesky()).value > 0
    assert time.perf_counter() - start < 10
