"""Putting slots and experiments into the calendar by a click, and taking them out."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_POST

from skupnost.channels.access import channel_or_404
from skupnost.channels.models import Channel
from skupnost.domain.cadence import ExperimentPlan
from skupnost.strategy import actions
from skupnost.strategy.counsel import counsel
from skupnost.strategy.experimenting import period, running
from skupnost.strategy.models import Experiment, Slot
from skupnost.strategy.results import result_words
from skupnost.ui import dates
from skupnost.ui.toasts import say, warn

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
    found = counsel(channel, now=now)
    slots = actions.place_week(channel=channel, counsel=found, posts_a_week=int(text), now=now)
    said = ngettext(
        "%(n)s open slot stands in the calendar of next week.",
        "%(n)s open slots stand in the calendar of next week.",
        len(slots),
    )
    say(request, said % {"n": len(slots)})
    return redirect("strategy:advice", client=client, pk=pk)


@require_POST
def remove(request: HttpRequest, client: str, pk: int) -> HttpResponse:
    """One slot, or all that are still to come."""
    channel = channel_or_404(request.user, client, pk)
    chosen = request.POST.get("slot", "")
    number = int(chosen) if chosen.isascii() and chosen.isdigit() else None
    n = actions.remove_slots(channel=channel, now=timezone.now(), pk=number)
    said = ngettext("%(n)s slot is gone.", "%(n)s slots are gone.", n)
    say(request, said % {"n": n})
    return redirect("strategy:advice", client=client, pk=pk)


@require_POST
def begin(request: HttpRequest, client: str, pk: int) -> HttpResponse:
    """The experiment's weeks into the calendar."""
    channel, now = channel_or_404(request.user, client, pk), timezone.now()
    seed = next_seed(channel)
    plan = counsel(channel, now=now, seed=seed).advice.experiment
    begun = plan and actions.begin_experiment(channel=channel, plan=plan, seed=seed, now=now)
    if begun:
        say(request, gettext("The experiment stands in the calendar."))
    else:
        warn(request, gettext("One runs already, or there is nothing to find out."))
    return redirect("strategy:advice", client=client, pk=pk)


@require_POST
def stop(request: HttpRequest, client: str, pk: int) -> HttpResponse:
    """End the experiment; before its first day that undoes it."""
    channel, now = channel_or_404(request.user, client, pk), timezone.now()
    found = running(channel, now)
    if found:
        actions.stop_experiment(experiment=found, now=now)
        say(request, gettext("The experiment is over; its slots to come are gone."))
    return redirect("strategy:advice", client=client, pk=pk)


def next_seed(channel: Channel) -> int:
    """A seed of its own for each experiment of each channel."""
    return channel.pk * 1000 + Experiment.objects.filter(channel=channel).count()


def cadence_context(channel: Channel, plan: ExperimentPlan | None) -> dict[str, object]:
    """What the page shows of slots and experiments."""
    now, zone = timezone.now(), ZoneInfo(channel.client.zone)
    slots = Slot.objects.filter(channel=channel, at__gt=now)[:SHOWN]
    found = running(channel, now)
    begins, ends = period(found, zone) if found else (None, None)
    return {
        "placed": [(slot, dates.moment(slot.at, zone)) for slot in slots],
        "experiment": found,
        "weeks": ", ".join(map(str, found.order)) if found else "",
        "begins": dates.moment(begins, zone) if begins else "",
        "ends": dates.moment(ends, zone) if ends else "",
        "result": result_words(channel, now=now),
        "plan": None if found else plan,
        "plan_weeks": ", ".join(map(str, plan.order)) if plan else "",
    }
