"""Slugs, bodies and words of blog articles."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skupnost.domain.payload import MediaItem
from skupnost.kit.dialects.articles import (
    body_html,
    clean_names,
    copies_of,
    file_name,
    plain_text,
    slugified,
    unique_slug,
    wished_slug,
)

SLUG_ALPHABET = set("abcdefghijklmnopqrstuvwxyz0123456789-")


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Žemlje & čaj!", "zemlje-caj"),
        ("Đorđe's Straße", "dordes-strasse"),
        ("Љубљана, Жичка", "ljubljana-zicka"),
        ("Αθήνα", "athina"),
        ("  ¡Hola,  señor!  ", "hola-senor"),
        ("مرحبا 🥖", ""),
        ("", ""),
    ],
)
def test_titles_become_latin_letters(title: str, slug: str):
    assert slugified(title) == slug


@given(st.text(max_size=300), st.uuids())
def test_a_slug_is_short_ascii_and_stays_as_it_is_when_made_a_slug_again(title, delivery):
    slug = unique_slug(delivery_id=str(delivery), title=title)
    assert 0 < len(slug) <= 69
    assert set(slug) <= SLUG_ALPHABET
    assert slugified(slug) == slug


def test_a_long_title_is_cut_between_words():
    slug = unique_slug(delivery_id="one", title="bread and butter " * 10)
    words, _, _ = slug.rpartition("-")
    assert words == "bread-and-butter-bread-and-butter-bread-and-butter-bread-and"


def test_two_deliveries_of_one_title_have_two_slugs():
    slugs = {unique_slug(delivery_id=f"delivery {n}", title="Rolls") for n in range(1000)}
    assert len(slugs) == 1000


def test_a_wished_slug_keeps_the_ending_of_the_delivery():
    assert wished_slug("Naše žemlje", client_id="rolls-abcd2345") == "nase-zemlje-abcd2345"
    assert wished_slug("", client_id="rolls-abcd2345") == "rolls-abcd2345"


def test_names_lose_hashes_blanks_and_repetitions():
    assert clean_names([" #Čaj", "čaj", "", "#", "rye  bread"]) == ["Čaj", "rye bread"]


def test_copies_are_the_slug_and_its_numbered_followers():
    assert copies_of("rolls")[:3] == ("rolls", "rolls-2", "rolls-3")


@pytest.mark.parametrize(
    ("name", "mime", "expected"),
    [
        ("Štruca kruha.JPEG", "image/jpeg", "struca-kruha.jpg"),
        ('a"b\r\nX: 1.png', "image/png", "a-b-x-1.png"),
        ("", "image/webp", "0a0a0a0a0a0a.webp"),
        ("../../etc/passwd", "image/gif", "passwd.gif"),
    ],
)
def test_a_file_name_cannot_break_a_header(name: str, mime: str, expected: str):
    item = MediaItem(sha256="0a" * 32, mime=mime, n_bytes=1, name=name)
    assert file_name(item) == expected


def test_markdown_becomes_html_and_brings_no_script():
    markup = body_html("**Rolls** <script>alert(1)</script> [x](javascript:alert(1))")
    assert "<strong>Rolls</strong>" in markup
    assert "<script" not in markup
    assert "href" not in markup


def test_figures_follow_the_text():
    assert body_html("Rolls", ["<figure>1</figure>"]) == "<p>Rolls</p>\n<figure>1</figure>"


def test_words_come_back_a_line_a_block():
    markup = "<h2>Rolls &amp; tea</h2>\n<p>Warm<br>fresh</p><script>alert(1)</script>"
    assert plain_text(markup) == "Rolls & tea\nWarm\nfresh"
