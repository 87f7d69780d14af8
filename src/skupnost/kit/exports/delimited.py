"""The rows of a plain table, whatever stands between its cells."""

from __future__ import annotations

import csv
import re
from collections import deque
from collections.abc import Collection, Iterator
from itertools import islice
from typing import IO

from skupnost.kit.exports.titles import LOOKED_AT, has_name, place_of_heading
from skupnost.kit.exports.values import BadExport, Line

MOST_CELL = 1_000_000
DELIMITERS = (",", ";", "\t")
_TOLD_DELIMITER = re.compile(r"sep=([,;\t])\s*", re.IGNORECASE)
_QUOTED = re.compile(r'"(?:[^"]|"")*"?')


def rows_of(text: IO[str], names: Collection[str]) -> Iterator[Line]:
    """The rows that say something, with the lines on which they end; `names` are those of which a
    heading has one."""
    # The limit is the process's own; another reader is only allowed more by it.
    csv.field_size_limit(MOST_CELL)
    lines = _Counted(text, names)
    reader = csv.reader(lines, delimiter=lines.delimiter)
    try:
        for cells in reader:
            if lines.is_cut_short:
                raise BadExport("unclosed_quote", {"line": lines.n_before})
            stripped = [cell.strip() for cell in cells]
            if any(stripped):
                yield lines.n_read, stripped
            lines.n_before = lines.n_read + 1
    except csv.Error as error:
        raise BadExport("bad_csv", {"line": lines.n_before}) from error


def delimiter_in(text: IO[str], names: Collection[str]) -> str:
    """What stands between the cells."""
    return _Counted(text, names).delimiter


class _Counted:
    """The lines of a text from its first that says something, counted from the file's first.

    `n_before` is where the row begins that is being read; `is_cut_short` where the text ended in
    the middle of one: a quotation mark that is never closed takes all the rest for one cell."""

    def __init__(self, text: IO[str], names: Collection[str]) -> None:
        self._text = text
        self._ahead: deque[str] = deque()
        self.n_read, self.is_cut_short = 0, False
        self.delimiter = self._delimiter(names)
        self.n_before = self.n_read + 1

    def _delimiter(self, names: Collection[str]) -> str:
        """As told, else what the first line has most of; where that line names no time, what the
        heading below it has."""
        told = ","
        while line := self._text.readline(MOST_CELL):
            found = _TOLD_DELIMITER.fullmatch(line.strip("\r\n"))
            if found is None and line.strip():
                break
            told = found[1] if found else told
            self.n_read += 1
        self._ahead.append(line)
        usual = told if told in _outside_quotes(line) else _most_of(line)
        if has_name(_cells([line], usual)[0], names):
            return usual
        self._ahead += islice(iter(lambda: self._text.readline(MOST_CELL), ""), 2 * LOOKED_AT)
        return _of_heading(self._ahead, names) or usual

    def __iter__(self) -> Iterator[str]:
        while line := self._ahead.popleft() if self._ahead else self._text.readline(MOST_CELL):
            self.n_read += 1
            if len(line) == MOST_CELL and line[-1] not in "\r\n":
                # Its rest would pass for another row.
                raise BadExport("bad_csv", {"line": self.n_read})
            yield line
        self.is_cut_short = self.n_before <= self.n_read


def _of_heading(lines: Collection[str], names: Collection[str]) -> str:
    """What stands between the cells of the heading among some lines; empty where there is none."""
    for line in lines:
        delimiter = _most_of(line)
        if has_name(_cells([line], delimiter)[0], names):
            is_it = place_of_heading(_cells(lines, delimiter), names) is not None
            return delimiter if is_it else ""
    return ""


def _cells(lines: Collection[str], delimiter: str) -> list[list[str]]:
    """The rows that say something; one without cells where there are none."""
    try:
        rows = [[cell.strip() for cell in row] for row in csv.reader(lines, delimiter=delimiter)]
    except csv.Error:
        rows = []
    return [row for row in rows if any(row)] or [[]]


def _most_of(line: str) -> str:
    return max(DELIMITERS, key=_outside_quotes(line).count)


def _outside_quotes(line: str) -> str:
    return _QUOTED.sub("", line)
