"""Addresses of clients."""

from __future__ import annotations

from django.urls import path

from skupnost.clients import views

app_name = "clients"
urlpatterns = [
    path("clients/", views.client_list, name="list"),
    path("clients/new/", views.new, name="new"),
    path("c/<slug:client>/settings/", views.settings, name="settings"),
]
