"""The door of a client's addresses where the view itself was not asked."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from skupnost.clients.access import client_or_404

METHOD_NOT_ALLOWED = 405


class NoSuchClient:
    """An address that takes other methods says 405 before it looks whose it is; for those who do
    not work for the client it does not exist either way. Costs a question in that case only."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        answer = self.get_response(request)
        match = request.resolver_match
        slug = match.kwargs.get("client") if match else None
        if slug and answer.status_code == METHOD_NOT_ALLOWED:
            client_or_404(request.user, slug)
        return answer
