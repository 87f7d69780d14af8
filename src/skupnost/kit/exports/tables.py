"""Tables in a stream: CSV in any delimiter and encoding, the sheets of a workbook, and HTML.

Of several sheets, or of several tables in an archive, the first is taken that names a time and goes
on below; which one that is, and what others there are, is a remark of the source.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from itertools import chain, islice

from skupnost.kit.exports import delimited, pages, workbooks
from skupnost.kit.exports.sources import Source
from skupnost.kit.exports.titles import LOOKED_AT, has_name, place_of_heading, plain_name
from skupnost.kit.exports.values import MOST_COLUMNS, BadExport, Line

MOST_PARTS = 100
# What spoils the whole file is said; that it is no table is for the caller to find.
_SAID = ("too_much_inside", "broken_file", "web_page")
# The archive of YouTube Studio has three tables, one of which has the films.
_MEANT = ("table data.csv", "tabellendaten.csv", "datos de la tabla.csv", "dati della tabella.csv")
# What some systems put beside every file of a zip.
_ASIDE = ("__macosx/", "._")


@contextmanager
def open_table(source: Source) -> Iterator[tuple[list[str], Iterator[Line]]]:
    """The heading and the rows (with their line numbers) of a table; BadExport where it is none."""
    with _lines(source) as lines:
        first = _first_rows(lines, source.time_names)
        heading = first.heading
        if not heading or len(heading) > MOST_COLUMNS:
            raise first.error or BadExport("no_table")
        if first.place:
            source.remarks["title_lines"] = {"n": first.place}
        yield heading, chain(first.below(), lines)


@dataclass(frozen=True, slots=True)
class _First:
    """The first rows of a table, as many as it takes to find its heading at `place` (None: nothing
    tells that it is another than the first). `error` is what stopped the reading."""

    rows: Sequence[Line]
    place: int | None
    error: BadExport | None

    @property
    def heading(self) -> list[str]:
        return self.rows[self.place or 0][1] if self.rows else []

    def below(self) -> Iterator[Line]:
        yield from self.rows[(self.place or 0) + 1 :]
        if self.error is not None:
            raise self.error

    @property
    def rank(self) -> int:
        """2 where a time is named and rows follow, 1 for any other table, 0 for none."""
        if self.place is not None:
            return 2 if len(self.rows) > self.place + 1 else 0
        return int(len(self.rows) > 1 and len(self.heading) > 1)


def _first_rows(lines: Iterator[Line], names: Collection[str], n_below: int = 0) -> _First:
    rows: list[Line] = []
    error = None
    try:
        for line in lines:
            rows.append(line)
            if has_name(line[1], names) or len(rows) >= LOOKED_AT:
                break
        rows += islice(lines, n_below)
    except BadExport as found:
        error = found
    return _First(rows, place_of_heading([cells for _line, cells in rows], names), error)


def headings(source: Source) -> tuple[str, ...]:
    """The names of the columns, in lower case; empty where the file is no table."""
    if source.headings is None:
        source.headings = _headings(source)
    return source.headings


def _headings(source: Source) -> tuple[str, ...]:
    try:
        with open_table(source) as (heading, _rows):
            return tuple(map(plain_name, heading))
    except BadExport as error:
        if error.code in _SAID:
            raise
        return ()


def delimiter_of(source: Source) -> str:
    """What stands between the cells of a plain table; empty for anything else."""
    if source.kind not in ("plain", "gzip") or source.is_page:
        return ""
    with source.text() as text:
        return delimited.delimiter_in(text, source.time_names)


@contextmanager
def _lines(source: Source) -> Iterator[Iterator[Line]]:
    if source.is_workbook:
        with workbooks.open_workbook(source) as sheets:
            name = _chosen(source, list(sheets), lambda name: _of_sheet(sheets[name]))
            yield workbooks.rows_of(sheets[name]) if name else iter(())
    else:
        name = ""
        if source.kind in ("zip", "tar"):
            name = _chosen(source, _members(source), lambda name: _of_text(source, name))
            if not name:
                raise BadExport("no_table")
        with _of_text(source, name) as lines:
            yield lines


@contextmanager
def _of_sheet(sheet: object) -> Iterator[Iterator[Line]]:
    yield workbooks.rows_of(sheet)


@contextmanager
def _of_text(source: Source, member: str) -> Iterator[Iterator[Line]]:
    with source.text(member) as text:
        if source.is_page:
            yield pages.rows_of(text)
        else:
            yield delimited.rows_of(text, source.time_names)


def _members(source: Source) -> list[str]:
    """The tables of an archive."""
    tables = [
        name
        for name in source.find(r"[^/]*\.(?:csv|tsv)")
        if not name.casefold().startswith(_ASIDE) and "/._" not in name
    ]
    return [name for name in tables if name.casefold().endswith(_MEANT)] or tables


Opened = Callable[[str], AbstractContextManager[Iterator[Line]]]


def _chosen(source: Source, names: Sequence[str], opened: Opened) -> str:
    """The part of the file that is read; empty where it has none."""
    if source.part is None:
        ranks = {name: _rank(source, name, opened) for name in names[:MOST_PARTS]}
        source.part = max(ranks, key=ranks.__getitem__, default="")
        others = [name for name, rank in ranks.items() if rank and name != source.part]
        if others:
            source.remarks["parts_left"] = {"name": source.part, "others": ", ".join(others)}
        elif source.part != (names or [""])[0]:
            source.remarks["part_taken"] = {"name": source.part}
    return source.part


def _rank(source: Source, name: str, opened: Opened) -> int:
    """What is wrong with the part that is read is said when it is read."""
    try:
        with opened(name) as lines:
            return _first_rows(lines, source.time_names, 1).rank
    except BadExport:
        return 0
