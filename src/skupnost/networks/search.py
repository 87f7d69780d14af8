"""Finds words in guides, rules and kinds of account: forgiving about accents and endings.

A word of the question matches a word of the text that begins like it; of long words the last two
letters may differ, which bears most Slovenian and Spanish endings ("objavami" finds "objave").
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import nh3
from django.utils.html import conditional_escape, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from skupnost.kit.manifest import Manifest
from skupnost.kit.registry import connector, connectors
from skupnost.networks.guides import Section, readable
from skupnost.networks.kinds import kind_words
from skupnost.networks.names import name_of
from skupnost.networks.tables import fact_words, rule_id

MOST = 40
STEM_FROM = 5
WORD = re.compile(r"\w+")
_BREAK = re.compile(r"</p>|</li>|</h\d>")
_EXTRA = str.maketrans({"đ": "d", "ł": "l", "ø": "o", "ß": "ss", "æ": "ae"})


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that can be found: where it stands, its title, its text as plain words."""

    network: str
    anchor: str
    title: str
    text: str
    words: frozenset[str]
    title_words: frozenset[str]
    language: str = ""


@dataclass(frozen=True, slots=True)
class Hit:
    """Something found, with the sentence that holds the words marked."""

    entry: Entry
    snippet: SafeString
    score: int


def folded(text: str) -> str:
    """Lower case without accents: `Šiška` is `siska`."""
    bare = unicodedata.normalize("NFKD", text.casefold().translate(_EXTRA))
    return "".join(sign for sign in bare if not unicodedata.combining(sign))


def found(question: str) -> list[Hit]:
    """What answers the question in the active language, best first; every word must be met."""
    asked = WORD.findall(folded(question))[:8]
    if not asked:
        return []
    scored = ((entry, _score(entry, asked)) for entry in _entries(get_language() or "en"))
    best = sorted((pair for pair in scored if pair[1]), key=lambda pair: -pair[1])[:MOST]
    return [Hit(entry, _snippet(entry.text, asked), score) for entry, score in best]


def _score(entry: Entry, asked: list[str]) -> int:
    """Nought where a word is missing; titles and whole words count more."""
    total = 0
    for word in asked:
        points = 3 * _best(entry.title_words, word) + _best(entry.words, word)
        if not points:
            return 0
        total += points
    return total


def _best(words: frozenset[str], asked: str) -> int:
    if asked in words:
        return 4
    return max((_likeness(word, asked) for word in words), default=0)


def _likeness(word: str, asked: str) -> int:
    if word.startswith(asked):
        return 2
    stem = stem_of(asked)
    return 1 if word.startswith(stem) and len(word) - len(asked) <= 3 else 0


def stem_of(word: str) -> str:
    """The word without an ending that a language may bend; short words stay whole."""
    return word if len(word) < STEM_FROM else word[: max(4, len(word) - 3)]


def _snippet(text: str, asked: list[str]) -> SafeString:
    """The first sentence with a word that was asked for, its words marked."""
    sentences = re.split(r"(?<=[.!?])\s+", text)
    with_word = (line for line in sentences if any(_is_asked(word, asked) for word in line.split()))
    chosen = next(with_word, sentences[0] if sentences else "")
    return format_html_join(" ", "{}", ((_marked(word, asked),) for word in chosen.split()))


def _is_asked(word: str, asked: list[str]) -> bool:
    parts = WORD.findall(folded(word))
    return any(_likeness(part, one) for part in parts for one in asked)


def _marked(word: str, asked: list[str]) -> SafeString:
    shown = conditional_escape(word)
    marked = f"<mark>{shown}</mark>" if _is_asked(word, asked) else shown
    return mark_safe(marked)  # noqa: S308 - escaped above


@lru_cache(maxsize=8)
def _entries(language: str) -> tuple[Entry, ...]:
    """Everything that can be found, in the words of one language; it is the active one."""
    return tuple(
        entry
        for known in connectors().values()
        for entry in (
            *_of_kinds(known.manifest),
            *_of_guide(known.manifest, language),
            *_of_facts(known.manifest),
        )
    )


def _of_kinds(manifest: Manifest) -> Iterator[Entry]:
    for kind in manifest.kinds.values():
        words = kind_words(manifest.slug, kind)
        yield _entry(manifest, f"kind-{kind.slug}", str(words.label), str(words.for_whom))


def _of_guide(manifest: Manifest, language: str) -> Iterator[Entry]:
    guide, _trouble = readable(connector(manifest.slug).folder, manifest, language)
    if guide is None:
        return
    for section in guide.sections:
        title = str(section.title)
        yield _entry(manifest, section.id, title, _plain(section), language=guide.language)


def _plain(section: Section) -> str:
    spaced = nh3.clean(_BREAK.sub(" ", section.html), tags=set())
    return " ".join(spaced.replace("&amp;", "&").replace("&lt;", "<").replace("&gt;", ">").split())


def _of_facts(manifest: Manifest) -> Iterator[Entry]:
    """A rule once, with the values of all kinds; found by the manifest's English word as well."""
    values: dict[str, dict[str, None]] = {}
    for kind in manifest.kinds.values():
        for key, fact in kind.facts.items():
            if words := name_of(key) and fact_words(fact):
                values.setdefault(key, {})[words] = None
    for key, told in values.items():
        yield _entry(manifest, rule_id(key), name_of(key), " · ".join(told), also=key)


def _entry(
    manifest: Manifest, anchor: str, title: str, text: str, *, language: str = "", also: str = ""
) -> Entry:
    return Entry(
        network=manifest.slug,
        anchor=anchor,
        title=title,
        text=text,
        words=frozenset(WORD.findall(folded(f"{text} {also}".replace("_", " ")))),
        title_words=frozenset(WORD.findall(folded(f"{manifest.name} {title}"))),
        language=language,
    )
