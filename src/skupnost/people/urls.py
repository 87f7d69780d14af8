"""Addresses of signing in and preferences."""

from __future__ import annotations

from django.urls import path

from skupnost.people import views

app_name = "people"
urlpatterns = [
    path("login/", views.log_in, name="login"),
    path("login/<str:token>/", views.login_link, name="login_link"),
    path("logout/", views.log_out, name="logout"),
    path("preferences/", views.preferences, name="preferences"),
    path("language/", views.language, name="language"),
    path("theme/", views.theme, name="theme"),
]
