"""The first page of the morning, and the end of a client."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from skupnost.clients.access import client_or_404
from skupnost.clients.forms import DeleteClientForm
from skupnost.clients.models import Client
from skupnost.desk import removal
from skupnost.ui.toasts import say, warn


def home(request: HttpRequest) -> HttpResponse:
    return render(request, "desk/home.html")


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
