"""Addresses of the buttons that stop and let go."""

from __future__ import annotations

from django.urls import path

from skupnost.publishing import switch_views as views

app_name = "switches"
urlpatterns = [
    path("c/<slug:client>/pause/", views.pause_client, name="pause_client"),
    path("c/<slug:client>/resume/", views.resume_client, name="resume_client"),
    path("c/<slug:client>/channels/<int:pk>/pause/", views.pause_channel, name="pause_channel"),
    path("c/<slug:client>/channels/<int:pk>/resume/", views.resume_channel, name="resume_channel"),
    path("c/<slug:client>/channels/<int:pk>/disconnect/", views.disconnect, name="disconnect"),
]
