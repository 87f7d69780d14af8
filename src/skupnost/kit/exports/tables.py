"""Tables in a stream: CSV in any delimiter and encoding, and the first sheet of a workbook."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import IO
from xml.etree.ElementTree import ParseError

from skupnost.kit.exports.sources import BROKEN, Source
from skupnost.kit.exports.values import BadExport

Line = tuple[int, list[str]]
MOST_CELL = 1_000_000
MOST_COLUMNS = 2_000
# The last row that a sheet of Excel can have: a number beyond it is made to keep us busy.
MOST_ROWS = 1_048_576
DELIMITERS = (",", ";", "\t")
# What spoils the whole file is said; that it is no table is for the caller to find.
_SAID = ("too_much_inside", "broken_file")
_TOLD_DELIMITER = re.compile(r"sep=([,;\t])\s*", re.IGNORECASE)
_QUOTED = re.compile(r'"(?:[^"]|"")*"?')


@contextmanager
def open_table(source: Source) -> Iterator[tuple[list[str], Iterator[Line]]]:
    """The heading and the rows (with their line numbers) of a table; BadExport where it is none."""
    with _lines(source) as lines:
        heading = next((cells for _line, cells in lines if any(cells)), [])
        if not heading or len(heading) > MOST_COLUMNS:
            raise BadExport("no_table")
        yield heading, lines


def headings(source: Source) -> tuple[str, ...]:
    """The names of the columns, in lower case; empty where the file is no table."""
    if source.headings is None:
        source.headings = _headings(source)
    return source.headings


def _headings(source: Source) -> tuple[str, ...]:
    try:
        with open_table(source) as (heading, _rows):
            return tuple(name.strip().casefold() for name in heading)
    except BadExport as error:
        if error.code in _SAID:
            raise
        return ()


def delimiter_of(source: Source) -> str:
    """What stands between the cells of a plain table; empty for anything else."""
    if source.kind not in ("plain", "gzip"):
        return ""
    with source.text() as text:
        return _Counted(text).delimiter


@contextmanager
def _lines(source: Source) -> Iterator[Iterator[Line]]:
    if source.is_workbook:
        with _workbook(source) as lines:
            yield lines
    elif source.kind in ("zip", "tar"):
        tables = source.find(r"[^/]*\.(?:csv|tsv)")
        wanted = [name for name in tables if name.casefold().endswith("table data.csv")] or tables
        if not wanted:
            raise BadExport("no_table")
        with source.text(wanted[0]) as text:
            yield _csv(text)
    else:
        with source.text() as text:
            yield _csv(text)


def _csv(text: IO[str]) -> Iterator[Line]:
    # The limit is the process's own; another reader is only allowed more by it.
    csv.field_size_limit(MOST_CELL)
    lines = _Counted(text)
    reader = csv.reader(lines, delimiter=lines.delimiter)
    try:
        for cells in reader:
            if lines.is_cut_short:
                raise BadExport("unclosed_quote", {"line": lines.n_before})
            if any(cell.strip() for cell in cells):
                yield lines.n_read, [cell.strip() for cell in cells]
            lines.n_before = lines.n_read + 1
    except csv.Error as error:
        raise BadExport("bad_csv", {"line": lines.n_before}) from error


class _Counted:
    """The lines of a text from its first that says something, counted from the file's first.

    `n_before` is where the row begins that is being read; `is_cut_short` where the text ended in
    the middle of one: a quotation mark that is never closed takes all the rest for one cell."""

    def __init__(self, text: IO[str]) -> None:
        self._text = text
        self.n_read, self.is_cut_short, self.delimiter = 0, False, ","
        self._first = self._first_line()
        self.n_before = self.n_read

    def _first_line(self) -> str:
        while line := self._next_line():
            told = _TOLD_DELIMITER.fullmatch(line.strip("\r\n"))
            if told is None and line.strip():
                if self.delimiter not in _outside_quotes(line):
                    self.delimiter = max(DELIMITERS, key=_outside_quotes(line).count)
                return line
            self.delimiter = told[1] if told else self.delimiter
        return ""

    def _next_line(self) -> str:
        """The next line; BadExport for one without end, whose rest would pass for another row."""
        line = self._text.readline(MOST_CELL)
        self.n_read += bool(line)
        if len(line) == MOST_CELL and line[-1] not in "\r\n":
            raise BadExport("bad_csv", {"line": self.n_read})
        return line

    def __iter__(self) -> Iterator[str]:
        line = self._first
        while line:
            yield line
            line = self._next_line()
        self.is_cut_short = self.n_before <= self.n_read


def _outside_quotes(line: str) -> str:
    return _QUOTED.sub("", line)


@contextmanager
def _workbook(source: Source) -> Iterator[Iterator[Line]]:
    # Loaded when needed: every process knows the formats, few meet a workbook.
    from openpyxl import load_workbook

    source.check_size()
    source.file.seek(0)
    with _named_oddities():
        book = load_workbook(source.file, read_only=True, data_only=True, keep_links=False)
    try:
        sheet = book.worksheets[0] if book.worksheets else None
        yield _sheet(sheet) if sheet is not None else iter(())
    finally:
        book.close()


@contextmanager
def _named_oddities() -> Iterator[None]:
    """openpyxl lets through whatever a broken or half empty part of a workbook makes happen."""
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        yield
    except (*BROKEN, ParseError, InvalidFileException, AttributeError, TypeError) as error:
        raise BadExport("broken_file") from error


def _sheet(sheet: object) -> Iterator[Line]:
    with _named_oddities():
        # What a sheet says of its own size is often wrong, and makes each row as wide as it says.
        sheet.reset_dimensions()  # type: ignore[attr-defined]  # openpyxl has no types
        rows = sheet.iter_rows(max_row=MOST_ROWS, values_only=True)  # type: ignore[attr-defined]
        for number, row in enumerate(rows, 1):
            cells = [_cell(value) for value in _within(row)]
            while cells and not cells[-1]:
                cells.pop()
            if cells:
                yield number, cells


def _within(row: tuple[object, ...]) -> tuple[object, ...]:
    """A row as wide as tables are; of what lies beyond only that there is something."""
    if len(row) <= MOST_COLUMNS:
        return row
    beyond = tuple(value for value in row[MOST_COLUMNS:] if value is not None)
    return row[:MOST_COLUMNS] + beyond[:1]


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()
