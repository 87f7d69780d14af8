"""From rows of a table to posts, by what each column means."""

from __future__ import annotations

import math
import re
from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass

from skupnost.kit.exports.sources import Source
from skupnost.kit.exports.tables import open_table
from skupnost.kit.exports.times import moment
from skupnost.kit.exports.titles import plain_name
from skupnost.kit.exports.values import (
    METRICS,
    BadExport,
    Figure,
    PostRead,
    Read,
    RowRefused,
    RowSkipped,
    Unit,
    UnusedColumns,
)

TRUE = ("1", "1.0", "true", "yes", "y", "x", "da", "sí", "si")
FALSE = ("0", "0.0", "false", "no", "n", "ne")
ABSENT = ("", "-", "–", "n/a", "--")
# What a cell may say to leave a post out as evidence; a plain yes means that it was paid for.
REASONS = {
    "boosted": "boosted",
    "paid": "boosted",
    "contest": "contest",
    "giveaway": "contest",
    "nagradna igra": "contest",
    "sorteo": "contest",
    "campaign": "campaign",
    "kampanja": "campaign",
    "campaña": "campaign",
}
SHORT = 280
# Before three digits a comma or a point sets thousands apart: a count has no thousandths.
_GROUPED = re.compile(r"-?[1-9]\d{0,2}(?:(?:,\d{3})+|(?:\.\d{3})+)")


@dataclass(frozen=True, slots=True)
class Column:
    """What a column holds: `time`, `remote_id`, `url`, `text`, `type`, `followers`, `left_out`
    (yes/no: paid for, or the reason), `contest` and `campaign` (yes/no), `nothing`
    (known and not needed), or the name of a metric."""

    role: str
    unit: Unit | None = None
    is_blank_zero: bool = False


Meaning = Mapping[str, Column]


def figure_column(metric: str, unit: Unit | None = None, *, is_blank_zero: bool = False) -> Column:
    """A column with a metric, in its usual unit unless said."""
    return Column(metric, unit or METRICS[metric], is_blank_zero)


def read_columns(
    source: Source,
    meaning: Meaning,
    *,
    is_day_first: bool | None = None,
    types: Mapping[str, str] = {},
    skips: frozenset[str] = frozenset(),
) -> Generator[Read, None, None]:
    """What a table holds. `meaning` is by the column's name in lower case; `types` translates the
    file's words for content types; rows whose first cell is in `skips` are totals. A first row
    without time is the description that some files have under their heading."""
    with open_table(source) as (heading, rows):
        places, unused = _places(heading, meaning)
        if unused:
            yield UnusedColumns(unused)
        is_first = True
        for line, cells in rows:
            row = _Row(line, cells, places, types)
            if cells[0].casefold() in skips:
                yield RowSkipped(line, "total")
            elif any(cells[len(heading) :]):
                yield RowRefused(line, "too_many_cells")
            elif not (is_first and not row.says("time")):
                yield row.read(is_day_first)
            is_first = False


def _places(
    heading: Sequence[str], meaning: Meaning
) -> tuple[dict[str, tuple[int, Column]], tuple[str, ...]]:
    """Where each thing stands; the first of several columns for one thing counts."""
    places: dict[str, tuple[int, Column]] = {}
    unused: list[str] = []
    for place, name in enumerate(heading):
        column = meaning.get(plain_name(name))
        key = "" if column is None else _key(column)
        if column is None or key in places:
            unused += [name] if name else []
        elif column.role != "nothing":
            places[key] = (place, column)
    if "time" not in places:
        raise BadExport("no_time_column", {"columns": ", ".join(filter(None, heading[:20]))})
    return places, tuple(unused)


def _key(column: Column) -> str:
    return f"{column.role}:{column.unit}" if column.role in METRICS else column.role


@dataclass(frozen=True, slots=True)
class _Row:
    line: int
    cells: Sequence[str]
    places: Mapping[str, tuple[int, Column]]
    types: Mapping[str, str]

    def says(self, key: str) -> str:
        place, _column = self.places.get(key, (-1, None))
        return self.cells[place] if 0 <= place < len(self.cells) else ""

    def read(self, is_day_first: bool | None) -> Read:
        cell = self.says("time")
        if not cell:
            return RowRefused(self.line, "no_time")
        try:
            at, is_day_only = moment(cell, is_day_first=is_day_first)
        except (ValueError, OverflowError):
            return RowRefused(self.line, "bad_time", {"cell": cell[:40]})
        figures, doubtful = self._figures()
        followers, code = number(self.says("followers"))
        mark, is_doubtful = self._mark()
        doubtful = (*doubtful, *filter(None, (code, "mark" if is_doubtful else "")))
        type_ = self.says("type")
        return PostRead(
            posted_at=at,
            remote_id=self.says("remote_id"),
            url=self.says("url"),
            text=self.says("text")[:SHORT],
            type=self.types.get(type_.casefold(), type_.casefold())[:40],
            figures=figures,
            followers=followers,
            mark=mark,
            is_day_only=is_day_only,
            line=self.line,
            doubtful=doubtful,
        )

    def _mark(self) -> tuple[str, bool]:
        """Why the post is no evidence, empty where it is; and whether a cell says neither."""
        said = self.says("left_out").casefold()
        if said in REASONS:
            return REASONS[said], False
        marks = {"boosted": said} | {role: self.says(role) for role in ("contest", "campaign")}
        told = {mark: cell.casefold() for mark, cell in marks.items()}
        is_doubtful = any(cell not in (*TRUE, *FALSE, *ABSENT) for cell in told.values())
        return next((mark for mark, cell in told.items() if cell in TRUE), ""), is_doubtful

    def _figures(self) -> tuple[tuple[Figure, ...], tuple[str, ...]]:
        figures, blanks, doubtful = [], [], []
        for _place, column in self.places.values():
            if column.role not in METRICS or column.unit is None:
                continue
            value, code = number(self.says(_key(column)), is_whole=column.role != "watch_hours")
            if value is not None:
                figures.append(Figure(column.role, value, column.unit))
            elif code:
                doubtful.append(code)
            elif column.is_blank_zero:
                blanks.append(Figure(column.role, 0.0, column.unit))
        return (*figures, *(blanks if figures else ())), tuple(doubtful)


def number(cell: str, *, is_whole: bool = True) -> tuple[float | None, str]:
    """The number of a cell and what is wrong with it (`negative`, `unreadable`); None and nothing
    for an empty one. Thousands may be set apart by a space, and in whole numbers by a comma or a
    point."""
    text = cell.strip().replace("\u00a0", "").replace("\u202f", "").replace(" ", "")
    if text.casefold() in ABSENT:
        return None, ""
    try:
        value = float(_plain(text, is_whole=is_whole))
    except ValueError:
        return None, "unreadable"
    if not math.isfinite(value) or value > 1e12:
        return None, "unreadable"
    return (value, "") if value >= 0 else (None, "negative")


def _plain(text: str, *, is_whole: bool) -> str:
    comma, point = text.rfind(","), text.rfind(".")
    if comma >= 0 and point >= 0:
        thousands = "," if point > comma else "."
        return text.replace(thousands, "").replace(",", ".")
    if is_whole and _GROUPED.fullmatch(text):
        return text.replace(",", "").replace(".", "")
    return text.replace(",", ".")
