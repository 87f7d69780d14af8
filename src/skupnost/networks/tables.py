"""The rulebook as tables: one row a rule, one column a kind of account, every value dated."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.template.defaultfilters import filesizeformat
from django.utils.formats import number_format
from django.utils.translation import gettext, ngettext

from skupnost.domain.facts import Fact
from skupnost.kit.manifest import AccountKind, Manifest
from skupnost.networks.labels import CONFIDENCE, FACTS, GROUPS, WORDS
from skupnost.ui.words import Words

Amount = int | float
_SPANS = ((86_400, "days"), (3_600, "hours"), (60, "minutes"))


@dataclass(frozen=True, slots=True)
class Cell:
    """One value: in words, with where it comes from."""

    value: str
    fact: Fact
    trust: Words
    tone: str


@dataclass(frozen=True, slots=True)
class Row:
    """One rule; `cells` stand in the order of the kinds, None where nothing is known."""

    label: Words
    cells: Sequence[Cell | None]

    @property
    def common(self) -> Cell | None:
        """The cell of all kinds, where they do not differ."""
        first = self.cells[0]
        is_same = all(cell and first and cell.fact == first.fact for cell in self.cells)
        return first if is_same else None


@dataclass(frozen=True, slots=True)
class Group:
    """The rules of one subject."""

    label: Words
    rows: Sequence[Row]


def groups_of(manifest: Manifest) -> list[Group]:
    """Every rule of the network that has words, by subject; empty subjects are left out."""
    kinds = list(manifest.kinds.values())
    found = [Group(label, _rows(group, kinds)) for group, label in GROUPS.items()]
    return [group for group in found if group.rows]


def limit_words(limits: Mapping[str, object]) -> list[tuple[Words, str]]:
    """Limits that a server told, as (label, value); those without words are left out."""
    told = [(key, FACTS[key], limits[key]) for key in FACTS if key in limits]
    rows = [(label, words_of(value, _unit_of(key))) for key, label, value in told]
    return [(label, value) for label, value in rows if value]


def _rows(group: str, kinds: Sequence[AccountKind]) -> list[Row]:
    keys = [key for key in FACTS if (key.partition(".")[0] if "." in key else "ability") == group]
    rows = [Row(FACTS[key], [_cell(kind.facts.get(key)) for kind in kinds]) for key in keys]
    return [row for row in rows if any(row.cells)]


def _cell(fact: Fact | None) -> Cell | None:
    if fact is None:
        return None
    value = words_of(fact.value, fact.unit)
    trust, tone = CONFIDENCE[fact.confidence.value]
    return Cell(value, fact, trust, tone) if value else None


def words_of(value: object, unit: str) -> str:
    """A value in the reader's language; empty where it is prose that nobody has translated."""
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    if isinstance(value, int | float):
        return _amount(value, unit)
    if isinstance(value, tuple | list):
        return _kinds([str(item) for item in value])
    word = WORDS.get(str(value))
    return str(word) if word else ""


def _kinds(items: Sequence[str]) -> str:
    """Media types as people write them; other lists are for the machine."""
    if not items or not all("/" in item and " " not in item for item in items):
        return ""
    names = [item.partition("/")[2].upper().replace("QUICKTIME", "MOV") for item in items]
    return ", ".join(name.replace("*", gettext("all")) for name in names)


def _amount(value: Amount, unit: str) -> str:
    if unit == "bytes":
        return str(filesizeformat(value))
    if unit == "seconds":
        return _span(value)
    number = number_format(value, use_l10n=True, force_grouping=True)
    if unit in ("characters", "graphemes", "code_points", "utf16_units", "weighted"):
        words = ngettext("%(n)s character", "%(n)s characters", int(value))
        return words % {"n": number}
    if unit in ("pixels", "pixels_total"):
        return ngettext("%(n)s pixel", "%(n)s pixels", int(value)) % {"n": number}
    return number


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
