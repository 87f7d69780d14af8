"""Links as linkify-it finds them: with a scheme, bare, e-mail; and none where none belong."""

from __future__ import annotations

import pytest
from hypothesis import given

from skupnost.domain.text.linkify import find_links
from skupnost.domain.text.tests.test_entities import TEXTS


def found(text, **options):
    return [text[link.start : link.end] for link in find_links(text, **options)]


@pytest.mark.parametrize(
    ("text", "link"),
    [
        ("See https://bakery.si/rye_(fresh).", "https://bakery.si/rye_(fresh)"),
        ("write to ana@bakery.si, soon", "ana@bakery.si"),
        ("(bakery.si/menu)", "bakery.si/menu"),
        ("come to //bakery.si!", "//bakery.si"),
        ("mailto:ana@localhost", "mailto:ana@localhost"),
        ("10.0.0.1/menu", "10.0.0.1/menu"),
    ],
)
def test_a_link_ends_where_a_reader_would_end_it(text, link):
    assert found(text) == [link]


@pytest.mark.parametrize("text", ["menu.txt", "ana@bakery", "1.2.3", "http://", "a_//bakery.si"])
def test_what_is_no_link_stays_text(text):
    assert found(text) == []


def test_what_stands_alone_is_a_link_only_where_it_is_asked_for():
    assert found("bakery.si ana@bakery.si http://bakery.si", bare=False) == ["http://bakery.si"]


def test_a_link_leads_somewhere_even_if_its_scheme_was_not_written():
    targets = [link.target for link in find_links("bakery.si, ana@bakery.si")]
    assert targets == ["http://bakery.si", "mailto:ana@bakery.si"]


@given(TEXTS)
def test_links_stand_in_order_and_never_overlap(text):
    edges = [edge for link in find_links(text) for edge in (link.start, link.end)]
    assert edges == sorted(edges)
    assert not edges or edges[-1] <= len(text)
