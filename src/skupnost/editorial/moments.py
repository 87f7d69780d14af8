"""Local dates and times of forms and files as instants; what the clock leaves out is refused."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from skupnost.domain.moments import NotAMoment, comes_twice, instant
from skupnost.editorial.errors import Declined
from skupnost.editorial.periods import FIRST_YEAR, LAST_YEAR

__all__ = ["comes_twice", "moment_from", "moment_of"]

SHORTEST = len("2026-11-23T09:00")


def moment_of(day: str, clock: str, zone: ZoneInfo) -> datetime:
    """The instant of a form's date and time; Declined `bad_time` or `no_such_time`."""
    return moment_from(f"{day.strip()}T{clock.strip()}", zone)


def moment_from(text: str, zone: ZoneInfo) -> datetime:
    """The instant of an ISO 8601 time: with an offset as it says, without one in the zone. A time
    that the clock repeats is the first of the two."""
    bad = Declined("bad_time", {"text": text.replace("T", " ")[:40]})
    try:
        found = datetime.fromisoformat(text.strip())
        if len(text.strip()) < SHORTEST or not FIRST_YEAR <= found.year <= LAST_YEAR:
            raise bad
        return instant(found, str(zone))
    except NotAMoment as error:
        raise _gap(error) from None
    except (ValueError, OverflowError):
        raise bad from None


def _gap(error: NotAMoment) -> Declined:
    params = {
        "time": f"{error.local:%H:%M}",
        "next": f"{error.next_shown:%H:%M}",
        "zone": error.zone,
    }
    return Declined("no_such_time", params)
