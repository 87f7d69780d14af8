"""The quiet time of a client: hours of the week in which none of its channels publishes."""

from __future__ import annotations

from itertools import groupby

from django.utils.translation import gettext

from skupnost.clients.models import Client
from skupnost.strategy.models import HOURS_A_WEEK, FreeTime
from skupnost.ui import dates

DAY = 24
DAYS = 7


def quiet_hours(client_id: int) -> frozenset[int]:
    """Hours of the week, Monday 00:00 is 0, that stay free on every channel of a client."""
    kept = FreeTime.objects.filter(client=client_id).first()
    return hours_of(kept) if kept else frozenset()


def hours_of(kept: FreeTime) -> frozenset[int]:
    """The quiet hours; one that passes midnight ends on the morning after its day."""
    start, end = kept.quiet_from, kept.quiet_until
    if start is None or end is None or start == end:
        return frozenset()
    lasts = end - start if end > start else end + DAY - start
    return frozenset(
        (day * DAY + start + n) % HOURS_A_WEEK for day in kept.quiet_days for n in range(lasts)
    )


def quiet_client(client: Client) -> FreeTime:
    """What the client keeps free; nothing yet where nobody said."""
    return FreeTime.objects.filter(client=client).first() or FreeTime(client=client)


def quiet_words(kept: FreeTime) -> str:
    """The quiet time: `every day from 21:00 to 07:00`, `Mon–Fri, Sun from 12:00 to 14:00`; empty
    where there is none."""
    if not hours_of(kept):
        return ""
    return gettext("%(days)s from %(start)s to %(end)s") % {
        "days": _days(sorted(set(kept.quiet_days))),
        "start": f"{kept.quiet_from:02d}:00",
        "end": f"{kept.quiet_until:02d}:00",
    }


def _days(days: list[int]) -> str:
    """Days of the week, those that follow one another as a stretch."""
    if len(days) == DAYS:
        return gettext("every day")
    names = dates.weekday_names()
    runs = [[day for _n, day in run]
            for _key, run in groupby(enumerate(days), lambda row: row[1] - row[0])]  # fmt: skip
    return ", ".join(
        f"{names[run[0]]}–{names[run[-1]]}" if len(run) > 2 else ", ".join(names[d] for d in run)
        for run in runs
    )
