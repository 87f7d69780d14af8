"""The rulebook as tables: one row a rule, one column a kind of account, every value dated."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext, ngettext

from skupnost.domain.facts import Fact
from skupnost.kit.manifest import AccountKind, Manifest
from skupnost.networks.ages import is_old
from skupnost.networks.amounts import amount_words, figure_words, shape_words
from skupnost.networks.labels import CONFIDENCE, FACTS, GROUPS, WORDS
from skupnost.networks.names import name_of, place_of
from skupnost.ui.words import Words

Amount = int | float
_IN_SECONDS = {"seconds": 1, "minutes": 60, "hours": 3_600, "days": 86_400}
_COUNTED = ("characters", "graphemes", "code_points", "utf16_units", "emoji_bytes",
            "weighted", "pixels", "pixels_total")  # fmt: skip
_ENDINGS = {
    "quicktime": "MOV",
    "msword": "DOC",
    "ms-powerpoint": "PPT",
    "document": "DOCX",
    "presentation": "PPTX",
    "svg+xml": "SVG",
}
_MIME = re.compile(r"[a-z]+/[\w.+*-]+")
_SPANS = ((86_400, "days"), (3_600, "hours"), (60, "minutes"))


@dataclass(frozen=True, slots=True)
class Cell:
    """One value: in words, with where it comes from; `is_old` asks to look again."""

    value: str
    fact: Fact
    trust: Words
    tone: str
    is_old: bool


@dataclass(frozen=True, slots=True)
class Told:
    """A value with the kinds it holds for, empty for all of them, and the manifest's notes on it
    (English); `cell` None is not known."""

    kinds: tuple[Words, ...]
    cell: Cell | None
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """One rule; `cells` stand in the order of the kinds, None where nothing is known."""

    key: str
    label: str
    cells: Sequence[Cell | None]

    @property
    def id(self) -> str:
        """The anchor of the rule on its network's page: `rule-text-text_max`."""
        return rule_id(self.key)

    def told(self, labels: Sequence[Words]) -> list[Told]:
        """Each differing value once, with the kinds that have it; what is not known comes last."""
        groups: dict[object, list[tuple[Words, Cell | None]]] = {}
        for label, cell in zip(labels, self.cells, strict=True):
            same = (cell.value, cell.fact.source) if cell else None
            groups.setdefault(same, []).append((label, cell))
        is_for_all = len(groups) == 1
        found = [_told(group, is_for_all=is_for_all) for group in groups.values()]
        return sorted(found, key=lambda told: told.cell is None)


def _told(group: Sequence[tuple[Words, Cell | None]], *, is_for_all: bool) -> Told:
    notes = dict.fromkeys(cell.fact.note for _label, cell in group if cell and cell.fact.note)
    kinds = () if is_for_all else tuple(label for label, _cell in group)
    return Told(kinds, group[0][1], tuple(notes))


@dataclass(frozen=True, slots=True)
class Group:
    """The rules of one subject."""

    label: Words
    rows: Sequence[Row]


@dataclass(frozen=True, slots=True)
class Rule:
    """The rule behind a finding: its name, its value in words, its anchor on the network's page."""

    name: str
    value: str
    anchor: str
    fact: Fact


def rule_of(fact: Fact | None) -> Rule | None:
    """The rule that a fact is shown as; None where there is none to show."""
    name = name_of(fact.key) if fact else ""
    value = fact_words(fact) if fact and name else ""
    return Rule(name, value, rule_id(fact.key), fact) if fact and value else None


def rule_id(key: str) -> str:
    """The anchor of a rule: `rule-text-text_max`."""
    return f"rule-{key.replace('.', '-')}"


def groups_of(manifest: Manifest, *, today: date) -> list[Group]:
    """Every rule of the network that has words, by subject; empty subjects are left out."""
    kinds = list(manifest.kinds.values())
    keys = sorted({key for kind in kinds for key in kind.facts}, key=place_of)
    found = [
        Group(label, rows_of([key for key in keys if _group(key) == group], kinds, today=today))
        for group, label in GROUPS.items()
    ]
    return [group for group in found if group.rows]


def rows_of(keys: Sequence[str], kinds: Sequence[AccountKind], *, today: date) -> list[Row]:
    """These rules for these kinds, side by side; rules that nobody knows are left out."""
    rows = [
        Row(key, label, [cell_of(kind.facts.get(key), today=today) for kind in kinds])
        for key in keys
        if (label := name_of(key))
    ]
    return [row for row in rows if any(row.cells)]


def _group(key: str) -> str:
    return key.partition(".")[0] if "." in key else "ability"


def cell_of(fact: Fact | None, *, today: date) -> Cell | None:
    """The fact as a cell; None where it is unknown or has no words."""
    if fact is None:
        return None
    value = fact_words(fact)
    trust, tone = CONFIDENCE[fact.confidence.value]
    return Cell(value, fact, trust, tone, is_old(fact, today)) if value else None


def limit_words(limits: Mapping[str, object]) -> list[tuple[Words, str]]:
    """Limits that a server told, as (label, value); those without words are left out."""
    told = [(key, FACTS[key], limits[key]) for key in FACTS if key in limits]
    rows = [(label, words_of(value, _unit_of(key))) for key, label, value in told]
    return [(label, value) for label, value in rows if value]


def fact_words(fact: Fact) -> str:
    """The value of a fact in words; lengths of text are told to the byte."""
    return words_of(fact.value, fact.unit, exact=fact.key.startswith("text."))


def words_of(value: object, unit: str, *, exact: bool = False) -> str:
    """A value in the reader's language; empty where it is prose that nobody has translated."""
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    if isinstance(value, int | float):
        return _amount(value, unit, exact)
    if isinstance(value, tuple | list):
        return _kinds([str(item) for item in value])
    word = WORDS.get(str(value))
    return str(word) if word else ""


def _kinds(items: Sequence[str]) -> str:
    """Media types as people write them; other lists are for the machine."""
    if not items or not all(_MIME.fullmatch(item) for item in items):
        return ""
    subtypes = [item.partition("/")[2] for item in items]
    names = [_ENDINGS.get(name.rpartition(".")[2], name.upper()) for name in subtypes]
    return ", ".join(name.replace("*", gettext("all")) for name in names)


def _amount(value: Amount, unit: str, exact: bool) -> str:
    if unit == "width_over_height":
        return shape_words(value)
    if unit in _IN_SECONDS:
        return _span(value * _IN_SECONDS[unit])
    if unit == "bytes" or unit in _COUNTED:
        return amount_words(value, unit, exact=exact)
    if unit.startswith("usd_per_"):
        places = 2 if value * 100 == round(value * 100) else 3
        return gettext("%(n)s US dollars") % {"n": figure_words(value, places)}
    return figure_words(value)


def _span(seconds: Amount) -> str:
    for length, name in _SPANS:
        if seconds >= length and seconds % length == 0:
            return _count(int(seconds // length), name)
    return _count(int(seconds), "seconds")


def _count(n: int, name: str) -> str:
    words = {
        "days": ngettext("%(n)s day", "%(n)s days", n),
        "hours": ngettext("%(n)s hour", "%(n)s hours", n),
        "minutes": ngettext("%(n)s minute", "%(n)s minutes", n),
        "seconds": ngettext("%(n)s second", "%(n)s seconds", n),
    }
    return words[name] % {"n": n}


def _unit_of(key: str) -> str:
    """The unit of a limit told by a server, from the custom of the rulebook's names."""
    for part, unit in (("bytes", "bytes"), ("seconds", "seconds"), ("pixels", "pixels")):
        if f"_{part}" in key:
            return unit
    return "characters" if key in ("text.text_max", "media.alt_text_max") else "count"
