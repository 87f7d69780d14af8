"""How many stopped following, from a table: `time,unfollows,followers`, commas or semicolons."""

from __future__ import annotations

import csv
import io
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

MOST_ROWS = 20_000
NEEDED = ("time", "unfollows", "followers")
BIGGEST, LONGEST_NUMBER = 10**12, 20


class BadUnfollows(Exception):
    """A table that cannot be used: `code` and `params` say which line and why."""

    def __init__(self, code: str, params: Mapping[str, str | int] = {}) -> None:
        super().__init__(code)
        self.code = code
        self.params = dict(params)


@dataclass(frozen=True, slots=True)
class Left:
    """How many left in the time that begins on a day, of how many who followed then."""

    day: date
    unfollows: int
    followers: int


def read_unfollows(text: str) -> tuple[Left, ...]:
    """The rows of a table, oldest first; of two of one day the later one counts. Raises
    BadUnfollows."""
    first = text.partition("\n")[0]
    reader = csv.reader(io.StringIO(text), delimiter=";" if ";" in first else ",")
    try:
        found = {row.day: row for row in _rows(reader)}
    except csv.Error as error:
        raise BadUnfollows("bad_csv", {"line": reader.line_num}) from error
    if not found:
        raise BadUnfollows("nothing_inside")
    return tuple(found[day] for day in sorted(found))


def by_week(rows: Sequence[Left]) -> tuple[Left, ...]:
    """Whole weeks from Monday: those of a weekly table as they are, of a daily one those that have
    at least as many days as most weeks have. Followers are those of the week's first row."""
    weeks: dict[date, list[Left]] = defaultdict(list)
    for row in rows:
        weeks[row.day - timedelta(days=row.day.weekday())].append(row)
    sizes = Counter(map(len, weeks.values()))
    usual = max(sizes, key=lambda size: (sizes[size], size), default=0)
    return tuple(
        Left(monday, min(sum(row.unfollows for row in inside), inside[0].followers),
             inside[0].followers)
        for monday, inside in weeks.items()
        if len(inside) >= usual
    )  # fmt: skip


def _rows(reader: Iterator[list[str]]) -> Iterator[Left]:
    heading = [cell.strip().lstrip("\ufeff").casefold() for cell in next(reader, [])]
    for name in NEEDED:
        if name not in heading:
            raise BadUnfollows("column_missing", {"name": name})
    places = [heading.index(name) for name in NEEDED]
    for line, cells in enumerate(reader, 2):
        if line > MOST_ROWS:
            raise BadUnfollows("too_many_rows", {"most": MOST_ROWS})
        if any(cell.strip() for cell in cells):
            day, lost, followers = (cells[at].strip() if at < len(cells) else "" for at in places)
            yield _left(line, day, lost, followers)


def _left(line: int, day: str, lost: str, followers: str) -> Left:
    found = Left(_day(line, day), _count(line, lost), _count(line, followers))
    if not found.followers or found.unfollows > found.followers:
        raise BadUnfollows("more_than_followed", {"line": line})
    return found


def _day(line: int, cell: str) -> date:
    try:
        return datetime.fromisoformat(cell).date()
    except ValueError as error:
        raise BadUnfollows("bad_day", {"line": line, "day": cell[:40]}) from error


def _count(line: int, cell: str) -> int:
    is_number = cell.isascii() and cell.isdecimal() and len(cell) <= LONGEST_NUMBER
    if not is_number or int(cell) > BIGGEST:
        raise BadUnfollows("bad_number", {"line": line, "number": cell[:40]})
    return int(cell)
