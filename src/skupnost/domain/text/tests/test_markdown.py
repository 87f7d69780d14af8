"""Markdown becomes HTML that is safe to publish."""

from __future__ import annotations

import pytest

from skupnost.domain.text.markdown import to_html


def test_headings_lists_and_pictures_become_html():
    html = to_html("# Bread\n\n- rye\n- wheat\n\n![Loaf](https://example.com/loaf.png)")
    assert "<h1>Bread</h1>" in html
    assert "<li>rye</li>" in html
    assert '<img src="https://example.com/loaf.png" alt="Loaf">' in html


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "[x](javascript:alert(1))",
        "<img src=x onerror=alert(1)>",
        "[x](data:text/html,hi)",
        '[x](https://a.si "onclick=")<iframe src="https://a.si"></iframe>',
    ],
)
def test_nothing_that_runs_gets_through(text):
    html = to_html(text)
    for dangerous in ("<script", "<iframe", "<img src=x", 'href="javascript', 'href="data'):
        assert dangerous not in html


def test_html_in_the_source_is_shown_as_text():
    assert to_html("a <b>bold</b> word") == "<p>a &lt;b&gt;bold&lt;/b&gt; word</p>\n"


def test_a_broken_character_becomes_a_sign_instead_of_an_error():
    assert to_html("a\ud800b") == "<p>a\N{REPLACEMENT CHARACTER}b</p>\n"


def test_an_address_in_running_text_becomes_a_link():
    html = to_html("Rolls: https://bakery.si/a_b_c?day=1&from=6. Come!")
    link = "https://bakery.si/a_b_c?day=1&amp;from=6"
    assert html == f'<p>Rolls: <a href="{link}">{link}</a>. Come!</p>\n'


@pytest.mark.parametrize(
    "text",
    [
        "[https://bakery.si](https://bakery.si/rolls)",
        "<https://bakery.si/rolls>",
        "[see *https://bakery.si*](https://bakery.si/rolls)",
    ],
)
def test_a_link_is_not_linked_twice(text):
    assert to_html(text).count("<a ") == 1


@pytest.mark.parametrize(
    "text", ["`https://bakery.si`", "    https://bakery.si", "@a #b bakery.si"]
)
def test_code_and_bare_names_are_no_links(text):
    assert "<a " not in to_html(text)
