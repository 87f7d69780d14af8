"""The client somebody works for right now: the last one whose page was opened."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

KEY = "client"


class RememberClient:
    """Keeps the slug of the client whose page was opened in the session."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        answer = self.get_response(request)
        match = request.resolver_match
        slug = match.kwargs.get("client") if match else None
        if slug and answer.status_code == 200 and request.session.get(KEY) != slug:
            request.session[KEY] = slug
        return answer
