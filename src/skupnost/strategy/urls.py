"""Addresses of the strategy room."""

from __future__ import annotations

from django.urls import path

from skupnost.strategy import views

app_name = "strategy"
_ROOM = "c/<slug:client>/strategy/"

urlpatterns = [
    path(_ROOM, views.overview, name="overview"),
    path(f"{_ROOM}resources/", views.resources, name="resources"),
    path(f"{_ROOM}<int:pk>/", views.advice, name="advice"),
    path(f"{_ROOM}<int:pk>/limits/", views.limits, name="limits"),
]
