"""Addresses of the rulebook."""

from __future__ import annotations

from django.urls import path

from skupnost.networks import views

app_name = "networks"
urlpatterns = [
    path("networks/", views.network_list, name="list"),
    path("networks/<slug:slug>/", views.page, name="page"),
]
