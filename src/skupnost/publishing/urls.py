"""Addresses of what needs a person: their eye, or their hand."""

from __future__ import annotations

from django.urls import path

from skupnost.publishing import to_do_views, views
from skupnost.publishing.letters import views as letters

app_name = "publishing"
_ONE = "c/<slug:client>/to-do/<uuid:delivery_id>/"

urlpatterns = [
    path("c/<slug:client>/needs-eye/", views.needs_eye, name="needs_eye"),
    path("c/<slug:client>/needs-eye/<uuid:delivery_id>/<slug:what>/", views.decide, name="decide"),
    path("letters/", letters.settings, name="letters"),
    path("letters/test/", letters.send_test, name="letters_test"),
    path("c/<slug:client>/to-do/", to_do_views.to_do_list, name="to_do"),
    path(_ONE, to_do_views.to_do, name="to_do_one"),
    path(f"{_ONE}posted/", to_do_views.posted, name="to_do_posted"),
    path(f"{_ONE}not-posted/", to_do_views.not_posted, name="to_do_not_posted"),
    path(f"{_ONE}files/", to_do_views.handouts, name="to_do_files"),
    path(f"{_ONE}files/<int:number>/", to_do_views.handout, name="to_do_file"),
]
