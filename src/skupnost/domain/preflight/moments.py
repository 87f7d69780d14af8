"""What is odd about a planned moment: past, put forward over, or shown twice by the clock."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from skupnost.domain.moments import NotAMoment, comes_twice, instant
from skupnost.domain.preflight.finding import Finding, Level, Param


def settled(local: datetime, zone: str) -> datetime:
    """The instant (UTC) a wall-clock time stands for: one in the spring gap becomes the first time
    that the clock shows after it, one that comes twice means the first."""
    try:
        return instant(local, zone)
    except NotAMoment as error:
        return instant(error.next_shown, zone)


def check_moment(local: datetime, zone: str, *, now: datetime) -> tuple[Finding, ...]:
    """Findings about a wall-clock time in a zone; empty for an ordinary moment to come.

    Times in `params` are ISO 8601, of the same wall clock; instants carry their offset.
    """
    found: list[Finding] = []
    if local.tzinfo is None:
        found += _on_odd_nights(local, zone)
    moment = settled(local, zone)
    if moment < now:
        minutes = max(1, int((now - moment) / timedelta(minutes=1)))
        params: dict[str, Param] = {"asked": _shown(moment, zone), "minutes": minutes}
        found.append(Finding(Level.ERROR, "moment_past", "at", params, None, "move"))
    return tuple(found)


def _on_odd_nights(local: datetime, zone: str) -> list[Finding]:
    asked = local.isoformat(timespec="minutes")
    try:
        first = instant(local, zone)
    except NotAMoment as error:
        params = {"asked": asked, "becomes": error.next_shown.isoformat(timespec="minutes")}
        return [Finding(Level.WARNING, "moment_in_gap", "at", params, None, "move")]
    if not comes_twice(local, zone):
        return []
    second = local.replace(tzinfo=ZoneInfo(zone), fold=1).astimezone(UTC)
    params = {"asked": asked, "first": _shown(first, zone), "second": _shown(second, zone)}
    return [Finding(Level.HINT, "moment_twice", "at", params, None, "move")]


def _shown(moment: datetime, zone: str) -> str:
    return moment.astimezone(ZoneInfo(zone)).isoformat(timespec="minutes")
