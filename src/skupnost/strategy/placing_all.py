"""Putting next week's slots of all channels into the calendar by one click, and taking it back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_POST

from skupnost.channels.models import Channel
from skupnost.channels.queries import channels_of
from skupnost.clients.access import client_or_404
from skupnost.clients.models import Client
from skupnost.strategy import actions, tellings
from skupnost.strategy.actions import Placed
from skupnost.strategy.ahead import coming_monday, coming_week, planned_words, total_words
from skupnost.strategy.models import HOURS_A_WEEK
from skupnost.strategy.placing import is_tried, whole_number
from skupnost.strategy.sharing import place_all, sharing
from skupnost.ui.toasts import say, warn

MINUTE = timedelta(minutes=1)
MINUTES_A_WEEK = HOURS_A_WEEK * 60
# Three parts for each channel: the pace before, the slots that were placed, those before.
PARTS = 3


@require_POST
def place(request: HttpRequest, client: str) -> HttpResponse:
    """Next week's slots of all channels into the calendar."""
    found, now = client_or_404(request.user, client), timezone.now()
    placed = place_all(client=found, found=sharing(found, now=now), now=now)
    n = sum(one.n for one in placed.values())
    n_planned = sum(one.n_planned for one in placed.values())
    said = ngettext(
        "%(n)s open slot of all channels stands in the calendar of next week.",
        "%(n)s open slots of all channels stand in the calendar of next week.",
        n,
    )
    more = total_words(n_planned, n) or " ".join(planned_words(n_planned, 0, 0))
    words = f"{said % {'n': n}} {more}".strip()
    (say if n or n_planned else warn)(request, words, undo_url=_undo(found, placed, now))
    return redirect("strategy:overview", client=client)


def _undo(client: Client, placed: Mapping[Channel, Placed], now: datetime) -> str:
    """Where the week of every channel becomes what it was before; empty where all stay the same."""
    new = {channel: one for channel, one in placed.items() if one.moments != one.before}
    if not new:
        return ""
    parts = [("week", f"{coming_monday(next(iter(new)), now)}")]
    parts += [(_key(channel), _written(channel, one, now)) for channel, one in new.items()]
    return f"{reverse('strategy:take_back_all', args=[client.slug])}?{urlencode(parts)}"


def _key(channel: Channel) -> str:
    return f"c{channel.pk}"


def _written(channel: Channel, placed: Placed, now: datetime) -> str:
    """What a click did to the week of one channel, moments as minutes from its beginning on: many
    channels go into one address."""
    start, _end = coming_week(channel, now)

    def minutes(moments: Iterable[datetime]) -> str:
        return ".".join(f"{(at - start) // MINUTE}" for at in moments)

    return f"{placed.pace or 0}~{minutes(placed.moments)}~{minutes(placed.before)}"


def _read(channel: Channel, text: str, now: datetime) -> Placed | None:
    """What was written; None where it is nothing of the kind."""
    parts = text.split("~")
    if len(parts) != PARTS:
        return None
    start, _end = coming_week(channel, now)

    def moments(part: str) -> tuple[datetime, ...]:
        numbers = {whole_number(one) for one in part.split(".") if one}
        return tuple(start + n * MINUTE for n in sorted(numbers) if n < MINUTES_A_WEEK)

    pace = min(whole_number(parts[0]), HOURS_A_WEEK) or None
    return Placed(moments(parts[1]), moments(parts[2]), pace)


@require_POST
def take_back(request: HttpRequest, client: str) -> HttpResponse:
    """The coming week of every channel as it was before one click placed slots on all of them; a
    channel whose week has changed since stays as it is, and is named."""
    found, now = client_or_404(request.user, client), timezone.now()
    channels = [channel for channel in channels_of(found) if _key(channel) in request.GET]
    if any(f"{coming_monday(channel, now)}" != request.GET.get("week") for channel in channels):
        warn(request, gettext("That week has begun: its slots stay as they are."))
        return redirect("strategy:overview", client=client)
    tried = [channel for channel in channels if is_tried(channel, now)]
    rest = [channel for channel in channels if channel not in tried]
    stay = [channel for channel in rest if not _taken_back(request, channel, now)]
    if len(rest) > len(stay):
        say(request, gettext("Undone: next week has the open slots that it had before."))
    _tell(request, gettext("An experiment has its own slots there. Stop it first."), tried)
    _tell(request, gettext("The slots of next week were changed meanwhile: they stay."), stay)
    return redirect("strategy:overview", client=client)


def _taken_back(request: HttpRequest, channel: Channel, now: datetime) -> bool:
    placed = _read(channel, request.GET[_key(channel)], now)
    return placed is not None and actions.take_back(channel=channel, placed=placed, now=now)


def _tell(request: HttpRequest, words: str, channels: Sequence[Channel]) -> None:
    """Why these channels stay as they are."""
    if channels:
        warn(request, f"{', '.join(map(tellings.place, channels))}: {words}")
