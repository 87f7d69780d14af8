"""The rows of a table of posts, whatever program wrote it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, tzinfo
from itertools import islice
from pathlib import Path
from typing import BinaryIO

from skupnost.cli.answers import Problem
from skupnost.cli.figures import Style, style_of
from skupnost.cli.reading import OTHER_KINDS, opened
from skupnost.domain.cadence import Notice
from skupnost.kit.exports import BadExport, Source
from skupnost.kit.exports.tables import delimiter_of, open_table
from skupnost.kit.exports.times import iso_moment

SAMPLE = 5_000
MOST_SHOWN = 40
PROBLEMS = {
    **{code: f"{{path}}: {words}" for code, words in OTHER_KINDS.items()},
    "empty_file": "{path} is empty. Download or save it once more.",
    "bad_csv": "Line {line} of {path} is no CSV. Write the table anew, each post a line.",
    "unclosed_quote": "{path}, line {line}: a quotation mark is never closed, so that the rest of "
    "the file would be one cell. Close it or take it out.",
    "not_text": "{path} is no text file. Save the table as CSV in UTF-8.",
    "broken_file": "{path} is broken and cannot be unpacked.",
    "too_much_inside": "Unpacked, {path} grows beyond measure; it was not read.",
}


@dataclass(frozen=True, slots=True)
class Row:
    """One row: `row["type"]` is empty where the table has no such column or the row ends before."""

    table: Table
    line: int
    cells: Sequence[str]

    def __getitem__(self, name: str) -> str:
        place = self.table.places.get(name, len(self.cells))
        return self.cells[place] if place < len(self.cells) else ""

    @property
    def is_too_long(self) -> bool:
        """Whether there are cells beyond the last column, as by a comma inside a number."""
        return any(self.cells[len(self.table.heading) :])

    def number(self, name: str) -> tuple[float | None, bool]:
        return self.table.styles[name].number(self[name])

    def moment(
        self, name: str, zone: tzinfo | None, hour: int | None = None
    ) -> tuple[datetime, bool]:
        """The moment in a column and whether only its day was told, which is then read as noon
        unless another hour is wanted; a Problem where it is none or has no zone."""
        cell, place = self[name], f"{self.table.path}, line {self.line}, column {name}"
        shown = cell[:MOST_SHOWN]
        try:
            found, is_day_only = iso_moment(cell)
            found.utctimetuple()
        except (ValueError, OverflowError) as error:
            words = f"{place}: {shown!r} is no time such as 2026-11-23T09:30+01:00."
            raise Problem("bad_time", words) from error
        if found.tzinfo is None and zone is None:
            raise Problem("no_zone", f"{place}: {_without_zone(shown, is_day_only)}")
        at = found if found.tzinfo else found.replace(tzinfo=zone)
        return (at.replace(hour=hour) if is_day_only and hour is not None else at), is_day_only


def _without_zone(cell: str, is_day_only: bool) -> str:
    wanted = f"{cell}T09:30+01:00" if is_day_only else f"{cell}+01:00"
    return (
        f"{cell} has no zone. Write it as {wanted}, or say with --zone in which zone such times "
        "are, for instance --zone Europe/Ljubljana."
    )


@dataclass
class Table:
    """A table under its heading (in lower case): where each column stands and how the figures are
    written. `rows` may be walked once; `remarks` tell how the file was read."""

    path: Path
    heading: Sequence[str]
    places: Mapping[str, int]
    styles: Mapping[str, Style]
    rows: Iterator[Row]
    remarks: Sequence[Notice] = ()

    def unused(self, used: set[str | None]) -> list[str]:
        """Columns that mean nothing here, and those whose name stood before."""
        return [
            name
            for place, name in enumerate(self.heading)
            if name and (name not in used or self.places[name] != place)
        ]

    def styles_said(self, name: str) -> list[Notice]:
        """How the figures of a column were taken where that is a guess."""
        style = self.styles[name]
        codes = {"commas_group": style.commas_group, "points_decimal": style.points_may_group}
        return [Notice(code, {"name": name}) for code, is_so in codes.items() if is_so]


@contextmanager
def opened_table(path: Path, needed: Sequence[str], figures: Sequence[str]) -> Iterator[Table]:
    """The table of posts in a file; a Problem where it is none, or has not the columns needed."""
    with opened(path) as file, table_in(file, path, needed, figures) as table:
        yield table


@contextmanager
def table_in(
    file: BinaryIO,
    path: Path,
    needed: Sequence[str],
    figures: Sequence[str] = (),
    languages: Collection[str] = (),
) -> Iterator[Table]:
    """The same of a file that is open; the first column needed tells the heading from lines above
    it, and `languages` are as in `Source`."""
    try:
        source = Source(file, path.name, languages)
        if source.n_bytes == 0:
            raise BadExport("empty_file")
        source.time_names = frozenset(needed[:1])
        styles = _styles(source, path, needed, figures)
        with open_table(source) as (heading, lines):
            table = _table(path, heading, styles)
            table.remarks = [Notice(code, {**said}) for code, said in source.remarks.items()]
            table.rows = (Row(table, line, cells) for line, cells in lines)
            yield table
    except BadExport as error:
        if error.code not in PROBLEMS:
            _check(path, (), needed)
        words = PROBLEMS[error.code].format(path=path, **error.params)
        raise Problem(error.code, words) from error


def _table(path: Path, heading: Sequence[str], styles: Mapping[str, Style]) -> Table:
    names = [name.lower() for name in heading]
    places = {name: place for place, name in reversed(list(enumerate(names)))}
    return Table(path, names, places, styles, iter(()))


def _styles(
    source: Source, path: Path, needed: Sequence[str], figures: Sequence[str]
) -> dict[str, Style]:
    """How the columns of figures are written, from their first rows; they are all looked at
    before the first is believed."""
    with open_table(source) as (heading, lines):
        table = _table(path, heading, {})
        _check(path, table.heading, needed)
        rows = [Row(table, line, cells) for line, cells in islice(lines, SAMPLE)]
    delimiter = delimiter_of(source)
    return {name: style_of((row[name] for row in rows), delimiter) for name in figures}


def _check(path: Path, heading: Sequence[str], needed: Sequence[str]) -> None:
    missing = [name for name in needed if name not in heading]
    if not missing:
        return
    words = (
        f"The first line of {path} must name the columns {', '.join(needed)}; "
        f"missing: {', '.join(missing)}."
    )
    if missing == ["response"] and "reach" in heading:
        words += " The file knows reach: --judge-by reach counts by that."
    raise Problem("column_missing", words)
