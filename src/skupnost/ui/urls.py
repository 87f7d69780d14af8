"""Addresses of the shared look."""

from __future__ import annotations

from django.urls import path

from skupnost.ui import views

app_name = "ui"
urlpatterns = [
    path("ui/font/<str:name>", views.font, name="font"),
    path("styleguide/", views.style_guide, name="styleguide"),
]
