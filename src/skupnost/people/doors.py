"""The front door: closed unless an address is listed as public."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import translation

Answer = Callable[[HttpRequest], HttpResponse]


def is_public(view_name: str) -> bool:
    """Whether somebody who is not signed in may open this address."""
    return view_name in settings.PUBLIC_VIEWS


class ClosedDoors:
    """Whoever is not signed in gets 404 on every address but the public ones, so that nobody
    learns what exists; what is private is not kept by any cache."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        answer = self.get_response(request)
        if not answer.has_header("Cache-Control"):
            answer["Cache-Control"] = "private, no-store"
        return answer

    def process_view(
        self, request: HttpRequest, view: object, args: tuple[Any], kwargs: dict[str, Any]
    ) -> None:
        match = request.resolver_match
        is_listed = match is not None and is_public(match.view_name)
        if not is_listed and not request.user.is_authenticated:
            raise Http404


class OwnLanguage:
    """The signed-in person's language goes before what the browser says."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        language = getattr(request.user, "language", "")
        if language in dict(settings.LANGUAGES):
            translation.activate(language)
            request.LANGUAGE_CODE = language
        return self.get_response(request)


class Permissions:
    """Browser features that no page of ours needs are switched off."""

    POLICY = ", ".join(
        f"{feature}=()"
        for feature in ("camera", "geolocation", "microphone", "payment", "usb", "browsing-topics")
    )

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        answer = self.get_response(request)
        answer["Permissions-Policy"] = self.POLICY
        return answer
