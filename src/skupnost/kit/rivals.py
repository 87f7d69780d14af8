"""Tables with the times of rivals' posts, as people write and programs save them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from typing import BinaryIO

from skupnost.domain.rivals import MOST_ROWS, BadRivals, Rival
from skupnost.kit.exports.sources import Source
from skupnost.kit.exports.tables import open_table
from skupnost.kit.exports.times import is_day_first, moment
from skupnost.kit.exports.values import BadExport, Line

SHOWN = 40


@dataclass(frozen=True, slots=True)
class RivalsRead:
    """The posts of a table, oldest first, in the zones they were written in, and what somebody
    should know of how it was read, by code."""

    rivals: tuple[Rival, ...]
    remarks: Mapping[str, Mapping[str, str | int]]


def read_rivals(
    file: BinaryIO, name: str, *, zone: tzinfo | None, languages: Collection[str] = ()
) -> RivalsRead:
    """What a file (CSV, XLSX, HTML, zip) with the column `time` and, if known, `author` tells;
    `zone` is that of times which have none, `languages` are as in `Source`. BadExport where the
    file is of no use, BadRivals where its table is."""
    source = Source(file, name, languages)
    source.time_names = frozenset({"time"})
    if not source.n_bytes:
        raise BadExport("empty_file")
    with open_table(source) as (heading, lines):
        rows = _rows([cell.strip().casefold() for cell in heading], lines)
    if not rows:
        raise BadRivals("nothing_inside")
    day_first = is_day_first(at for _line, at, _author in rows)
    found = [Rival(_time(line, at, zone, day_first), author) for line, at, author in rows]
    return RivalsRead(tuple(sorted(found, key=lambda rival: rival.at)), source.remarks)


def _rows(heading: Sequence[str], lines: Iterable[Line]) -> list[tuple[int, str, str]]:
    """The line, the time and the author of each row."""
    if "time" not in heading:
        raise BadRivals("column_missing", {"name": "time"})
    at = heading.index("time")
    author = heading.index("author") if "author" in heading else len(heading)
    found: list[tuple[int, str, str]] = []
    for line, cells in lines:
        if len(found) >= MOST_ROWS:
            raise BadRivals("too_many_rows", {"most": MOST_ROWS})
        padded = [*cells, *[""] * (max(at, author) + 1 - len(cells))]
        found.append((line, padded[at].strip(), "" if author == len(heading) else padded[author]))
    return found


def _time(line: int, cell: str, zone: tzinfo | None, day_first: bool | None) -> datetime:
    """The moment; a day alone says nothing of hours."""
    try:
        found, is_day_only = moment(cell, is_day_first=day_first)
        if is_day_only:
            raise ValueError(cell)
        if found.tzinfo is not None or zone is None:
            found.astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise BadRivals("bad_time", {"line": line, "time": cell[:SHOWN]}) from error
    if found.tzinfo is not None:
        return found
    if zone is None:
        raise BadRivals("no_zone", {"line": line, "time": cell[:SHOWN]})
    return found.replace(tzinfo=zone)
