"""`skupnost cadence feed`: when to post so that a post stays near the top of feeds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any
from zoneinfo import ZoneInfo

import typer

from skupnost.cli.answers import Problem, answer, note
from skupnost.cli.options import AsJson

if TYPE_CHECKING:
    from skupnost.domain.rivals import BadRivals, Rival

HOUR = timedelta(hours=1)
MOST_HOURS = 24 * 7 * 8
LEAST_HOURS = 24
PROBLEMS = {
    "column_missing": "The first line must name a column {name}.",
    "nothing_inside": "The table holds no post.",
    "bad_time": "Line {line}: {time!r} is no time such as 2026-11-23T09:30+01:00.",
    "no_zone": "Line {line}: {time} has no zone. Write it as {time}+01:00, or name it with --zone.",
    "too_many_rows": "The table has more than {most} rows; take a shorter time.",
    "too_long": "The table spans more than {years} years; take a shorter time.",
}

Rivals = Annotated[
    Path | None, typer.Option("--rivals", help="CSV with time and, if known, author.")
]
ChannelNumber = Annotated[
    str, typer.Option("--channel", help="Instead: what is kept of this channel's feed.")
]
Number = Annotated[int, typer.Option("--n", help="How many posts.")]
HoursAhead = Annotated[int, typer.Option("--hours-ahead", help="For how many hours.")]
From = Annotated[str, typer.Option("--from", help="When they begin, ISO 8601; now unless told.")]
Rank = Annotated[float | None, typer.Option("--rank", help="Posts above your latest one.")]
Weekdays = Annotated[str, typer.Option("--weekdays", help="Such as 0-4; 0 is Monday.")]
Hours = Annotated[str, typer.Option("--hours", help="Such as 7-22, both included.")]
Zone = Annotated[str, typer.Option("--zone", help="Zone of times that have none, and of hours.")]


@dataclass(frozen=True, slots=True)
class Material:
    """What is known of a feed: rivals by the hour of the week, what stands behind them, and of a
    channel its limits, its rank and what its choice weighs beside."""

    by_hour: Sequence[float]
    behind: dict[str, Any]
    zone: tzinfo
    weekdays: frozenset[int] = frozenset(range(7))
    hours: frozenset[int] = frozenset(range(24))
    rank: float | None = None
    hours_by: str = "feeds"
    worth: Sequence[float] = ()


@dataclass(frozen=True, slots=True)
class Ahead:
    """The hours to come: their beginning, the rivals expected in each, which are allowed, and the
    log worth of each where reactions weigh too."""

    start: datetime
    rivals: list[float]
    allowed: list[bool]
    worth: list[float]

    def at(self, hour: int) -> str:
        return _later(self.start, hour).isoformat()


def feed(
    *,
    n: Number,
    rivals: Rivals = None,
    channel: ChannelNumber = "",
    hours_ahead: HoursAhead = 168,
    start: From = "",
    rank: Rank = None,
    weekdays: Weekdays = "",
    hours: Hours = "",
    zone: Zone = "",
    as_json: AsJson = False,
) -> None:
    """Say when to post so that your latest post stays near the top of its readers' feeds."""
    if not 1 <= hours_ahead <= MOST_HOURS or not 1 <= n <= hours_ahead:
        raise Problem("bad_number", f"--hours-ahead is 1 to {MOST_HOURS}, --n 1 to that.")
    if rank is not None and not 0 <= rank < 1e9:
        raise Problem("bad_rank", "--rank is how many posts lie above your latest one.")
    found = _material(rivals, channel, zone)
    allowed = (
        _span("--weekdays", weekdays, 6) if weekdays else found.weekdays,
        _span("--hours", hours, 23) if hours else found.hours,
    )
    ahead = _ahead(found, _start(start, found.zone), hours_ahead, allowed)
    value = _programme(ahead, n, found.rank if rank is None else rank)
    value |= {"hours_by": found.hours_by, "profile": found.behind}
    answer(value, as_json=as_json, lines=_lines(value))


def _material(rivals: Path | None, channel: str, zone: str) -> Material:
    from skupnost.cli.histories import zone_of

    if (rivals is None) == (not channel):
        raise Problem("one_of_two", "Name either --rivals FILE or --channel NUMBER.")
    if rivals is None:
        return _kept(channel)
    named = zone_of(zone)
    found = _read(rivals, named)
    return _counted(found, named or found[-1].at.tzinfo or UTC)


def _read(path: Path, zone: tzinfo | None) -> tuple[Rival, ...]:
    from skupnost.cli.cadence_words import NOTICES, file_problem
    from skupnost.cli.reading import opened
    from skupnost.domain.rivals import BadRivals
    from skupnost.kit.exports import BadExport
    from skupnost.kit.rivals import read_rivals

    try:
        with opened(path) as file:
            read = read_rivals(file, path.name, zone=zone)
    except BadRivals as error:
        raise _problem(error) from error
    except BadExport as error:
        raise Problem(error.code, file_problem(path, error)) from error
    for code, said in read.remarks.items():
        note(NOTICES[code].format(**said))
    return read.rivals


def _problem(error: BadRivals) -> Problem:
    return Problem(error.code, PROBLEMS[error.code].format(**error.params))


def _counted(rivals: Sequence[Rival], zone: tzinfo) -> Material:
    """The table as a profile in that zone."""
    from skupnost.domain.cadence import week_profile
    from skupnost.domain.rivals import BadRivals, by_hour

    try:
        seen = by_hour(rivals)
    except BadRivals as error:
        raise _problem(error) from error
    if len(seen) < LEAST_HOURS:
        raise Problem("too_short", "The table spans less than a day: that is no profile.")
    profile, _times = week_profile((at.astimezone(zone), len(a)) for at, a in seen.items())
    behind = {
        "n_posts": len(rivals),
        "n_authors": len({rival.author for rival in rivals if rival.author}),
        "n_hours": len(seen),
        "first": rivals[0].at.isoformat(),
        "last": rivals[-1].at.isoformat(),
    }
    return Material(profile, behind, zone)


def _kept(typed: str) -> Material:
    """What is kept of a channel: its profile, limits, rank and choice."""
    from skupnost.cli.site import open_data

    open_data()
    from skupnost.cli.lookups import channel_of
    from skupnost.metrics.feeds import reading_of
    from skupnost.strategy.counsel import counsel
    from skupnost.strategy.feeds import choice_of, profile_of
    from skupnost.strategy.limits import limits_of
    from skupnost.strategy.models import HoursBy

    channel = channel_of(typed)
    profile = profile_of(channel)
    if profile is None:
        raise Problem("no_profile", "Nothing, or less than a day, is known of this channel's feed.")
    limits, choice = limits_of(channel), choice_of(channel)
    is_both = choice.hours_by == HoursBy.BOTH
    hours = profile.behind.hours
    behind = {
        "n_posts": profile.behind.n_posts,
        "n_authors": profile.behind.n_authors,
        "n_hours": profile.n_hours,
        "first": hours[0][0].isoformat(),
        "last": hours[-1][0].isoformat(),
    }
    return Material(
        profile.by_hour,
        behind,
        ZoneInfo(channel.client.zone),
        limits.weekdays,
        limits.hours,
        reading_of(channel).rank,
        choice.hours_by,
        counsel(channel, now=datetime.now(UTC)).advice.hours if is_both else (),
    )


def _start(text: str, zone: tzinfo) -> datetime:
    try:
        told = datetime.fromisoformat(text) if text else datetime.now(zone) + HOUR
        at = told.replace(tzinfo=zone) if told.tzinfo is None else told.astimezone(zone)
        at.astimezone(UTC) + MOST_HOURS * HOUR
    except (ValueError, OverflowError) as error:
        raise Problem("bad_time", f"{text!r} is no time such as 2026-11-30T00:00.") from error
    return at.replace(minute=0, second=0, microsecond=0)


def _span(option: str, text: str, most: int) -> frozenset[int]:
    """The numbers of `0-4,6`."""
    found: set[int] = set()
    for part in text.split(","):
        low, _, high = part.strip().partition("-")
        ends = [low, high or low]
        if not all(end.isascii() and end.isdigit() and int(end) <= most for end in ends):
            raise Problem("bad_limit", f"{option} is written like 0-4 or 1,3,5, up to {most}.")
        found.update(range(int(ends[0]), int(ends[1]) + 1))
    if not found:
        raise Problem("bad_limit", f"{option} names no number; the smaller one stands first.")
    return frozenset(found)


def _ahead(
    found: Material, start: datetime, n_hours: int, allowed: tuple[frozenset[int], frozenset[int]]
) -> Ahead:
    moments = [_later(start, hour) for hour in range(n_hours)]
    places = [at.weekday() * 24 + at.hour for at in moments]
    weekdays, hours = allowed
    return Ahead(
        start,
        [found.by_hour[place] for place in places],
        [at.weekday() in weekdays and at.hour in hours for at in moments],
        [found.worth[place] for place in places] if found.worth else [],
    )


def _later(start: datetime, hour: int) -> datetime:
    """So many real hours later, whatever clocks do between."""
    return (start.astimezone(UTC) + hour * HOUR).astimezone(start.tzinfo)


def _programme(ahead: Ahead, n: int, rank: float | None) -> dict[str, Any]:
    from skupnost.domain.cadence import even_hours, expected_rank, open_loop, worth_as_rank

    if not any(ahead.allowed):
        raise Problem("no_room", "The limits leave no hour in which to post.")
    rivals, allowed = ahead.rivals, ahead.allowed
    depth = sum(rivals) / (2 * n) if rank is None else rank
    even = even_hours(len(rivals), n, allowed=allowed)
    spread = expected_rank(rivals, even, start_rank=depth)
    bonus = worth_as_rank(ahead.worth, allowed, total=spread * len(rivals), n=n)
    found = open_loop(rivals, n, start_rank=depth, allowed=allowed, bonus=bonus)
    reached = expected_rank(rivals, found, start_rank=depth)
    return {
        "from": ahead.start.isoformat(),
        "hours_ahead": len(ahead.rivals),
        "n": len(found),
        "start_rank": round(depth, 2),
        "hours": [ahead.at(hour) for hour in found],
        "expected_mean_rank": round(reached, 2),
        "even_hours": [ahead.at(hour) for hour in even],
        "even_mean_rank": round(spread, 2),
        "gain": round(reached / spread - 1, 4) if spread else 0.0,
    }


def _lines(value: dict[str, Any]) -> list[str]:
    behind = value["profile"]
    return [
        *value["hours"],
        f"Posts of others above your latest one, on average: {value['expected_mean_rank']:g}; "
        f"evenly spread: {value['even_mean_rank']:g}.",
        f"Behind it: {behind['n_posts']} posts in {behind['n_hours']} hours.",
    ]
