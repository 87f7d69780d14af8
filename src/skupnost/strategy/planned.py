"""Posts that stand in the calendar, beside which slots are placed: those handed over to the ledger,
and drafts that have a time there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import cast

from django.conf import settings
from django.utils.module_loading import import_string

from skupnost.clients.models import Client
from skupnost.publishing import queries as ledger
from skupnost.strategy.models import FILLS_WITHIN, Slot

Moments = dict[int, list[datetime]]
Asked = Callable[[Client, datetime, datetime], Mapping[int, Sequence[datetime]]]


def planned_between(client: Client, first: datetime, last: datetime) -> Moments:
    """When posts of a client's channels are planned between two moments (both included), by
    channel, in order: those that are still to go out, and drafts with a time."""
    return _together(client, first, last, ledger.planned_between)


def standing_between(client: Client, first: datetime, last: datetime) -> Moments:
    """The same with posts that went out or could not: whatever fills a slot."""
    return _together(client, first, last, ledger.standing_between)


def _together(client: Client, first: datetime, last: datetime, handed_over: Asked) -> Moments:
    """Drafts are the business of a room above this one: the settings name whom to ask."""
    drafts = cast(Asked, import_string(settings.DRAFTS_BETWEEN))
    found: Moments = defaultdict(list)
    for asked in (handed_over, drafts):
        for channel, moments in asked(client, first, last).items():
            found[channel] += moments
    return {channel: sorted(moments) for channel, moments in found.items()}


def is_near(at: datetime, moments: Iterable[datetime]) -> bool:
    """Whether a post at one of the moments fills a slot at that one."""
    return any(abs(at - moment) < FILLS_WITHIN for moment in moments)


def open_slots(client: Client, slots: Sequence[Slot]) -> list[Slot]:
    """Those of the client's slots that no post on their channel fills, in their order; nothing is
    asked where there are none."""
    if not slots:
        return []
    times = [slot.at for slot in slots]
    posts = standing_between(client, min(times) - FILLS_WITHIN, max(times) + FILLS_WITHIN)
    return [slot for slot in slots if not is_near(slot.at, posts.get(slot.channel_id, ()))]
