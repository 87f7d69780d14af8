"""Addresses of the strategy room."""

from __future__ import annotations

from django.urls import path

from skupnost.strategy import document_views, placing, views

app_name = "strategy"
_ROOM = "c/<slug:client>/strategy/"

urlpatterns = [
    path(_ROOM, views.overview, name="overview"),
    path(f"{_ROOM}resources/", views.resources, name="resources"),
    path(f"{_ROOM}document/", document_views.show, name="document"),
    path(f"{_ROOM}document/edit/", document_views.edit, name="document_edit"),
    path(f"{_ROOM}document.md", document_views.as_markdown, name="document_md"),
    path(f"{_ROOM}<int:pk>/", views.advice, name="advice"),
    path(f"{_ROOM}<int:pk>/limits/", views.limits, name="limits"),
    path(f"{_ROOM}<int:pk>/place/", placing.place, name="place"),
    path(f"{_ROOM}<int:pk>/remove/", placing.remove, name="remove"),
    path(f"{_ROOM}<int:pk>/begin/", placing.begin, name="begin"),
    path(f"{_ROOM}<int:pk>/stop/", placing.stop, name="stop"),
]
