"""Pages about channels."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from skupnost.clients.access import client_or_404


def channel_list(request: HttpRequest, client: str) -> HttpResponse:
    found = client_or_404(request.user, client)
    return render(request, "channels/list.html", {"client": found})
