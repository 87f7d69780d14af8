"""What a reader of exported files yields: posts, rows it refused, columns it did not use."""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from skupnost.kit.exports.sources import Source


MOST_COLUMNS = 2_000
# A row of a table: its number in the file, and its cells.
Line = tuple[int, list[str]]


class Unit(StrEnum):
    """What a figure counts: how many different people, or how many times."""

    PEOPLE = "people"
    COUNTS = "counts"


# The names of figures and the unit meant where a file does not say.
METRICS: Mapping[str, Unit] = {
    "reach": Unit.PEOPLE,
    "engaged": Unit.PEOPLE,
    "hides": Unit.COUNTS,
    "impressions": Unit.COUNTS,
    "views": Unit.COUNTS,
    "interactions": Unit.COUNTS,
    "reactions": Unit.COUNTS,
    "comments": Unit.COUNTS,
    "shares": Unit.COUNTS,
    "quotes": Unit.COUNTS,
    "saves": Unit.COUNTS,
    "clicks": Unit.COUNTS,
    "watch_hours": Unit.COUNTS,
    "follows": Unit.COUNTS,
}


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of a post; what is not known has no Figure, never one of zero."""

    metric: str
    value: float
    unit: Unit


@dataclass(frozen=True, slots=True)
class PostRead:
    """One post of the account. `posted_at` has no zone where the source tells none; `is_day_only`
    where it tells the day but no hour. `followers` is their number when it was posted, `mark` a
    reason to leave the post out (`boosted`). `line` is its place in the file, 0 elsewhere."""

    posted_at: datetime
    remote_id: str = ""
    url: str = ""
    text: str = ""
    type: str = ""
    figures: tuple[Figure, ...] = ()
    followers: float | None = None
    mark: str = ""
    is_day_only: bool = False
    line: int = 0
    doubtful: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RowRefused:
    """A row that cannot be read, and why."""

    line: int
    code: str
    params: Mapping[str, str | int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RowSkipped:
    """A row that is no post of the account to its readers: `boost`, `reply`, `private`, `total`."""

    line: int
    why: str


@dataclass(frozen=True, slots=True)
class UnusedColumns:
    """Columns of the file that mean nothing to us, by the names they have there."""

    names: tuple[str, ...]


Read = PostRead | RowRefused | RowSkipped | UnusedColumns


class BadExport(Exception):
    """The file cannot be read as a whole; `code` and `params` make its sentence."""

    def __init__(self, code: str, params: Mapping[str, str | int] = {}) -> None:
        super().__init__(code)
        self.code = code
        self.params = dict(params)


@dataclass(frozen=True, slots=True)
class UnfollowColumns:
    """The table in which a network tells by day or month who left. A file is one where all of
    `marks` are among its columns; the others name the columns with who left, who came and how many
    follow, empty where it has none. All in lower case. Without `unfollows` it tells nothing."""

    marks: frozenset[str]
    unfollows: str = ""
    gained: str = ""
    followers: str = ""


@dataclass(frozen=True, slots=True)
class ExportFormat:
    """One kind of file. `recognises` answers quickly and never raises but BadExport; `read`
    yields what is in it, in the order of the file."""

    name: str
    recognises: Callable[[Source], bool]
    read: Callable[[Source], Generator[Read, None, None]]
