"""Every guide says the same chapters in three languages, with figures out of the rulebook."""

from __future__ import annotations

import re
from dataclasses import replace

import nh3
import pytest
from django.utils.translation import override

from skupnost.kit.registry import connectors
from skupnost.networks.guides import (
    LANGUAGES,
    SECTIONS,
    BadGuide,
    filled,
    guide_in,
    guide_of,
    guide_path,
    readable,
    sections_of,
)
from skupnost.networks.queries import network

WORD = re.compile(r"[^\W\d_]{2,}")
GUIDED = list(connectors())
GUIDES = [(slug, language) for slug in GUIDED for language in LANGUAGES]


def words(html: str) -> list[str]:
    return WORD.findall(nh3.clean(html, tags=set()))


@pytest.mark.parametrize(("slug", "language"), GUIDES)
def test_a_guide_is_at_least_five_hundred_words_in_its_own_language(slug, language):
    with override(language):
        guide = guide_of(network(slug), language)
    assert guide is not None
    assert guide.language == language, "this language is missing"
    assert sum(len(words(section.html)) for section in guide.sections) >= 500


@pytest.mark.parametrize(("slug", "language"), GUIDES)
def test_every_chapter_says_something(slug, language):
    chapters = sections_of(guide_path(slug, language))
    assert list(chapters) == list(SECTIONS)
    assert [key for key, text in chapters.items() if len(words(text)) < 30] == []


@pytest.mark.parametrize(("slug", "language"), GUIDES)
def test_no_placeholder_is_left_and_none_is_empty(slug, language):
    with override(language):
        guide = guide_of(network(slug), language)
    assert guide is not None
    assert not re.search(r"[{}]|</?script", "".join(section.html for section in guide.sections))


@pytest.mark.parametrize(("slug", "language"), GUIDES)
def test_a_guide_leads_only_to_networks_that_exist(slug, language):
    text = guide_path(slug, language).read_text(encoding="utf-8")
    assert set(re.findall(r"\]\(\.\./([a-z_]+)/", text)) <= set(connectors())


@pytest.mark.parametrize("slug", GUIDED)
def test_the_languages_tell_the_same_facts(slug):
    told = [
        set(re.findall(r"\{\w+:([\w.]+)\}", guide_path(slug, language).read_text("utf-8")))
        for language in LANGUAGES
    ]
    assert told[0] == told[1] == told[2]


def test_changing_a_fact_changes_the_page():
    manifest = network("mastodon")
    kind = manifest.kinds["account"]
    longer = replace(kind.facts["text.text_max"], value=641)
    facts = {**kind.facts, "text.text_max": longer}
    changed = replace(manifest, kinds={"account": replace(kind, facts=facts)})
    with override("en"):
        page = guide_of(changed, "en")
    assert 'href="#rule-text-text_max">641 characters</a>' in page.sections[2].html


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("{fact:account.text.nothing}", "names no fact"),
        ("{fact:nobody.text.text_max}", "names no account kind"),
        ("{fakt:account.text.text_max}", "is no placeholder"),
        ("{value:account.text.markup}", "has no words"),
        ("{cadence:9}", "studies"),
        ("{cadence:}", "studies"),
    ],
)
def test_a_placeholder_that_leads_nowhere_is_refused(text, complaint):
    with pytest.raises(BadGuide, match=complaint):
        filled(text, network("mastodon"))


@pytest.mark.parametrize(
    "text", ["Hello.\n\n## purpose\nx", "## purpose\nx", "## tone\nx\n## purpose\ny"]
)
def test_a_file_with_other_chapters_is_refused(tmp_path, text):
    file = tmp_path / "en.md"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(BadGuide, match="section"):
        sections_of(file)


def test_a_language_without_a_guide_reads_the_english_one():
    assert guide_of(network("mastodon"), "de").language == "en"


def test_a_guide_that_cannot_be_read_says_why_and_stops_nothing(tmp_path):
    (tmp_path / "guide").mkdir()
    (tmp_path / "guide" / "en.md").write_text("## purpose\nNothing more.", encoding="utf-8")
    guide, why = readable(tmp_path, network("mastodon"), "en")
    assert guide is None
    assert "wanted are" in why


def test_a_network_without_a_guide_has_none(tmp_path):
    assert guide_in(tmp_path, network("mastodon"), "en") is None
