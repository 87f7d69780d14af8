"""Addresses of the rulebook and the practice network."""

from __future__ import annotations

from django.urls import URLPattern

app_name = "networks"
urlpatterns: list[URLPattern] = []
