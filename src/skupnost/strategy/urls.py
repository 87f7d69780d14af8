"""Addresses of the strategy room."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module

from django.http import HttpRequest, HttpResponse
from django.urls import path

from skupnost.strategy import document_views

app_name = "strategy"
_ROOM = "c/<slug:client>/strategy/"


def _later(module: str, name: str) -> Callable[..., HttpResponse]:
    """A view that is imported when it is first asked for: the adviser brings NumPy."""

    def view(request: HttpRequest, **parts: str | int) -> HttpResponse:
        found = getattr(import_module(f"skupnost.strategy.{module}"), name)
        answer: HttpResponse = found(request, **parts)
        return answer

    return view


urlpatterns = [
    path(_ROOM, _later("views", "overview"), name="overview"),
    path(f"{_ROOM}resources/", _later("views", "resources"), name="resources"),
    path(f"{_ROOM}document/", document_views.show, name="document"),
    path(f"{_ROOM}document/edit/", document_views.edit, name="document_edit"),
    path(f"{_ROOM}document.md", document_views.as_markdown, name="document_md"),
    path(f"{_ROOM}<int:pk>/", _later("views", "advice"), name="advice"),
    path(f"{_ROOM}<int:pk>/limits/", _later("views", "limits"), name="limits"),
    path(f"{_ROOM}<int:pk>/feed/", _later("feed_views", "choose"), name="feed"),
    path(f"{_ROOM}<int:pk>/rivals/", _later("feed_views", "rivals"), name="rivals"),
    path(f"{_ROOM}<int:pk>/place/", _later("placing", "place"), name="place"),
    path(f"{_ROOM}<int:pk>/remove/", _later("placing", "remove"), name="remove"),
    path(f"{_ROOM}<int:pk>/begin/", _later("placing", "begin"), name="begin"),
    path(f"{_ROOM}<int:pk>/stop/", _later("placing", "stop"), name="stop"),
]
