"""Tables that tell how many stopped following, as networks export them and as people write them.

An own table has a day, those who left and those who follow; the networks' tables have the columns
that their connectors name (`UNFOLLOWS` in `exports.py`). Rows of days, weeks, months or any other
even distance become whole weeks.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from typing import BinaryIO

from skupnost.domain.unfollows import BadUnfollows, Left, Weeks, by_week, counted_back
from skupnost.kit.connector import Connector
from skupnost.kit.exports.columns import number
from skupnost.kit.exports.mapped import GUESSES
from skupnost.kit.exports.sources import Source
from skupnost.kit.exports.tables import headings, open_table
from skupnost.kit.exports.times import can_be_read_both_ways, is_day_first, moment
from skupnost.kit.exports.values import BadExport, Line, UnfollowColumns
from skupnost.kit.registry import connectors

MOST_ROWS = 20_000
SHOWN = 40
# Names of columns in tables that people write; the first that is there counts.
DAYS = ("time", "date", "day", "week", "month", "datum", "dan", "teden", "mesec", "čas", "fecha",
        "día", "semana", "mes")  # fmt: skip
LOST = ("unfollows", "unfollowed", "unfollowers", "unlikes", "unsubscribes", "lost followers",
        "followers lost", "subscribers lost", "odhodi", "odjave", "prenehali slediti", "bajas",
        "dejaron de seguir")  # fmt: skip
GAINED = ("follows", "new follows", "new followers", "followers gained", "subscribers gained")
FOLLOWERS = (*GUESSES["followers"], "total followers", "subscribers")
TOTAL = "total"
_MONTH_ONLY = re.compile(r"(\d{4})[-/.](\d{1,2})")
# Three figures after a point or comma may be thousands; fewer or more are a fraction.
_FRACTION = re.compile(r"\d+[.,](\d{1,2}|\d{4,})")


@dataclass(frozen=True, slots=True)
class UnfollowsRead:
    """The whole weeks of a table, oldest first, the network whose export it is (None: an own
    table), and what somebody should know of how it was read, by code."""

    weeks: tuple[Left, ...]
    network: Connector | None
    remarks: Mapping[str, Mapping[str, str | int]]


def read_unfollows(
    file: BinaryIO,
    name: str,
    *,
    until: date = date.max,
    total: int | None = None,
    is_day_first: bool | None = None,
    languages: Collection[str] = (),
) -> UnfollowsRead:
    """What a file (CSV, XLSX, zip) tells of who left, up to `until`. `total` is how many follow at
    its end, for tables that tell only who came and who left; `languages` are as in `Source`.
    BadExport where the file is broken or its dates can be read two ways, BadUnfollows where it is
    no table of who left. No weeks where all of them are still to end."""
    source = Source(file, name, languages)
    source.time_names = frozenset(DAYS)
    if not source.n_bytes:
        raise BadExport("empty_file")
    found = headings(source)
    with open_table(source) as (_heading, lines):
        network, places = _columns(found)
        rows = _Rows(places)
        rows.take_all(lines)
    left = rows.read(_order(rows.days, is_day_first, network))
    if places.followers is None:
        left = rows.counted_back(left, total)
    weeks = by_week([left[day] for day in sorted(left)], until)
    if not weeks.weeks and not weeks.n_not_over:
        raise BadUnfollows("no_whole_week")
    told = {"network_table": {"network": network.manifest.name}} if network else {}
    return UnfollowsRead(
        weeks.weeks, network, {**told, **_spacing(weeks), **rows.remarks, **source.remarks}
    )


def _spacing(weeks: Weeks) -> dict[str, dict[str, str | int]]:
    found: dict[str, dict[str, str | int]] = {}
    if weeks.is_by_month:
        found["spread_by_month"] = {}
    elif weeks.is_spread:
        found["spread_by_days"] = {"n": weeks.every_days}
    if weeks.n_not_over:
        found["not_over"] = {"n": weeks.n_not_over}
    return found


@dataclass(frozen=True, slots=True)
class _Places:
    """In which columns a table has what is needed."""

    day: int
    unfollows: int
    gained: int | None
    followers: int | None


def _columns(heading: Sequence[str]) -> tuple[Connector | None, _Places]:
    for network in connectors().values():
        for known in network.unfollows:
            if known.marks <= set(heading):
                if not known.unfollows:
                    raise BadUnfollows("tells_no_unfollows", {"network": network.manifest.name})
                return network, _placed(heading, known)
    return None, _guessed(heading)


def _placed(heading: Sequence[str], known: UnfollowColumns) -> _Places:
    return _Places(
        _day_column(heading),
        heading.index(known.unfollows),
        _place(heading, (known.gained,)),
        _place(heading, (known.followers,)),
    )


def _guessed(heading: Sequence[str]) -> _Places:
    lost = _place(heading, LOST)
    if lost is None:
        raise BadUnfollows("no_unfollows")
    gained, followers = _place(heading, GAINED), _place(heading, FOLLOWERS)
    return _Places(_day_column(heading), lost, gained, followers)


def _day_column(heading: Sequence[str]) -> int:
    if (place := _place(heading, DAYS)) is None:
        raise BadUnfollows("no_day")
    return place


def _place(heading: Sequence[str], names: Sequence[str]) -> int | None:
    return next((heading.index(name) for name in names if name and name in heading), None)


def _order(days: Sequence[str], told: bool | None, network: Connector | None) -> bool | None:
    """How round the dates are; the networks' own tables, which are in English, begin with the
    month where nothing tells."""
    found = told if told is not None else is_day_first(days)
    if found is None and (either := next(filter(can_be_read_both_ways, days), "")):
        if network is None:
            raise BadExport("date_order_unknown", {"example": either})
        return False
    return found


@dataclass(slots=True)
class _Rows:
    """The rows of a table under way: which can be used, and what is odd about the others. Where a
    program wrote fractions, their rest is carried over, so that those who left add up."""

    places: _Places
    lines: list[tuple[int, tuple[str, ...]]] = field(default_factory=list)
    gained: dict[date, int] = field(default_factory=dict)
    remarks: dict[str, dict[str, str | int]] = field(default_factory=dict)
    is_whole: bool = True
    rest: float = 0.0

    @property
    def days(self) -> list[str]:
        return [cells[0] for _line, cells in self.lines]

    def take_all(self, lines: Iterator[Line]) -> None:
        """The cells that count of each row; without the description that some tables have under
        their heading, and without totals."""
        wanted = self.places
        places = (wanted.day, wanted.unfollows, wanted.gained, wanted.followers)
        for n, (line, cells) in enumerate(lines):
            if n >= MOST_ROWS:
                raise BadUnfollows("too_many_rows", {"most": MOST_ROWS})
            found = tuple("" if at is None else _cell(cells, at) for at in places)
            is_description = not n and not found[0]
            if not is_description and found[0].casefold() != TOTAL:
                self.lines.append((line, found))

    def read(self, day_first: bool | None) -> dict[date, Left]:
        """The rows by their day, of two of one day the later; those of no use are counted, and
        where no other is left the first of them is named by BadUnfollows."""
        found: dict[date, Left] = {}
        first: BadUnfollows | None = None
        n_refused = n_twice = 0
        numbers = (cell for _line, cells in self.lines for cell in cells[1:])
        self.is_whole = not any(map(_FRACTION.fullmatch, numbers))
        for line, cells in self.lines:
            try:
                left, came = self._row(line, cells, day_first)
            except BadUnfollows as error:
                first, n_refused = first or error, n_refused + 1
                continue
            n_twice += left.day in found
            found[left.day], self.gained[left.day] = left, came
        if not found:
            raise first or BadUnfollows("nothing_inside")
        counts = {"losses_without_numbers": n_refused, "losses_twice": n_twice}
        self.remarks |= {code: {"n": n} for code, n in counts.items() if n}
        if first:
            self.remarks["losses_without_numbers"] |= {"line": first.params["line"]}
        return found

    def _row(self, line: int, cells: Sequence[str], day_first: bool | None) -> tuple[Left, int]:
        at, lost, came, follow = cells
        day, gone = _day(line, at, day_first), self._count(line, lost)
        n_came = round(self._count(line, came)) if came else 0
        n_follow = 0
        if self.places.followers is not None:
            n_follow = round(self._count(line, follow))
            if not n_follow or gone > n_follow:
                raise BadUnfollows("more_than_followed", {"line": line})
        return Left(day, self._whole(gone), n_follow), n_came

    def _count(self, line: int, cell: str) -> float:
        value, _code = number(cell, is_whole=self.is_whole)
        if value is None:
            raise BadUnfollows("bad_number", {"line": line, "number": cell[:SHOWN]})
        return value

    def _whole(self, gone: float) -> int:
        found = int(gone + self.rest + 0.5)
        self.rest += gone - found
        return found

    def counted_back(self, left: Mapping[date, Left], total: int | None) -> dict[date, Left]:
        """The rows with how many followed, told by how many do at the end."""
        if total is None:
            raise BadUnfollows("no_followers")
        days = sorted(left)
        rows, gained = [left[day] for day in days], [self.gained[day] for day in days]
        if self.places.gained is None:  # as if as many came as left
            gained = [row.unfollows for row in rows]
        self.remarks["counted_alike" if self.places.gained is None else "counted_back"] = {}
        return {row.day: row for row in counted_back(rows, gained, total)}


def _cell(cells: Sequence[str], place: int) -> str:
    return cells[place].strip() if place < len(cells) else ""


def _day(line: int, cell: str, day_first: bool | None) -> date:
    if found := _MONTH_ONLY.fullmatch(cell):
        with suppress(ValueError):
            return date(int(found[1]), int(found[2]), 1)
    try:
        return moment(cell, is_day_first=day_first)[0].date()
    except (ValueError, OverflowError) as error:
        raise BadUnfollows("bad_day", {"line": line, "day": cell[:SHOWN]}) from error
