"""Times of rivals' posts from a table: `time[,author]`, commas or semicolons."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo

MOST_ROWS = 200_000
HOUR = timedelta(hours=1)
LONGEST = timedelta(days=5 * 365)


class BadRivals(Exception):
    """A table that cannot be used: `code` and `params` say which line and why."""

    def __init__(self, code: str, params: Mapping[str, str | int] = {}) -> None:
        super().__init__(code)
        self.code = code
        self.params = dict(params)


@dataclass(frozen=True, slots=True)
class Rival:
    """One post of somebody else; the author's name is empty where the table names none."""

    at: datetime
    author: str = ""


def read_rivals(text: str, *, zone: tzinfo | None) -> tuple[Rival, ...]:
    """The posts of a table, oldest first, in the zones they were written in; `zone` is that of
    times which have none. Raises BadRivals."""
    first = text.partition("\n")[0]
    reader = csv.reader(io.StringIO(text), delimiter=";" if ";" in first else ",")
    try:
        found = list(_rows(reader, zone))
    except csv.Error as error:
        raise BadRivals("bad_csv", {"line": reader.line_num}) from error
    if not found:
        raise BadRivals("nothing_inside")
    found.sort(key=lambda rival: rival.at)
    return tuple(found)


def by_hour(rivals: Sequence[Rival]) -> dict[datetime, list[str]]:
    """The authors of the posts of every hour (UTC) from the first to the last, as often as they
    posted; `rivals` are in order. Raises BadRivals where that would be years and years."""
    if rivals[-1].at - rivals[0].at > LONGEST:
        raise BadRivals("too_long", {"years": LONGEST.days // 365})
    first, last = (_floor(rival.at) for rival in (rivals[0], rivals[-1]))
    n_hours = round((last - first) / HOUR) + 1
    found: dict[datetime, list[str]] = {first + HOUR * n: [] for n in range(n_hours)}
    for rival in rivals:
        found[_floor(rival.at)].append(rival.author)
    return found


def _floor(at: datetime) -> datetime:
    return at.astimezone(UTC).replace(minute=0, second=0, microsecond=0)


def _rows(reader: Iterator[list[str]], zone: tzinfo | None) -> Iterator[Rival]:
    heading = [cell.strip().lstrip("\ufeff").casefold() for cell in next(reader, [])]
    if "time" not in heading:
        raise BadRivals("column_missing", {"name": "time"})
    at = heading.index("time")
    author = heading.index("author") if "author" in heading else None
    for line, cells in enumerate(reader, 2):
        if line > MOST_ROWS:
            raise BadRivals("too_many_rows", {"most": MOST_ROWS})
        if any(cell.strip() for cell in cells):
            name = cells[author].strip() if author is not None and author < len(cells) else ""
            yield Rival(_time(line, cells[at].strip() if at < len(cells) else "", zone), name)


def _time(line: int, cell: str, zone: tzinfo | None) -> datetime:
    try:
        found = datetime.fromisoformat(cell)
        if found.tzinfo is not None or zone is None:
            found.astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise BadRivals("bad_time", {"line": line, "time": cell[:40]}) from error
    if found.tzinfo is not None:
        return found
    if zone is None:
        raise BadRivals("no_zone", {"line": line, "time": cell[:40]})
    return found.replace(tzinfo=zone)
