"""Times of rivals' posts, and how many fall into each hour."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

MOST_ROWS = 200_000
HOUR = timedelta(hours=1)
LONGEST = timedelta(days=5 * 365)


class BadRivals(Exception):
    """A table that cannot be used: `code` and `params` say which line and why."""

    def __init__(self, code: str, params: Mapping[str, str | int] = {}) -> None:
        super().__init__(code)
        self.code = code
        self.params = dict(params)


@dataclass(frozen=True, slots=True)
class Rival:
    """One post of somebody else; the author's name is empty where the table names none."""

    at: datetime
    author: str = ""


def by_hour(rivals: Sequence[Rival]) -> dict[datetime, list[str]]:
    """The authors of the posts of every hour (UTC) from the first to the last, as often as they
    posted; `rivals` are in order. Raises BadRivals where that would be years and years."""
    if rivals[-1].at - rivals[0].at > LONGEST:
        raise BadRivals("too_long", {"years": LONGEST.days // 365})
    first, last = (_floor(rival.at) for rival in (rivals[0], rivals[-1]))
    n_hours = round((last - first) / HOUR) + 1
    found: dict[datetime, list[str]] = {first + HOUR * n: [] for n in range(n_hours)}
    for rival in rivals:
        found[_floor(rival.at)].append(rival.author)
    return found


def _floor(at: datetime) -> datetime:
    return at.astimezone(UTC).replace(minute=0, second=0, microsecond=0)
