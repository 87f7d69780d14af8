"""How many stopped following, week by week, from rows of any regular spacing."""

from __future__ import annotations

from calendar import monthrange
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from statistics import median_low

WEEK = 7
# Rows a day apart count in the week of their day, rows of about a week in that week; all others are
# spread over theirs. Weeks that are now and then a day short are weeks all the same.
SUMMED = (0, 1, 6, WEEK)
LONGEST = 366
MONTH = range(28, 32)
FIRST, LAST = date.min.toordinal(), date.max.toordinal()


class BadUnfollows(Exception):
    """A table that cannot be used: `code` and `params` say why, and in which line."""

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


@dataclass(frozen=True, slots=True)
class Weeks:
    """Whole weeks from their Mondays, oldest first. `every_days` is how far apart the rows were
    that they are made of (0 for one row), `n_not_over` how many rows were of a time not over."""

    weeks: tuple[Left, ...]
    every_days: int
    n_not_over: int = 0

    @property
    def is_spread(self) -> bool:
        """Whether each row stood for more than a week."""
        return self.every_days > WEEK

    @property
    def is_by_month(self) -> bool:
        return self.every_days in MONTH


def by_week(rows: Sequence[Left], until: date = date.max) -> Weeks:
    """The whole weeks before `until` that rows (oldest first, one a day) tell of. Rows of a day or
    a week count in the week in which they begin. All others are spread evenly over their days, each
    until the next begins; one before a gap, and the last, as long as the usual distance (a month
    to its end). BadUnfollows where the rows are so uneven that nobody can tell how long each of
    them counts."""
    every = _usual_distance(rows)
    if every not in SUMMED:
        return _spread(rows, every, until.toordinal())
    weeks = tuple(_summed(rows, every))
    over = tuple(week for week in weeks if week.day.toordinal() + WEEK <= until.toordinal())
    # The days of a week that is under way are over: only a row of a week can be cut short.
    return Weeks(over, every, len(weeks) - len(over) if every != 1 else 0)


def _usual_distance(rows: Sequence[Left]) -> int:
    """How many days apart most rows are; 0 for one row."""
    gaps = [(after.day - row.day).days for row, after in pairwise(rows)]
    if not gaps:
        return 0
    every = median_low(gaps)
    if every > LONGEST:
        raise BadUnfollows("too_sparse")
    n_uneven = sum(not (every / 2 <= gap and _is_followed(gap, every)) for gap in gaps)
    if n_uneven > max(1, len(gaps) // 4):
        raise BadUnfollows("uneven", {"least": min(gaps), "most": max(gaps)})
    return every


def _is_followed(gap: int, every: int) -> bool:
    """Whether the next row follows without a gap: half as far again, or over a weekend."""
    return gap <= max(every * 1.5, every + 2)


def _summed(rows: Sequence[Left], every: int) -> Iterator[Left]:
    """The rows of each week together; a week with fewer rows than most weeks have is not whole.
    Followers are those of the week's first row."""
    later = _later(rows) if every != 1 else 0
    weeks: dict[int, list[Left]] = defaultdict(list)
    for row in rows:
        monday = _monday(row.day.toordinal() + later)
        weeks[monday if monday <= LAST else monday - WEEK].append(row)
    sizes = Counter(map(len, weeks.values()))
    usual = max(sizes, key=lambda size: (sizes[size], size), default=0)
    for monday, inside in weeks.items():
        if len(inside) >= usual:
            lost, followers = sum(row.unfollows for row in inside), inside[0].followers
            yield Left(date.fromordinal(monday), min(lost, followers), followers)


def _later(rows: Sequence[Left]) -> int:
    """By how many days the weeks of a table begin before the Monday that they are nearest to: one
    where most begin on a Sunday."""
    weekdays = Counter(row.day.weekday() for row in rows)
    usual = max(weekdays, key=weekdays.__getitem__, default=0)
    return WEEK - usual if usual > WEEK // 2 else 0


def _monday(day: int) -> int:
    return day - (day - FIRST) % WEEK  # the first day of the calendar is a Monday


@dataclass(slots=True)
class _Told:
    """What is told of one week so far."""

    n_days: int = 0
    unfollows: int = 0
    followers: int = 0


def _spread(rows: Sequence[Left], every: int, until: int) -> Weeks:
    told: dict[int, _Told] = defaultdict(_Told)
    n_not_over = 0
    for row, begin, end in _spans(rows, every):
        if end > until:
            n_not_over += 1
            continue
        for monday in range(_monday(begin), end, WEEK):
            first, last = max(monday, begin) - begin, min(monday + WEEK, end) - begin
            week = told[monday]
            week.n_days += last - first
            week.unfollows += _share(row, last, end - begin) - _share(row, first, end - begin)
            week.followers = week.followers or row.followers
    whole = (
        Left(date.fromordinal(monday), min(week.unfollows, week.followers), week.followers)
        for monday, week in told.items()
        if week.n_days == WEEK
    )
    return Weeks(tuple(whole), every, n_not_over)


def _spans(rows: Sequence[Left], every: int) -> Iterator[tuple[Left, int, int]]:
    """Each row with the day on which it begins and that on which it is over."""
    begins = [row.day.toordinal() for row in rows]
    for row, begin, after in zip(rows, begins, [*begins[1:], LAST], strict=True):
        is_last = after == LAST or not _is_followed(after - begin, every)
        yield row, begin, min(_usual_end(row.day, every) if is_last else after, LAST)


def _usual_end(day: date, every: int) -> int:
    """The day on which a row is over that none follows: that of a month with the month."""
    is_month = every in MONTH and day.day == 1
    return day.toordinal() + (monthrange(day.year, day.month)[1] if is_month else every)


def _share(row: Left, n_days: int, of: int) -> int:
    """How many of those of a row left in its first days; whole numbers that add up to all."""
    return (2 * row.unfollows * n_days + of) // (2 * of)


def counted_back(rows: Sequence[Left], gained: Sequence[int], total: int) -> tuple[Left, ...]:
    """The rows (oldest first) with those who followed when each began, counted back from the
    `total` at the end by who came and who left. BadUnfollows where more left than that leaves."""
    found: list[Left] = []
    for row, came in zip(reversed(rows), reversed(gained), strict=True):
        total += row.unfollows - came
        if total < max(row.unfollows, 1):
            raise BadUnfollows("total_too_small", {"day": row.day.isoformat()})
        found.append(replace(row, followers=total))
    return tuple(reversed(found))
