"""Pages about clients."""

from __future__ import annotations

from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_http_methods

from skupnost.clients import actions
from skupnost.clients.access import client_or_404
from skupnost.clients.forms import ClientForm
from skupnost.clients.palette import colour_number
from skupnost.clients.queries import clients_of
from skupnost.clients.zones import machine_zone, zone_names
from skupnost.people.models import User
from skupnost.ui.toasts import say


def client_list(request: HttpRequest) -> HttpResponse:
    clients = clients_of(_user(request)).annotate(n_channels=Count("channels"))
    return render(request, "clients/list.html", {"clients": clients})


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    form = ClientForm(request.POST or None, initial=_first_guess(_user(request)))
    if request.method == "POST" and form.is_valid():
        client = actions.create_client(**form.cleaned_data, by=_user(request), now=timezone.now())
        say(request, gettext("%(name)s is here. Connect its first channel.") % {"name": client})
        return redirect("channels:list", client=client.slug)
    status = 422 if form.is_bound else 200
    context = {"form": form, "zones": zone_names()}
    return render(request, "clients/new.html", context, status=status)


def _first_guess(user: User) -> dict[str, str]:
    return {
        "zone": machine_zone(),
        "language": (get_language() or "en")[:2],
        "colour": colour_number(clients_of(user).count()),
    }


@require_http_methods(["GET", "POST"])
def settings(request: HttpRequest, client: str) -> HttpResponse:
    found = client_or_404(request.user, client)
    form = ClientForm(request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid():
        form.save()
        say(request, gettext("The settings are saved."))
        return redirect("clients:settings", client=found.slug)
    context = {"client": found, "form": form, "zones": zone_names()}
    return render(request, "clients/settings.html", context, status=422 if form.is_bound else 200)


def _user(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user
