"""Parts of pages: marks, toasts, the style guide, the font."""

from __future__ import annotations

import pytest
from django.template import Context, Template

from skupnost.domain.delivery import State
from skupnost.ui.fonts import font_path, make_font, prepare_in_background
from skupnost.ui.states import MARKS, mark_of
from skupnost.ui.templatetags.ui import unbroken


def test_every_state_of_a_delivery_has_words_and_a_drawing():
    assert {state.value for state in State} <= set(MARKS)
    for mark in MARKS.values():
        drawn = Template("{% load ui %}{% state_mark code %}").render(Context({"code": mark.code}))
        assert "<svg" in drawn
        assert str(mark.label) in drawn


def test_an_unknown_state_shows_itself():
    assert mark_of("odd").label == "odd"


def test_names_of_networks_are_escaped():
    drawn = Template("{% load ui %}{% network_glyph slug %}").render(Context({"slug": '"><b>'}))
    assert "<b>" not in drawn


def test_the_style_guide_opens(client, alice):
    client.force_login(alice)
    page = client.get("/styleguide/")
    assert page.status_code == 200
    assert "This field is required" in page.text


@pytest.fixture(scope="module")
def font(tmp_path_factory):
    path = font_path(tmp_path_factory.mktemp("data"))
    make_font(path)
    return path


def test_the_font_is_small_and_can_write_our_languages(font):
    from fontTools.ttLib import TTFont

    assert font.stat().st_size < 100_000
    with TTFont(font) as made:
        assert {ord(letter) for letter in "čšžñ¿éß€„“–→"} <= set(made.getBestCmap())
        assert [axis.axisTag for axis in made["fvar"].axes] == ["wght"]


def test_the_font_is_served_for_a_year_once_it_is_there(client, db, font, settings):
    settings.DATA = font.parents[1]
    answer = client.get("/ui/font/inter-1.woff2")
    assert b"".join(answer.streaming_content) == font.read_bytes()
    assert "immutable" in answer["Cache-Control"]
    assert 'css/font.css"' in client.get("/login/").text
    assert client.get("/ui/font/other.woff2").status_code == 404


def test_without_the_font_nobody_asks_for_it(client, db, tmp_path, settings):
    settings.DATA = tmp_path
    assert "font.css" not in client.get("/login/").text
    assert client.get("/ui/font/inter-1.woff2").status_code == 404


def test_the_font_is_made_beside_the_work(tmp_path):
    thread = prepare_in_background(tmp_path)
    assert thread is not None
    thread.join(60)
    assert font_path(tmp_path).exists()
    assert prepare_in_background(tmp_path) is None


def test_a_figure_keeps_its_per_cent_sign_in_the_line():
    assert (
        unbroken("+14 % (80 %: −2 % to +31 %)") == "+14\u00a0% (80\u00a0%: −2\u00a0% to +31\u00a0%)"
    )
