"""Open slots that stand on days which became free after they were placed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.utils.translation import ngettext

from skupnost.clients.models import Client
from skupnost.strategy.daysoff import days_of, holidays_of
from skupnost.strategy.models import FreeTime, Period, PeriodKind, Slot
from skupnost.strategy.planned import open_slots
from skupnost.strategy.tellings import place
from skupnost.ui import dates

SHOWN = 6


def slots_on_days_off(client: Client, now: datetime) -> list[Slot]:
    """Open slots to come on closed days of their channel or on holidays that stay free: five
    questions."""
    rows = Slot.objects.filter(channel__client=client, at__gt=now)
    slots = open_slots(
        client, list(rows.select_related("channel").defer("channel__credentials_sealed"))
    )
    if not slots:
        return []
    zone = ZoneInfo(client.zone)
    first, last = _day(slots[0], zone), _day(slots[-1], zone)
    closed = _closed(client, first, last)
    feasts = holidays_of(FreeTime.objects.filter(client=client).first(), first, last)
    everywhere = {*closed.get(None, ()), *feasts}
    return [
        slot
        for slot in slots
        if _day(slot, zone) in everywhere or _day(slot, zone) in closed.get(slot.channel_id, ())
    ]


def _day(slot: Slot, zone: ZoneInfo) -> date:
    return slot.at.astimezone(zone).date()


def _closed(client: Client, first: date, last: date) -> dict[int | None, set[date]]:
    """Closed days by channel; None has those of all channels."""
    found: dict[int | None, set[date]] = {}
    rows = Period.objects.filter(
        client=client, kind=PeriodKind.CLOSED, starts_on__lte=last, ends_on__gte=first
    )
    for one in rows:
        found.setdefault(one.channel_id, set()).update(days_of([one], first, last))
    return found


def take_away(client: Client, now: datetime) -> int:
    """Take these slots out of the calendar; how many. Posts are never touched."""
    found = [slot.pk for slot in slots_on_days_off(client, now)]
    return Slot.objects.filter(pk__in=found).delete()[0]


def lines(slots: Sequence[Slot], zone: ZoneInfo) -> list[str]:
    """The first few in words, and how many more there are."""
    said = [f"{dates.moment(slot.at, zone)} · {place(slot.channel)}" for slot in slots[:SHOWN]]
    more = len(slots) - SHOWN
    if more > 0:
        said.append(ngettext("and %(n)s more", "and %(n)s more", more) % {"n": more})
    return said
