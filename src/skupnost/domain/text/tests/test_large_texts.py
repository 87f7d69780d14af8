"""A megabyte of anything is read in bounded time: nothing looks twice at what it has seen."""

from __future__ import annotations

import time

import pytest

from skupnost.domain.text import find_entities, over_limit, split_into_thread
from skupnost.domain.text.linkify import find_links
from skupnost.domain.text.tests.text_facts import facts
from skupnost.domain.text.x.entities import read_post

X = facts(text_max=(280, "weighted"), url_weight=(23, "weighted"))
MEGABYTE = 1_000_000
SECONDS = 60
"""Quadratic reading would take hours; the bound is wide for a busy machine."""
PIECES = (
    *("a.", "@", "#", "(", "http://a.com/(", "a@a.", "e\u0301", "🥖", "👨\u200d", "🇸"),
    *("\ud800", "あ.", "a-", '"a', "م", "//"),
)


@pytest.mark.parametrize("piece", PIECES)
def test_a_megabyte_of_anything_is_read_in_a_moment(piece):
    text = "http://a.com/" + piece * (MEGABYTE // len(piece.encode("utf-8", "surrogatepass")))
    start = time.perf_counter()
    read_post(text)
    list(find_links(text))
    find_entities(text, bare_links=True)
    assert time.perf_counter() - start < SECONDS


@pytest.mark.parametrize("piece", ["word ", "a.", "@a ", "🥖", "https://a.si/x "])
def test_a_long_text_becomes_a_thread_of_posts_for_x(piece):
    text = piece * (50_000 // len(piece))
    start = time.perf_counter()
    assert over_limit(text, X) is not None
    assert len(split_into_thread(text, X)) > 20
    assert time.perf_counter() - start < SECONDS
