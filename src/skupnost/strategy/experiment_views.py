"""The page of an experiment, and what a person does with it: begin, stop, go on, count anew."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_POST

from skupnost.channels.access import channel_or_404
from skupnost.strategy import actions, ending
from skupnost.strategy.experimenting import next_seed, period, running
from skupnost.strategy.models import Experiment
from skupnost.strategy.pasts import basis_of
from skupnost.strategy.refitting import refit
from skupnost.strategy.results import result_of
from skupnost.strategy.weeks_ahead import begun_lines, offered
from skupnost.ui.toasts import say, warn

DOUBLE_CLICK = timedelta(seconds=20)


def experiment_or_404(request: HttpRequest, client: str, pk: int, experiment: int) -> Experiment:
    """The channel's experiment, with its channel and client; Http404 for strangers."""
    channel = channel_or_404(request.user, client, pk)
    found = Experiment.objects.filter(channel=channel, pk=experiment).first()
    if found is None:
        raise Http404
    found.channel = channel
    return found


@require_GET
def show(request: HttpRequest, client: str, pk: int, experiment: int) -> HttpResponse:
    """What it showed so far."""
    found, now = experiment_or_404(request, client, pk, experiment), timezone.now()
    context = {
        "client": found.channel.client,
        "channel": found.channel,
        "experiment": found,
        "result": result_of(found, now=now),
        "can_resume": ending.can_resume(found, now),
    }
    return render(request, "strategy/experiment.html", context)


@require_POST
def begin(request: HttpRequest, client: str, pk: int) -> HttpResponse:
    """The experiment's weeks into the calendar; a second click finds it there."""
    channel, now = channel_or_404(request.user, client, pk), timezone.now()
    known = basis_of(channel)
    seed, found = next_seed(channel, known.experiments), offered(known, now=now)
    if found:
        actions.begin_experiment(channel=channel, plan=found.plan, seed=seed, now=now)
    there = running(channel, now)
    if there is not None and _was_just(there.begun_at, now):
        lines = begun_lines(found.weeks) if found else []
        words = [gettext("The experiment stands in the calendar."), *lines]
        say(request, " ".join(words), undo_url=_address(there, "stop"))
    else:
        warn(request, gettext("One runs already, or there is nothing to find out."))
    return redirect("strategy:advice", client=client, pk=pk)


@require_POST
def stop(request: HttpRequest, client: str, pk: int, experiment: int) -> HttpResponse:
    """End exactly this experiment, with a way back, which a second click does not lose."""
    found, now = experiment_or_404(request, client, pk, experiment), timezone.now()
    ending.stop_experiment(experiment=found, now=now)
    if _was_just(found.stopped_at, now):
        say(request, _stop_words(found), undo_url=_address(found, "resume"))
    else:
        warn(request, gettext("The experiment had ended before."))
    return redirect("strategy:advice", client=client, pk=pk)


@require_POST
def resume(request: HttpRequest, client: str, pk: int, experiment: int) -> HttpResponse:
    """Undo its end, or go on although it is decided; a second click finds that done."""
    found = experiment_or_404(request, client, pk, experiment)
    ending.resume_experiment(experiment=found, now=timezone.now())
    if found.stopped_at is None:
        say(request, gettext("The experiment goes on; its slots to come stand again."))
    else:
        warn(request, gettext("It cannot go on: its weeks are over, or another one runs."))
    return redirect(_address(found, "experiment"))


@require_POST
def refit_now(request: HttpRequest, client: str, pk: int, experiment: int) -> HttpResponse:
    """What the worker does on Mondays, now."""
    found = experiment_or_404(request, client, pk, experiment)
    if found.stopped_at is not None:
        return redirect(_address(found, "experiment"))
    if refit(experiment=found, now=timezone.now()):
        say(request, gettext("Counted from all weeks that are over."))
    else:
        warn(request, gettext("There is nothing to count yet: no week of it has begun."))
    return redirect(_address(found, "experiment"))


@require_POST
def told(request: HttpRequest, client: str, pk: int, experiment: int) -> HttpResponse:
    """The desk need not tell its end any more."""
    found = experiment_or_404(request, client, pk, experiment)
    ending.put_away(experiment=found)
    return redirect("desk:home")


def _was_just(moment: datetime | None, now: datetime) -> bool:
    """Whether that was done by this click, or by the first of a double click: of two answers the
    browser shows one, and the toast may hang on either."""
    return moment is not None and now - moment <= DOUBLE_CLICK


def _stop_words(experiment: Experiment) -> str:
    start, ended = period(experiment, ZoneInfo(experiment.channel.client.zone))
    if ended < start:
        return gettext("The experiment is out of the calendar; what stood there before is back.")
    return gettext("The experiment is over; its slots to come are gone.")


def _address(experiment: Experiment, name: str) -> str:
    channel = experiment.channel
    return reverse(f"strategy:{name}", args=[channel.client.slug, channel.pk, experiment.pk])
