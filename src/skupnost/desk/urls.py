"""Addresses of the desk."""

from __future__ import annotations

from django.urls import path

from skupnost.desk import views

app_name = "desk"
urlpatterns = [
    path("", views.home, name="home"),
    path("skip-steps/", views.skip_steps, name="skip_steps"),
    path("c/<slug:client>/delete/", views.delete_client, name="delete_client"),
    path("c/<slug:client>/remove-sample/", views.remove_sample, name="remove_sample"),
]
