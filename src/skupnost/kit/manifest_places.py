"""Where in the text of a TOML file a table or a key stands."""

from __future__ import annotations

import re

Place = tuple[str | int, ...]

_HEADER = re.compile(r"\s*(\[\[?)\s*([A-Za-z0-9_.\-\"]+)\s*\]\]?")
_KEY = re.compile(r"\s*([A-Za-z0-9_\-]+)\s*=")


def lines_of(text: str) -> dict[Place, int]:
    """The line (from 1) of every table and of every key that begins a line.

    Rows of a list of tables are numbered from 0: `("errors", 0, "match")`.
    """
    found: dict[Place, int] = {}
    n_rows: dict[str, int] = {}
    table: Place = ()
    for number, line in enumerate(text.splitlines(), 1):
        if header := _HEADER.match(line):
            table = _table(header[1], header[2], n_rows)
            found.setdefault(table, number)
        elif key := _KEY.match(line):
            found.setdefault((*table, key[1]), number)
    return found


def line_of(place: Place, lines: dict[Place, int]) -> int | None:
    """The line of a place, or of the closest thing around it."""
    for length in range(len(place), 0, -1):
        if place[:length] in lines:
            return lines[place[:length]]
    return None


def written(place: Place) -> str:
    """The place as TOML writes it: `kinds.page.text.text_max`, `errors (row 2) match`."""
    words = ""
    for step in place:
        if isinstance(step, int):
            words += f" (row {step + 1})"
        else:
            words += f"{'.' if words else ''}{step}"
    return words.replace(").", ") ")


def _table(brackets: str, name: str, n_rows: dict[str, int]) -> Place:
    steps: Place = tuple(step.strip('"') for step in name.split("."))
    if brackets == "[":
        return steps
    n_rows[name] = n_rows.get(name, -1) + 1
    return (*steps, n_rows[name])
