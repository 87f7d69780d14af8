"""Addresses of what needs a person's eye."""

from __future__ import annotations

from django.urls import path

from skupnost.publishing import views

app_name = "publishing"
urlpatterns = [
    path("c/<slug:client>/needs-eye/", views.needs_eye, name="needs_eye"),
    path("c/<slug:client>/needs-eye/<uuid:delivery_id>/<slug:what>/", views.decide, name="decide"),
]
