"""The sheets of a workbook (XLSX), row by row."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any
from xml.etree.ElementTree import ParseError

from skupnost.kit.exports.sources import BROKEN, Source
from skupnost.kit.exports.values import MOST_COLUMNS, BadExport, Line

# The last row that a sheet of Excel can have: a number beyond it is made to keep us busy.
MOST_ROWS = 1_048_576


@contextmanager
def open_workbook(source: Source) -> Iterator[dict[str, Any]]:
    """Its sheets by name, in their order; hidden ones only where there are no others."""
    # Loaded when needed: every process knows the formats, few meet a workbook.
    from openpyxl import load_workbook

    source.check_size()
    source.file.seek(0)
    with _named_oddities():
        book = load_workbook(source.file, read_only=True, data_only=True, keep_links=False)
    try:
        sheets = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
        yield {sheet.title: sheet for sheet in sheets or book.worksheets}
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


def rows_of(sheet: Any) -> Iterator[Line]:
    """The rows that say something, with their numbers."""
    with _named_oddities():
        # What a sheet says of its own size is often wrong, and makes each row as wide as it says.
        sheet.reset_dimensions()
        rows = sheet.iter_rows(max_row=MOST_ROWS, values_only=True)
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
