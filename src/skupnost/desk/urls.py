"""Addresses of the desk."""

from __future__ import annotations

from django.urls import path

from skupnost.desk import views

app_name = "desk"
urlpatterns = [path("", views.home, name="home")]
