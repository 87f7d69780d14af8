"""The first page of the morning, and the end of a client."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from skupnost.clients.access import client_or_404
from skupnost.clients.forms import DeleteClientForm
from skupnost.clients.models import Client
from skupnost.clients.queries import clients_of
from skupnost.desk import mornings, removal
from skupnost.desk.experiments import trials
from skupnost.people.actions import put_first_steps_away
from skupnost.people.models import User
from skupnost.publishing.queries import reason_of
from skupnost.publishing.rechecking import no_longer_fits
from skupnost.strategy.feed_queries import good_now
from skupnost.ui.toasts import say, warn


def home(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    person = User.objects.get(username=request.user.get_username())
    clients = list(clients_of(person))
    rows, n_waiting = mornings.waiting(clients)
    days = mornings.days(clients, now)
    n_healthy, troubled = mornings.channel_health(clients)
    running, answers = trials(clients, now)
    steps = mornings.first_steps(clients) if person.wants_first_steps else []
    context = {
        "clients": clients,
        "hour": now.astimezone(ZoneInfo(clients[0].zone)).hour if clients else 12,
        "is_silent": mornings.worker_is_silent(now),
        "waiting": [(row, reason_of(row)) for row in rows],
        "n_waiting": n_waiting,
        "misfits": no_longer_fits(clients, most=mornings.N_WAITING),
        "letters_trouble": mornings.letters_trouble(),
        "by_hand": mornings.by_hand(clients, now),
        "days": days,
        "near": [day for day in days[:2] if day.lines],
        "most": max([day.n_posts for day in days], default=0),
        "next": None if any(day.lines for day in days[:2]) else mornings.next_entry(clients, now),
        "accounts": mornings.accounts_to_see_to(clients, now),
        "experiments": running,
        "answers": answers,
        "good_now": good_now(clients, now),
        "n_healthy": n_healthy,
        "troubled": troubled,
        "steps": steps if not all(step.is_done for step in steps) else [],
        "n_done": sum(step.is_done for step in steps),
        "samples": [client for client in clients if client.is_sample],
    }
    return render(request, "desk/home.html", context)


@require_POST
def skip_steps(request: HttpRequest) -> HttpResponse:
    """Put the list of first steps away."""
    person = User.objects.get(username=request.user.get_username())
    put_first_steps_away(user=person)
    return redirect("desk:home")


@require_http_methods(["GET", "POST"])
def delete_client(request: HttpRequest, client: str) -> HttpResponse:
    """Asks for the client's name before anything is forgotten."""
    found = client_or_404(request.user, client)
    form = DeleteClientForm(request.POST or None, client=found)
    if request.method == "POST" and form.is_valid():
        return _remove(request, found, gettext("%(name)s is deleted.") % {"name": found})
    status = 422 if form.is_bound else 200
    context = {"client": found, "form": form}
    return render(request, "desk/delete_client.html", context, status=status)


@require_POST
def remove_sample(request: HttpRequest, client: str) -> HttpResponse:
    """The sample goes in one click; it was never anything else."""
    found = client_or_404(request.user, client)
    if not found.is_sample:
        raise Http404
    return _remove(request, found, gettext("The sample is gone."))


def _remove(request: HttpRequest, client: Client, words: str) -> HttpResponse:
    slug = client.slug
    try:
        removal.delete_client(client=client)
    except removal.UnderWay:
        warn(request, gettext("A post is on its way this minute. Try again in a moment."))
        return redirect("clients:settings", client=slug)
    say(request, words)
    return redirect("desk:home")
