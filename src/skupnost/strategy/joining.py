"""Two strategies that were written from the same version, brought together as `merging` does with
forms: what only one of them changed holds, and what both changed is named."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from skupnost.strategy.comparing import keyed

Value = Mapping[str, Any]
Row = Mapping[str, Any]

# Whom to call is one thing: the name of one person beside the number of another is nobody's wish.
WORDS = (
    ("audiences",),
    ("voice",),
    ("quiet_hours",),
    ("crisis_name", "crisis_phone", "crisis_email"),
    ("crisis",),
)
ROWS = {"goals": "what", "pillars": "name"}


@dataclass(frozen=True, slots=True)
class Joined:
    """The words of both, and the names of those parts that both changed to something else: there
    the value has what was written `here`. Of a row that one removed and the other changed it has
    the changed one."""

    value: dict[str, Any]
    clashes: tuple[str, ...]


def joined(before: Value, there: Value, here: Value) -> Joined:
    """What was written `here` from the version `before`, after somebody saved the one that is
    `there`."""
    value: dict[str, Any] = {}
    clashes: list[str] = []
    for names in WORDS:
        old, new, own = ([one.get(name, "") for name in names] for one in (before, there, here))
        if own != new and old not in (own, new):
            clashes.extend(names)
        value |= zip(names, new if own == old else own, strict=True)
    for part, key in ROWS.items():
        old, new, own = (one.get(part, ()) for one in (before, there, here))
        value[part], is_clear = _rows(old, new, own, key)
        clashes += [] if is_clear else [part]
    return Joined(value, tuple(clashes))


def _rows(
    before: Sequence[Row], there: Sequence[Row], here: Sequence[Row], key: str
) -> tuple[list[Row], bool]:
    """The rows of both, paired by their key, and whether no row was changed by both."""
    old, new, own = (keyed(rows, lambda row: str(row[key])) for rows in (before, there, here))
    order = [*own, *(name for name in new if name not in own)]
    found, is_clear = [], True
    for name in order:
        was, other, mine = old.get(name), new.get(name), own.get(name)
        is_clash = mine != other and was not in (mine, other)
        is_clear = is_clear and not is_clash
        row = (mine or other) if is_clash else other if mine == was else mine
        found += [row] if row is not None else []
    return found, is_clear
