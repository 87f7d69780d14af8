"""The rows of an HTML table, as some networks and programs export under the name `.xls`."""

from __future__ import annotations

from collections.abc import Iterator
from html.parser import HTMLParser
from typing import IO

from skupnost.kit.exports.values import MOST_COLUMNS, BadExport, Line

CHUNK = 65_536
MOST_CELL = 1_000_000
_UNSEEN = ("script", "style")


def rows_of(text: IO[str]) -> Iterator[Line]:
    """The rows that say something of all tables of a page, with the lines on which they begin.
    BadExport (`web_page`) where it has none."""
    parser = _Rows()
    n_rows = 0
    while chunk := text.read(CHUNK):
        parser.feed(chunk)
        if len(parser.rawdata) > MOST_CELL:
            raise BadExport("web_page")  # a tag without end
        n_rows += len(parser.rows)
        yield from parser.taken()
    parser.close()
    parser.end_row()
    n_rows += len(parser.rows)
    yield from parser.taken()
    if not n_rows:
        raise BadExport("web_page")


class _Rows(HTMLParser):
    """The rows of the tables that were closed so far."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.rows: list[Line] = []
        self._cells: list[str] = []
        self._cell: list[str] | None = None
        self._line, self._span = 0, 1
        self._n_signs = 0
        self._is_unseen = False

    def taken(self) -> list[Line]:
        found, self.rows = self.rows, []
        return found

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._is_unseen = tag in _UNSEEN
        if tag == "tr":
            self.end_row()
            self._line = self.getpos()[0]
        elif tag in ("td", "th"):
            self._end_cell()
            self._cell = []
            spans = dict(attrs).get("colspan") or "1"
            self._span = int(spans) if spans.isascii() and spans.isdigit() and len(spans) < 4 else 1
        elif tag == "br" and self._cell is not None:
            self._cell.append(" ")

    def handle_endtag(self, tag: str) -> None:
        self._is_unseen = False
        if tag in ("td", "th"):
            self._end_cell()
        elif tag in ("tr", "table"):
            self.end_row()

    def handle_data(self, data: str) -> None:
        if self._cell is not None and not self._is_unseen:
            self._n_signs += len(data)
            if self._n_signs > MOST_CELL:
                raise BadExport("bad_csv", {"line": self._line})
            self._cell.append(data)

    def _end_cell(self) -> None:
        if self._cell is not None and len(self._cells) <= MOST_COLUMNS:
            said = " ".join("".join(self._cell).split())
            self._cells += [said, *[""] * (self._span - 1)]
        self._cell = None

    def end_row(self) -> None:
        """The row that is open is whole; one that says nothing is none."""
        self._end_cell()
        while self._cells and not self._cells[-1]:
            self._cells.pop()
        if self._cells:
            self.rows.append((self._line, self._cells))
        self._cells, self._n_signs = [], 0
