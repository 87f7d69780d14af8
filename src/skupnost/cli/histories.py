"""Post histories from tables: time, response and what else is known of each post."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta, tzinfo
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from skupnost.cli.answers import Problem
from skupnost.cli.cadence_words import unfollows_problem
from skupnost.cli.figures import is_yes
from skupnost.cli.history_rows import Row, Table, opened_table
from skupnost.cli.reading import opened
from skupnost.domain.cadence import Loss, Notice, PastPost
from skupnost.domain.cadence.logs import MAX_POSTS, order_of
from skupnost.domain.unfollows import BadUnfollows
from skupnost.kit.exports import BadExport
from skupnost.kit.unfollows import UnfollowsRead, read_unfollows

KNOWN = ("time", "response", "type", "reach", "followers", "randomised", "account", "boosted",
         "left_out", "contest")  # fmt: skip
USED = tuple(name for name in KNOWN if name != "reach")
USUAL = "response"
FIGURES = ("response", "reach", "followers")
MARKS = ("randomised", "boosted", "contest")
# Posts of an account that are held before the oldest are let go; one more than are read, so that
# the reader still says so.
MOST_HELD, KEPT = 3 * MAX_POSTS, MAX_POSTS + 1
MOST_COMPARED = 200_000
WEEK = timedelta(weeks=1)


@dataclass(frozen=True, slots=True)
class Judged:
    """The column that says what came back, and how many posts have it."""

    column: str
    n_known: int
    n_posts: int

    def words(self) -> list[str]:
        """A sentence where that is not the usual column."""
        if self.column == USUAL:
            return []
        return [f"Judged by {self.column}, known of {self.n_known} of {self.n_posts} posts."]


@dataclass
class Histories:
    """Posts of each account (the name is empty where the file names none), in the file's order,
    the column they are judged by, and what was odd. `order` has the account of each row where all
    rows are kept; else the oldest of more than `MOST_HELD` are only counted, in `n_let_go`."""

    judge_by: str = USUAL
    accounts: dict[str, list[PastPost]] = field(default_factory=dict)
    order: list[str] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)
    n_rows: Counter[str] = field(default_factory=Counter)
    n_known: Counter[str] = field(default_factory=Counter)
    n_let_go: Counter[str] = field(default_factory=Counter)

    def judged(self, account: str) -> Judged:
        return Judged(self.judge_by, self.n_known[account], self.n_rows[account])

    def said_of(self, account: str, notices: Sequence[Notice]) -> list[Notice]:
        """What the adviser found odd, with the posts counted that it was not shown."""
        n_let_go = self.n_let_go[account]
        return [
            replace(row, params=row.params | {"of": int(row.params["of"]) + n_let_go})
            if row.code == "only_newest_read"
            else row
            for row in notices
        ]

    def take(self, account: str, post: PastPost, *, now: datetime | None) -> None:
        """One more post; `now` None keeps all of them, in their order."""
        posts = self.accounts.setdefault(account, [])
        posts.append(post)
        self.n_rows[account] += 1
        self.n_known[account] += post.response is not None
        if now is None:
            self.order.append(account)
        elif len(posts) >= MOST_HELD and len(posts) % MAX_POSTS == 0:
            self._let_go(account, now)

    def _let_go(self, account: str, now: datetime) -> None:
        """Those that are older than the newest `KEPT` of the past."""
        posts = sorted(self.accounts[account], key=order_of)
        n_past = sum(post.at <= now for post in posts)
        n_old = max(n_past - KEPT, 0)
        self.n_let_go[account] += n_old
        self.accounts[account] = posts[n_old:]


def zone_of(name: str) -> tzinfo | None:
    """The zone named by the option; none for an empty name."""
    if not name:
        return None
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        words = f"There is no time zone {name}. Write it like Europe/Ljubljana."
        raise Problem("no_such_zone", words) from error


@dataclass(frozen=True, slots=True)
class Days:
    """From one day to another, both included."""

    first: date
    last: date

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last


def days_of(text: str) -> Days:
    """`2026-12-01..2026-12-31`; a Problem for anything else."""
    first, dots, last = text.partition("..")
    try:
        found = Days(date.fromisoformat(first.strip()), date.fromisoformat(last.strip()))
    except ValueError as error:
        raise _bad_days(text) from error
    if not dots or found.last < found.first:
        raise _bad_days(text)
    return found


def _bad_days(text: str) -> Problem:
    return Problem(
        "bad_period", f"{text} is no period such as 2026-12-01..2026-12-31, first day first."
    )


def read_histories(
    path: Path,
    *,
    zone: tzinfo | None,
    judge_by: str | None = USUAL,
    leave_out: Sequence[Days] = (),
    now: datetime | None = None,
) -> Histories:
    """The posts of a file with the column they are judged by (None: by none), those of the days
    left out marked; a Problem where a time cannot be read or has no zone. With `now` no more are
    held than the adviser reads."""
    if judge_by in KNOWN and judge_by not in FIGURES:
        raise Problem("bad_figure", f"--judge-by names a column of figures, not {judge_by}.")
    figures = (judge_by or USUAL, "followers")
    with opened_table(path, ("time", judge_by) if judge_by else ("time",), figures) as table:
        found = Histories(judge_by or USUAL)
        intake = _Intake(found, table, zone, leave_out, now)
        for row in table.rows:
            intake.take(row)
    found.notices += intake.notices({*USED, judge_by})
    return found


@dataclass
class _Intake:
    """One table under way: its posts go into `found`, what is odd is counted."""

    found: Histories
    table: Table
    zone: tzinfo | None
    leave_out: Sequence[Days]
    now: datetime | None
    odd: Counter[str] = field(default_factory=Counter)
    reasons: Counter[str] = field(default_factory=Counter)
    bad_marks: set[str] = field(default_factory=set)
    seen: set[int] = field(default_factory=set)
    first_long: int = 0

    def take(self, row: Row) -> None:
        at, is_day_only = row.moment("time", self.zone)
        response, is_readable = row.number(self.found.judge_by)
        if row.is_too_long:
            self.first_long = self.first_long or row.line
            response, is_readable = None, True
        post = PastPost(
            at=at,
            response=response,
            type=row["type"],
            followers=row.number("followers")[0],
            is_randomised=is_yes(row["randomised"]) is True,
            is_boosted=is_yes(row["boosted"]) is True,
            left_out=self._reason(row, at.date()),
        )
        self.odd["cells_too_many"] += row.is_too_long
        self.odd["response_unreadable"] += not is_readable
        self.odd["day_only"] += is_day_only
        self.odd["zone_assumed"] += self.zone is not None and at.tzinfo is self.zone
        self._watch(row, post)
        self.found.take(row["account"], post, now=self.now)

    def _watch(self, row: Row, post: PastPost) -> None:
        """Marks that say nothing, rows that stand twice, posts that are no evidence."""
        if unclear := [name for name in MARKS if is_yes(row[name]) is None]:
            self.bad_marks.update(unclear)
            self.odd["marks_unreadable"] += 1
        if len(self.seen) < MOST_COMPARED:
            known = hash(tuple(row.cells))
            self.odd["rows_twice"] += known in self.seen
            self.seen.add(known)
        if post.left_out or post.is_boosted:
            self.reasons[post.left_out or "boosted"] += 1

    def _reason(self, row: Row, day: date) -> str:
        """Why the post is no evidence: the word in `left_out`, `contest` where that says yes, or
        its day."""
        said = row["left_out"].lower()
        if (is_out := is_yes(said)) is not False:
            return "marked" if is_out else said[:40]
        if is_yes(row["contest"]):
            return "contest"
        return "period" if any(day in days for days in self.leave_out) else ""

    def notices(self, used: set[str | None]) -> list[Notice]:
        found = list(self.table.remarks)
        if unused := self.table.unused(used):
            found.append(Notice("columns_not_used", {"names": ", ".join(unused)}))
        found += self.table.styles_said(self.found.judge_by)
        more: dict[str, dict[str, float | int | str]] = {
            "marks_unreadable": {"names": ", ".join(sorted(self.bad_marks))},
            "cells_too_many": {"line": self.first_long},
            "zone_assumed": {"zone": str(self.zone)},
        }
        found += [
            Notice(code, {"n": n} | more.get(code, {})) for code, n in sorted(self.odd.items()) if n
        ]
        reasons = sorted(self.reasons.items())
        return found + [Notice("left_out", {"n": n, "why": why}) for why, n in reasons]


def losses_of(
    path: Path, found: Histories, *, zone: tzinfo | None, now: datetime, total: int | None = None
) -> list[Loss]:
    """The unfollows of the weeks of the posts: how often was posted before the first of them is
    not known, nor after now, unless the posts' clock runs ahead. `total` is how many follow at the
    table's end, where it does not tell. What was odd is said with the notices of the posts."""
    moments = [post.at for posts in found.accounts.values() for post in posts]
    first, last = min(moments, default=now), max([now, *moments])
    read = _read_unfollows(path, until=last.date(), total=total)
    begins = zone or first.tzinfo
    losses = [
        Loss(datetime.combine(week.day, time(), begins), week.unfollows, week.followers)
        for week in read.weeks
    ]
    inside = [row for row in losses if moments and first - row.at < WEEK and row.at <= last]
    found.notices += [Notice(code, {**params}) for code, params in read.remarks.items()]
    if n_outside := len(losses) - len(inside):
        found.notices.append(Notice("losses_outside", {"n": n_outside}))
    return inside


def _read_unfollows(path: Path, *, until: date, total: int | None) -> UnfollowsRead:
    """As the page of the history reads it; a Problem where it is of no use."""
    with opened(path) as file:
        try:
            return read_unfollows(file, path.name, until=until, total=total)
        except (BadUnfollows, BadExport) as error:
            raise Problem(error.code, unfollows_problem(path, error)) from error
