"""The search finds guides, rules and kinds, and forgives accents and endings."""

from __future__ import annotations

import pytest
from django.utils.translation import override

from skupnost.networks.search import folded, found, stem_of


@pytest.fixture
def alice_in(client, alice):
    client.force_login(alice)
    return client


def places(question: str, language: str = "en") -> list[tuple[str, str]]:
    with override(language):
        return [(hit.entry.network, hit.entry.anchor) for hit in found(question)]


def test_a_rule_is_found_by_its_name():
    assert places("hashtags instagram")[0] == ("instagram", "rule-text-hashtags_max")


def test_a_guide_is_found_by_its_words():
    assert ("mastodon", "etiquette") in places("content warning courtesy")


def test_a_kind_of_account_is_found():
    assert ("mastodon", "kind-bot_account") in places("automated account mastodon")


@pytest.mark.parametrize("word", ["strežnik", "streznik", "strežniku", "strežnikov", "STREŽNIKI"])
def test_slovenian_endings_and_accents_do_not_matter(word):
    assert ("mastodon", "kinds") in places(word, "sl")


@pytest.mark.parametrize("word", ["descripción", "descripcion", "descripciones", "ENCUESTAS"])
def test_spanish_endings_and_accents_do_not_matter(word):
    assert ("mastodon", "formats") in places(f"mastodon {word}", "es")


def test_every_word_has_to_be_met():
    assert places("hashtags zeppelin") == []
    assert places("") == places("…") == []


def test_short_words_are_not_bent():
    assert stem_of("post") == "post"
    assert stem_of("objavami") == "objav"
    assert folded("Đorđe Šiška") == "dorde siska"


def test_what_is_asked_is_marked_and_nothing_is_let_through(alice_in):
    page = alice_in.get("/networks/search/", {"q": "<script>courtesy"}).text
    assert "<mark>" not in page
    assert "<script>courtesy" not in page
    assert "<mark>courtesy" in alice_in.get("/networks/search/", {"q": "courtesy"}).text


def test_htmx_gets_the_places_alone(alice_in):
    answer = alice_in.get("/networks/search/", {"q": "alt"}, headers={"HX-Target": "ul#found"})
    assert "<html" not in answer.text
