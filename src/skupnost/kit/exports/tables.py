"""Tables in a stream: CSV in any delimiter and encoding, and the first sheet of a workbook."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from xml.etree.ElementTree import ParseError

from skupnost.kit.exports.sources import Source
from skupnost.kit.exports.values import BadExport

Line = tuple[int, list[str]]
MOST_CELL = 1_000_000
MOST_COLUMNS = 2_000


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
    try:
        with open_table(source) as (heading, _rows):
            return tuple(name.strip().casefold() for name in heading)
    except BadExport as error:
        if error.code == "too_much_inside":
            raise
        return ()


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


def _csv(text: io.TextIOBase | io.TextIOWrapper | object) -> Iterator[Line]:
    assert isinstance(text, io.TextIOWrapper)
    first = text.readline(MOST_CELL)
    delimiter = max((",", ";", "\t"), key=first.count)
    reader = csv.reader(_again(first, text), delimiter=delimiter)
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield reader.line_num, [cell.strip() for cell in cells]
    except csv.Error as error:
        raise BadExport("bad_csv", {"line": reader.line_num}) from error


def _again(first: str, text: io.TextIOWrapper) -> Iterator[str]:
    yield first
    while line := text.readline(MOST_CELL):
        yield line


@contextmanager
def _workbook(source: Source) -> Iterator[Iterator[Line]]:
    # Loaded when needed: every process knows the formats, few meet a workbook.
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    source.check_size()
    source.file.seek(0)
    try:
        book = load_workbook(source.file, read_only=True, data_only=True, keep_links=False)
    except (InvalidFileException, zipfile.BadZipFile, ParseError, KeyError, ValueError) as error:
        raise BadExport("broken_file") from error
    try:
        sheet = book.worksheets[0] if book.worksheets else None
        yield _sheet(sheet) if sheet is not None else iter(())
    finally:
        book.close()


def _sheet(sheet: object) -> Iterator[Line]:
    try:
        for number, row in enumerate(sheet.iter_rows(values_only=True), 1):  # type: ignore[attr-defined]  # openpyxl has no types
            cells = [_cell(value) for value in row]
            if any(cells):
                yield number, cells
    except (ParseError, KeyError, ValueError, zipfile.BadZipFile) as error:
        raise BadExport("broken_file") from error


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()
