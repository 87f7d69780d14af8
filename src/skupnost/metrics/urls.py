"""Addresses of observations."""

from __future__ import annotations

from django.urls import path

from skupnost.metrics import views

app_name = "metrics"
_HISTORY = "c/<slug:client>/channels/<int:pk>/history/"

urlpatterns = [
    path(_HISTORY, views.page, name="history"),
    path(f"{_HISTORY}measure/", views.measure, name="measure"),
    path(f"{_HISTORY}response/", views.judge, name="judge_by"),
    path(f"{_HISTORY}unfollows/", views.unfollows, name="unfollows"),
    path(f"{_HISTORY}left-out/", views.leave_out, name="leave_out"),
]
