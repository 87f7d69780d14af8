"""The guide of a network: prose in the reader's language, its figures taken from the rulebook.

A connector's folder may hold `guide/{en,sl,es}.md`; docs/howto/write-a-guide.md has the format.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from skupnost.domain.facts import Fact
from skupnost.domain.text.markdown import to_html
from skupnost.kit.manifest import Cadence, Manifest
from skupnost.kit.registry import connector
from skupnost.networks.amounts import figure_words, pace_words
from skupnost.networks.tables import fact_words, rule_id
from skupnost.ui.words import Words

LANGUAGES = ("en", "sl", "es")
FALLBACK = "en"

# Every guide has these sections, in this order; the file names them by the key.
SECTIONS: Mapping[str, Words] = {
    "purpose": _("What it is for"),
    "tone": _("Tone"),
    "formats": _("Formats"),
    "kinds": _("Which account"),
    "daily": _("What you do there every day"),
    "mistakes": _("Typical mistakes"),
    "etiquette": _("Manners"),
    "numbers": _("Which numbers matter"),
    "cadence": _("How often people publish there"),
}

_HEADING = re.compile(r"^## +(.+?) *$", re.MULTILINE)
_PLACE = re.compile(r"\{([^{}\n]*)\}")


class BadGuide(Exception):
    """A guide that cannot be shown; `complaints` name file, place and remedy."""

    def __init__(self, *complaints: str) -> None:
        super().__init__("\n".join(complaints))
        self.complaints = complaints


@dataclass(frozen=True, slots=True)
class Section:
    """One chapter: its id, its title in the page's language, its text as safe HTML."""

    id: str
    title: Words
    html: str


@dataclass(frozen=True, slots=True)
class Guide:
    """What a beginner reads about a network, and in which language it is written."""

    language: str
    sections: tuple[Section, ...]


def guide_path(slug: str, language: str) -> Path:
    """Where the guide of a network in one language lies, whether it exists or not."""
    return connector(slug).folder / "guide" / f"{language}.md"


def guide_of(manifest: Manifest, language: str) -> Guide | None:
    """The guide in the language asked for, else in English, else None. Figures are worded in the
    language that is active; BadGuide says what has to be mended."""
    return guide_in(connector(manifest.slug).folder, manifest, language)


def guide_in(folder: Path, manifest: Manifest, language: str) -> Guide | None:
    """As `guide_of`, from the folder of a connector that need not be installed."""
    for wanted in (language.partition("-")[0], FALLBACK):
        path = folder / "guide" / f"{wanted}.md"
        if path.is_file():
            texts = sections_of(path)
            made = (Section(key, SECTIONS[key], _html(texts[key], manifest)) for key in SECTIONS)
            return Guide(wanted, tuple(made))
    return None


def readable(folder: Path, manifest: Manifest, language: str) -> tuple[Guide | None, str]:
    """The guide of a folder, and why it cannot be shown: one bad guide, or a fact that was taken
    out of the manifest, stops no page."""
    try:
        return guide_in(folder, manifest, language), ""
    except (BadGuide, OSError, UnicodeDecodeError) as error:
        return None, str(error)


def sections_of(path: Path) -> Mapping[str, str]:
    """The chapters of a file by their ids, as written; BadGuide where they are not those of
    SECTIONS in their order."""
    return _read(path, path.stat().st_mtime_ns)


@lru_cache(maxsize=256)
def _read(path: Path, _changed: int) -> Mapping[str, str]:
    before, *parts = _HEADING.split(path.read_text(encoding="utf-8"))
    ids = parts[::2]
    if before.strip():
        raise BadGuide(f"{path}: text before the first section; begin with “## purpose”")
    if ids != list(SECTIONS):
        raise BadGuide(f"{path}: has the sections {ids}; wanted are {list(SECTIONS)}")
    return {key: text.strip() for key, text in zip(ids, parts[1::2], strict=True)}


def filled(text: str, manifest: Manifest, *, linked: bool = True) -> str:
    """The text with every placeholder in words; `linked` makes each figure a link to its rule."""
    return _PLACE.sub(lambda found: _words(found[1], manifest, linked), text)


def _html(text: str, manifest: Manifest) -> str:
    return to_html(filled(text, manifest))


def _words(place: str, manifest: Manifest, linked: bool) -> str:
    form, _colon, name = place.partition(":")
    if form == "cadence":
        return _pace(place, name, manifest)
    fill = _FILLS.get(form)
    if fill is None:
        raise BadGuide(f"{manifest.slug}: {{{place}}} is no placeholder; known: {_KNOWN}")
    fact = _fact(place, name, manifest)
    words = fill(fact)
    if not words:
        raise BadGuide(f"{manifest.slug}: {{{place}}} has no words in this language; name another")
    return f"[{words}](#{rule_id(fact.key)})" if linked else words


def _fact(place: str, name: str, manifest: Manifest) -> Fact:
    kind, _dot, key = name.partition(".")
    if kind not in manifest.kinds:
        known = ", ".join(manifest.kinds)
        raise BadGuide(f"{manifest.slug}: {{{place}}} names no account kind; known: {known}")
    facts = manifest.kinds[kind].facts
    if key not in facts:
        raise BadGuide(f"{manifest.slug}: {{{place}}} names no fact of {kind}")
    return facts[key]


def _pace(place: str, name: str, manifest: Manifest) -> str:
    if not name.isdecimal() or not 1 <= int(name) <= len(manifest.cadence):
        n = len(manifest.cadence)
        raise BadGuide(f"{manifest.slug}: {{{place}}}: there are {n} studies, counted from 1")
    found: Cadence = manifest.cadence[int(name) - 1]
    return pace_words(found.low, found.high, found.per)


def _bare(fact: Fact) -> str:
    return "" if fact.number is None else figure_words(fact.number)


_FILLS: Mapping[str, Callable[[Fact], str]] = {"fact": fact_words, "value": _bare}
_KNOWN = "{fact:KIND.key}, {value:KIND.key}, {cadence:N}"
