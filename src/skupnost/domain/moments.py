"""From what the clock on the wall says to the instant it means, on the two odd nights too."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo


class NotAMoment(ValueError):
    """The clock of this zone never shows that time: it was put forward over it.

    `next_shown` is the first time of the wall clock, without a zone, that exists after the gap.
    """

    def __init__(self, local: datetime, zone: str, next_shown: datetime) -> None:
        super().__init__(f"{local:%Y-%m-%d %H:%M} does not exist in {zone}")
        self.local = local
        self.zone = zone
        self.next_shown = next_shown


def instant(local: datetime, zone: str) -> datetime:
    """The instant (UTC) of a wall-clock time in a zone; of a time that comes twice the first.

    Raises NotAMoment for a time inside the spring gap. A `local` with a zone of its own keeps it.
    """
    if local.tzinfo is not None:
        return local.astimezone(UTC)
    place = ZoneInfo(zone)
    moment = local.replace(tzinfo=place, fold=0).astimezone(UTC)
    shown = moment.astimezone(place).replace(tzinfo=None, fold=0)
    if shown != local.replace(fold=0):
        raise NotAMoment(local, zone, _end_of_gap(local, place))
    return moment


def comes_twice(local: datetime, zone: str) -> bool:
    """Whether the clock shows that time twice, as in the night when it is put back."""
    place = ZoneInfo(zone)
    first = local.replace(tzinfo=place, fold=0).utcoffset()
    return first != local.replace(tzinfo=place, fold=1).utcoffset() and _exists(local, place)


def _exists(local: datetime, place: ZoneInfo) -> bool:
    aware = local.replace(tzinfo=place, fold=0)
    return aware.astimezone(UTC).astimezone(place).replace(tzinfo=None, fold=0) == local


def _end_of_gap(local: datetime, place: ZoneInfo) -> datetime:
    minute = timedelta(minutes=1)
    shown = local.replace(second=0, microsecond=0)
    while shown < local or not _exists(shown, place):
        shown += minute
    return shown
