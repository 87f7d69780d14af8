"""Addresses of the strategy room."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module

from django.http import HttpRequest, HttpResponse
from django.urls import path

app_name = "strategy"
_ROOM = "c/<slug:client>/strategy/"
_EXPERIMENT = f"{_ROOM}<int:pk>/experiments/<int:experiment>/"


def _later(module: str, name: str) -> Callable[..., HttpResponse]:
    """A view that is imported when it is first asked for: the adviser brings NumPy."""

    def view(request: HttpRequest, **parts: str | int) -> HttpResponse:
        found = getattr(import_module(f"skupnost.strategy.{module}"), name)
        answer: HttpResponse = found(request, **parts)
        return answer

    return view


urlpatterns = [
    path(_ROOM, _later("sharing_views", "overview"), name="overview"),
    path(f"{_ROOM}budget/", _later("sharing_views", "save"), name="budget"),
    path(f"{_ROOM}place/", _later("placing_all", "place"), name="place_all"),
    path(f"{_ROOM}take-back/", _later("placing_all", "take_back"), name="take_back_all"),
    path(f"{_ROOM}periods/", _later("period_views", "periods"), name="periods"),
    path(f"{_ROOM}periods/free/", _later("period_views", "free"), name="free"),
    path(f"{_ROOM}periods/clear/", _later("period_views", "clear"), name="periods_clear"),
    path(f"{_ROOM}periods/<int:period>/", _later("period_views", "change"), name="period"),
    path(
        f"{_ROOM}periods/<int:period>/remove/",
        _later("period_views", "remove"),
        name="period_remove",
    ),
    path(f"{_ROOM}resources/", _later("views", "resources"), name="resources"),
    path(f"{_ROOM}document/", _later("document_views", "show"), name="document"),
    path(f"{_ROOM}document/edit/", _later("document_views", "edit"), name="document_edit"),
    path(
        f"{_ROOM}document/<int:number>/remark/",
        _later("document_views", "remark"),
        name="document_remark",
    ),
    *[
        path(
            f"{_ROOM}document.{suffix}",
            _later("document_views", "export"),
            {"suffix": suffix},
            name=f"document_{suffix}",
        )
        for suffix in ("md", "html", "pdf")
    ],
    path(f"{_ROOM}<int:pk>/", _later("views", "advice"), name="advice"),
    path(f"{_ROOM}<int:pk>/limits/", _later("views", "limits"), name="limits"),
    path(f"{_ROOM}<int:pk>/feed/", _later("feed_views", "choose"), name="feed"),
    path(f"{_ROOM}<int:pk>/rivals/", _later("feed_views", "rivals"), name="rivals"),
    path(f"{_ROOM}<int:pk>/place/", _later("placing", "place"), name="place"),
    path(f"{_ROOM}<int:pk>/take-back/", _later("placing", "take_back"), name="take_back"),
    path(f"{_ROOM}<int:pk>/remove/", _later("placing", "remove"), name="remove"),
    path(f"{_ROOM}<int:pk>/put-back/", _later("placing", "put_back"), name="put_back"),
    path(f"{_ROOM}<int:pk>/begin/", _later("experiment_views", "begin"), name="begin"),
    path(_EXPERIMENT, _later("experiment_views", "show"), name="experiment"),
    path(f"{_EXPERIMENT}stop/", _later("experiment_views", "stop"), name="stop"),
    path(f"{_EXPERIMENT}resume/", _later("experiment_views", "resume"), name="resume"),
    path(f"{_EXPERIMENT}refit/", _later("experiment_views", "refit_now"), name="refit"),
    path(f"{_EXPERIMENT}told/", _later("experiment_views", "told"), name="told"),
]
