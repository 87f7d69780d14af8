"""Post histories from CSV files: time, response and what else is known of each post."""

from __future__ import annotations

import csv
import io
import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, tzinfo
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from skupnost.cli.answers import Problem
from skupnost.domain.cadence import Loss, Notice, PastPost

KNOWN = ("time", "response", "type", "reach", "followers", "randomised", "account", "boosted",
         "left_out", "contest")  # fmt: skip
USED = tuple(name for name in KNOWN if name != "reach")
USUAL = "response"
FIGURES = ("response", "reach", "followers")
YES = ("1", "true", "yes", "y")
NO = ("", "0", "false", "no", "n")
MAX_SHOWN = 5


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
    the column they are judged by, and what was odd. `order` has the account of each row."""

    judge_by: str = USUAL
    accounts: dict[str, list[PastPost]] = field(default_factory=dict)
    order: list[str] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)

    def judged(self, account: str) -> Judged:
        posts = self.accounts.get(account, [])
        n_known = sum(post.response is not None for post in posts)
        return Judged(self.judge_by, n_known, len(posts))


def zone_of(name: str) -> tzinfo | None:
    """The zone named by the option; none for an empty name."""
    if not name:
        return None
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise Problem("no_such_zone", f"There is no time zone {name}.") from error


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
) -> Histories:
    """The posts of a file with the column they are judged by (None: by none), those of the days
    left out marked; a Problem where a time cannot be read or has no zone."""
    if judge_by in KNOWN and judge_by not in FIGURES:
        raise Problem("bad_figure", f"--judge-by names a column of figures, not {judge_by}.")
    rows, heading = _rows(path, ("time", judge_by) if judge_by else ("time",))
    found = Histories(judge_by or USUAL)
    used = {*USED, judge_by}
    unknown = [name for name in heading if name and name not in used]
    if unknown:
        found.notices.append(Notice("columns_not_used", {"names": ", ".join(unknown)}))
    n_unreadable = 0
    for line, cells in rows:
        post, is_readable = _post(line, cells, zone, found.judge_by)
        if not post.left_out and any(post.at.date() in days for days in leave_out):
            post = replace(post, left_out="period")
        n_unreadable += not is_readable
        account = cells.get("account", "")
        found.accounts.setdefault(account, []).append(post)
        found.order.append(account)
    if n_unreadable:
        found.notices.append(Notice("response_unreadable", {"n": n_unreadable}))
    found.notices += _left_out(found)
    return found


def _left_out(found: Histories) -> list[Notice]:
    """How many posts are no evidence, by reason."""
    posts = [post for account in found.accounts.values() for post in account]
    reasons = Counter(post.left_out or "boosted" for post in posts
                      if post.left_out or post.is_boosted)  # fmt: skip
    return [Notice("left_out", {"n": reasons[why], "why": why}) for why in sorted(reasons)]


def read_losses(path: Path, *, zone: tzinfo | None) -> list[Loss]:
    """Weekly unfollows: columns time (when the week begins), unfollows, followers."""
    rows, _heading = _rows(path, ("time", "unfollows", "followers"))
    found = []
    for line, cells in rows:
        lost, followers = _number(cells["unfollows"])[0], _number(cells["followers"])[0]
        if lost is not None and followers is not None:
            found.append(Loss(_time(line, cells["time"], zone), lost, followers))
    return found


def _rows(
    path: Path, needed: tuple[str, ...]
) -> tuple[list[tuple[int, dict[str, str]]], list[str]]:
    text = text_of(path)
    first = text.partition("\n")[0]
    delimiter = ";" if first.count(";") > first.count(",") else ","
    reader = csv.reader(io.StringIO(text), delimiter=delimiter)
    try:
        heading = [cell.strip().lower() for cell in next(reader, [])]
        _check(heading, needed)
        rows = [
            (reader.line_num, dict(zip(heading, map(str.strip, cells), strict=False)))
            for cells in reader
            if any(cell.strip() for cell in cells)
        ]
    except csv.Error as error:
        raise Problem("bad_csv", f"Line {reader.line_num} is not CSV: {error}.") from error
    full = [(line, {name: cells.get(name, "") for name in heading}) for line, cells in rows]
    return full, heading


def text_of(path: Path) -> str:
    """What a text file says; a Problem where it cannot be read."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise Problem("no_such_file", f"{path} cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise Problem("not_utf8", f"{path} is not a UTF-8 text file.") from error


def _check(heading: list[str], needed: tuple[str, ...]) -> None:
    missing = [name for name in needed if name not in heading]
    if not missing:
        return
    words = (
        f"The first line must name the columns {', '.join(needed)}; missing: {', '.join(missing)}."
    )
    if missing == ["response"] and "reach" in heading:
        words += " The file knows reach: --judge-by reach counts by that."
    raise Problem("column_missing", words)


def _post(
    line: int, cells: Mapping[str, str], zone: tzinfo | None, judge_by: str
) -> tuple[PastPost, bool]:
    response, is_readable = _number(cells.get(judge_by, ""))
    post = PastPost(
        at=_time(line, cells["time"], zone),
        response=response,
        type=cells.get("type", ""),
        followers=_number(cells.get("followers", ""))[0],
        is_randomised=_is_yes(cells.get("randomised", "")),
        is_boosted=_is_yes(cells.get("boosted", "")),
        left_out=_reason(cells),
    )
    return post, is_readable


def _reason(cells: Mapping[str, str]) -> str:
    """Why the post is no evidence: the word in `left_out`, or `contest` where that says yes."""
    said = cells.get("left_out", "").lower()
    if said not in NO:
        return "marked" if _is_yes(said) else said[:40]
    return "contest" if _is_yes(cells.get("contest", "")) else ""


def _is_yes(cell: str) -> bool:
    number, _readable = _number(cell)
    return number == 1 or cell.lower() in YES


def _number(cell: str) -> tuple[float | None, bool]:
    """The number of a cell, None for an empty or unreadable one, and whether it was readable."""
    if not cell:
        return None, True
    try:
        value = float(cell.replace(",", "."))
    except ValueError:
        return None, False
    return (value, True) if math.isfinite(value) else (None, cell.lower() == "nan")


def _time(line: int, cell: str, zone: tzinfo | None) -> datetime:
    try:
        found = datetime.fromisoformat(cell)
        found.utctimetuple()
    except (ValueError, OverflowError) as error:
        raise Problem(
            "bad_time", f"Line {line}: {cell!r} is no time such as 2026-11-23T09:30+01:00."
        ) from error
    if found.tzinfo is not None:
        return found
    if zone is None:
        raise Problem(
            "no_zone",
            f"Line {line}: {cell} has no zone. Write it as {cell}+01:00, or say with --zone in "
            "which zone such times are, for instance --zone Europe/Ljubljana.",
        )
    return found.replace(tzinfo=zone)
