"""The door of a client's addresses where the view itself was not asked."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import Resolver404, resolve

from skupnost.clients.access import client_or_404

METHOD_NOT_ALLOWED = 405


class FormsOnly:
    """An address that takes other methods says 405 before it looks whose it is; for those who do
    not work for the client it does not exist either way. Costs a question in that case only.

    Who opens an address that only takes forms, by going back, changing the language below a refused
    form or signing in again, is led to the page above it: browsers show an empty 405 as broken."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        answer = self.get_response(request)
        match = request.resolver_match
        slug = match.kwargs.get("client") if match else None
        if not slug or answer.status_code != METHOD_NOT_ALLOWED:
            return answer
        client_or_404(request.user, slug)
        return redirect(page_above(request.path_info)) if request.method == "GET" else answer


def page_above(path: str) -> str:
    """The nearest address above this one that there is."""
    parts = path.strip("/").split("/")[:-1]
    while parts and not _is_there(f"/{'/'.join(parts)}/"):
        parts.pop()
    return f"/{'/'.join(parts)}/" if parts else "/"


def _is_there(path: str) -> bool:
    try:
        resolve(path)
    except Resolver404:
        return False
    return True
