"""Putting slots into the calendar by a click, and taking them out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_POST

from skupnost.channels.access import channel_or_404
from skupnost.channels.models import Channel
from skupnost.strategy import actions, ending
from skupnost.strategy.actions import Placed
from skupnost.strategy.ahead import coming_monday, coming_week, planned_words, total_words
from skupnost.strategy.counsel import counsel
from skupnost.strategy.experimenting import midnight, running, shown_of, weeks_between
from skupnost.strategy.models import HOURS_A_WEEK, Slot
from skupnost.strategy.pasts import Basis, basis_of
from skupnost.strategy.planned import open_slots
from skupnost.strategy.results import experiment_line
from skupnost.strategy.weeks_ahead import offered, offered_lines
from skupnost.ui import dates
from skupnost.ui.toasts import say, warn

ONE_DAY = timedelta(days=1)
SHOWN = 40
MOST = 60


@require_POST
def place(request: HttpRequest, client: str, pk: int) -> HttpResponse:
    """The coming week's slots, as many as the button says."""
    channel, now = channel_or_404(request.user, client, pk), timezone.now()
    text = request.POST.get("n", "")
    if not (text.isascii() and text.isdigit() and 0 < int(text) <= MOST):
        warn(request, gettext("That is no number of posts a week."))
        return redirect("strategy:advice", client=client, pk=pk)
    if is_tried(channel, now):
        warn(request, gettext("An experiment has its own slots there. Stop it first."))
        return redirect("strategy:advice", client=client, pk=pk)
    known = basis_of(channel)
    found = counsel(channel, now=now, basis=known)
    placed = actions.place_week(known=known, counsel=found, posts_a_week=int(text), now=now)
    undo = _undo(channel, placed)
    if not placed.n:
        _tell_none(request, placed, int(text), undo)
        return redirect("strategy:advice", client=client, pk=pk)
    said = ngettext(
        "%(n)s open slot stands in the calendar of next week.",
        "%(n)s open slots stand in the calendar of next week.",
        placed.n,
    )
    words = f"{said % {'n': placed.n}} {total_words(placed.n_planned, placed.n)}".strip()
    say(request, words, undo_url=undo)
    return redirect("strategy:advice", client=client, pk=pk)


def _tell_none(request: HttpRequest, placed: Placed, asked: int, undo: str) -> None:
    """Why no slot was placed: posts are planned already, or the week has no room."""
    if placed.n_planned:
        say(request, " ".join(planned_words(placed.n_planned, 0, asked)), undo_url=undo)
    else:
        words = gettext("Next week leaves no place for posts: it has no open slot.")
        warn(request, words, undo_url=undo)


def _undo(channel: Channel, placed: Placed) -> str:
    """Where the week becomes what it was before; empty where it stays the same, or has more slots
    than an address holds."""
    if placed.moments == placed.before or max(placed.n, len(placed.before)) > MOST:
        return ""
    parts = [("placed", _stamp(at)) for at in placed.moments]
    parts += [("at", _stamp(at)) for at in placed.before]
    parts += [("pace", f"{placed.pace}")] if placed.pace else []
    return _address(channel, "take_back", parts)


@require_POST
def take_back(request: HttpRequest, client: str, pk: int) -> HttpResponse:
    """The coming week as it was before slots were placed there, unless it has changed since."""
    channel, now = channel_or_404(request.user, client, pk), timezone.now()
    pace = min(whole_number(request.GET.get("pace", "")), HOURS_A_WEEK) or None
    placed = Placed(_moments(request, "placed"), _moments(request, "at"), pace)
    first, _last = coming_week(channel, now)
    if any(at < first for at in (*placed.moments, *placed.before)):
        warn(request, gettext("That week has begun: its slots stay as they are."))
    elif is_tried(channel, now):
        warn(request, gettext("An experiment has its own slots there. Stop it first."))
    elif actions.take_back(channel=channel, placed=placed, now=now):
        say(request, gettext("Undone: next week has the open slots that it had before."))
    else:
        warn(request, gettext("The slots of next week were changed meanwhile: they stay."))
    return redirect("strategy:advice", client=client, pk=pk)


def is_tried(channel: Channel, now: datetime) -> bool:
    """Whether next week belongs to an experiment on the channel."""
    start = midnight(coming_monday(channel, now), ZoneInfo(channel.client.zone))
    weeks = weeks_between(channel.client, start, start + ONE_DAY)
    return any(week.experiment.channel_id == channel.pk for week in weeks)


@require_POST
def remove(request: HttpRequest, client: str, pk: int) -> HttpResponse:
    """One slot, or all that are still to come, with a way back. Those that a post fills go along:
    they were not seen as open, and are not told."""
    channel = channel_or_404(request.user, client, pk)
    chosen = request.POST.get("slot")
    number = chosen if chosen is None else whole_number(chosen)
    gone = actions.remove_slots(channel=channel, now=timezone.now(), pk=number)
    n = len(open_slots(channel.client, gone)) or len(gone)
    if gone:
        said = ngettext("%(n)s slot is gone.", "%(n)s slots are gone.", n)
        say(request, said % {"n": n}, undo_url=_way_back(channel, gone))
    else:
        warn(request, gettext("No such open slot stands there any more."))
    return redirect("strategy:advice", client=client, pk=pk)


def _way_back(channel: Channel, gone: Sequence[Slot]) -> str:
    """Where the slots are put back that were taken away by one click; empty where they are too
    many for an address. Those of an experiment go one by one."""
    if len(gone) > MOST:
        return ""
    parts = [("at", _stamp(slot.at)) for slot in gone]
    parts += [("experiment", str(slot.experiment_id)) for slot in gone if slot.experiment_id]
    return _address(channel, "put_back", parts)


@require_POST
def put_back(request: HttpRequest, client: str, pk: int) -> HttpResponse:
    """The slots that were taken out of the calendar, as far as they lie ahead."""
    channel, now = channel_or_404(request.user, client, pk), timezone.now()
    owner, tried = request.GET.get("experiment"), running(channel, now)
    if owner and (tried is None or owner != f"{tried.pk}"):
        warn(request, gettext("Its experiment has ended: that slot is not needed any more."))
        return redirect("strategy:advice", client=client, pk=pk)
    n = ending.put_back(channel, _moments(request, "at"), now, tried if owner else None)
    if not n:
        warn(request, gettext("Those moments are over: no slot was put back."))
        return redirect("strategy:advice", client=client, pk=pk)
    said = ngettext(
        "%(n)s slot stands in the calendar again.", "%(n)s slots stand in the calendar again.", n
    )
    say(request, said % {"n": n})
    return redirect("strategy:advice", client=client, pk=pk)


def whole_number(text: str) -> int:
    """A number of an address, such as the key of a slot; 0, which no slot has, where it is none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0


def _address(channel: Channel, name: str, parts: Sequence[tuple[str, str]]) -> str:
    address = reverse(f"strategy:{name}", args=[channel.client.slug, channel.pk])
    return f"{address}?{urlencode(parts)}"


def _stamp(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M}"


def _moments(request: HttpRequest, name: str) -> tuple[datetime, ...]:
    """Those of the address, in order; what is no moment is passed over."""
    found = {at for text in request.GET.getlist(name)[:MOST] if (at := _moment(text))}
    return tuple(sorted(found))


def _moment(text: str) -> datetime | None:
    try:
        return datetime.strptime(text, "%Y-%m-%dT%H:%M").replace(tzinfo=UTC)
    except ValueError:
        return None


def slots_to_come(channel: Channel, now: datetime) -> list[Slot]:
    """The channel's open slots, in order."""
    return open_slots(channel.client, list(Slot.objects.filter(channel=channel, at__gt=now)))


def cadence_context(known: Basis, slots: Sequence[Slot]) -> dict[str, object]:
    """What the page shows of open slots and experiments; the one that is offered is that which
    begins by the click, whatever a post costs."""
    channel, now = known.channel, timezone.now()
    zone = ZoneInfo(channel.client.zone)
    found = running(channel, now)
    plan = None if found else offered(known, now=now)
    return {
        "placed": [(slot, dates.moment(slot.at, zone)) for slot in slots[:SHOWN]],
        "has_open_slots": any(slot.experiment_id is None for slot in slots),
        "experiment": found,
        "experiments": [experiment_line(one, now) for one in shown_of(channel, now)],
        "plan": plan,
        "plan_paces": plan.plan.levels if plan else (),
        "plan_lines": offered_lines(plan.weeks) if plan else [],
    }
