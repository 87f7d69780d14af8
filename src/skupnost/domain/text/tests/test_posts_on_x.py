"""Posts on X: what is linked, what it weighs, and that both hold for any text."""

from __future__ import annotations

from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skupnost.domain.text import Kind, entities_by, measure, over_limit, split_into_thread
from skupnost.domain.text.tests.test_entities import TEXTS
from skupnost.domain.text.tests.text_facts import facts
from skupnost.domain.text.x.entities import find_entities, read_post
from skupnost.domain.text.x.linking import autolink, highlight
from skupnost.domain.text.x.weights import VERSION_2, weigh, weight

X = facts(text_max=(280, "weighted"), url_weight=(23, "weighted"))
SHORT_X = facts(text_max=(40, "weighted"), url_weight=(23, "weighted"))
WORDS = st.text(st.characters(codec=None, exclude_characters=".:@#＠＃$/\ufeff"), max_size=20)


def kinds(text):
    return [(entity.kind, text[entity.start : entity.end]) for entity in entities_by(text, X)]


def test_everything_x_links_is_found_in_order():
    text = "$RYE @ana/bakers see bread.si/a, http://t.co/x #žemlja"
    assert kinds(text) == [
        (Kind.CASHTAG, "$RYE"),
        (Kind.MENTION, "@ana/bakers"),
        (Kind.LINK, "bread.si/a"),
        (Kind.LINK, "http://t.co/x"),
        (Kind.HASHTAG, "#žemlja"),
    ]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("bread", 5),
        ("パン", 4),
        ("🥖", 2),
        ("👨‍👩‍👧‍👦", 2),
        ("🇸🇮👍🏽1️⃣", 6),
        ("https://example.com/a/very/long/way?to=bread", 23),
        ("e\u0301", 1),
    ],
)
def test_a_post_weighs_what_x_says(text, value):
    assert measure(text, X).value == value


def test_the_weights_are_read_from_the_facts():
    heavier = {**X, **facts(url_weight=32, emoji_weight=5, default_weight=3, light_weight=2)}
    assert measure("a パ 🥖 http://t.co/x", heavier).value == 2 + 3 + 5 + 32 + 3 * 2


def test_before_2018_each_part_of_an_emoji_was_counted():
    assert weight("👨‍👩‍👧‍👦", VERSION_2) == 11


@pytest.mark.parametrize("sign", ["\ufeff", "\uffff", "\ufffe"])
def test_three_signs_make_a_post_invalid(sign):
    assert not weigh(f"bread{sign}").is_valid


def test_html_of_a_post_is_safe_by_itself():
    text = '<b> @ana "http://a.si/?x=1&y"'
    assert autolink(text, find_entities(text)) == (
        '&lt;b&gt; @<a class="tweet-url username" href="https://twitter.com/ana">ana</a> &quot;'
        '<a href="http://a.si/?x=1&amp;y">http://a.si/?x=1&amp;y</a>&quot;'
    )


def test_hits_are_marked_inside_the_tags_around_them():
    assert highlight("<a>rye bread</a>", [(4, 9)]) == "<a>rye <em>bread</em></a>"


@given(TEXTS)
def test_entities_of_x_lie_inside_the_text_and_never_overlap(text):
    edges = [edge for entity in find_entities(text) for edge in (entity.start, entity.end)]
    assert edges == sorted(edges)
    assert not edges or (edges[0] >= 0 and edges[-1] <= len(text))


@given(TEXTS)
def test_one_reading_says_the_same_as_two(text):
    assert read_post(text) == (weigh(text), find_entities(text))


@given(WORDS, WORDS)
def test_lengths_of_words_add_up(left, right):
    whole = normalize("NFC", left) + " " + normalize("NFC", right)
    assert weight(whole) == weight(left) + 1 + weight(right)


@given(TEXTS)
def test_what_fits_is_within_the_text(text):
    verdict = weigh(text)
    assert 0 <= verdict.valid_end <= verdict.shown_end or not text
    assert not verdict.is_valid or verdict.valid_end == verdict.shown_end


@given(TEXTS)
def test_what_stands_before_the_excess_of_a_post_fits(text):
    cut = over_limit(text, SHORT_X)
    assert (cut is None) == (measure(text, SHORT_X).over == 0)
    assert cut is None or measure(text[:cut], SHORT_X).over == 0


@given(TEXTS, st.booleans())
def test_parts_of_a_thread_on_x_fit_and_lose_nothing(text, numbered):
    parts = split_into_thread(text, SHORT_X, numbered=numbered)
    assert all(measure(part, SHORT_X).over == 0 for part in parts)
    bare = [part.rsplit(" ", 1)[0] for part in parts] if numbered and len(parts) > 1 else parts
    assert "".join("".join(bare).split()) == "".join(text.split())
