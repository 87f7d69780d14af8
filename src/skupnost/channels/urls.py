"""Addresses of channels and of the practice network."""

from __future__ import annotations

from django.urls import path

from skupnost.channels import authorizing, connecting, practice, views

app_name = "channels"
_CHANNELS = "c/<slug:client>/channels/"
_NEW = f"{_CHANNELS}new/<slug:network>/<slug:kind>/"
_READING = "practice/<slug:network>/<slug:name>/<str:remote_id>/"

urlpatterns = [
    path(_CHANNELS, views.channel_list, name="list"),
    path(f"{_CHANNELS}new/", connecting.choose_network, name="new"),
    path(f"{_CHANNELS}practise/", connecting.practise, name="practise"),
    path(f"{_CHANNELS}new/<slug:network>/", connecting.choose_kind, name="kinds"),
    path(_NEW, connecting.connect, name="connect"),
    path(f"{_NEW}authorize/", authorizing.begin, name="authorize"),
    path("authorize/", authorizing.leave, name="leave"),
    path("authorized/", authorizing.come_back, name="authorized"),
    path(f"{_CHANNELS}<int:pk>/", views.detail, name="detail"),
    path(f"{_CHANNELS}<int:pk>/check/", views.check, name="check"),
    path(f"{_CHANNELS}<int:pk>/reconnect/", connecting.reconnect, name="reconnect"),
    path(
        f"{_CHANNELS}<int:pk>/reconnect/authorize/",
        authorizing.begin_again,
        name="authorize_again",
    ),
    path(f"{_CHANNELS}<int:pk>/role/", views.say_role, name="say_role"),
    path(f"{_CHANNELS}<int:pk>/behaviour/", views.practice_settings, name="practice_settings"),
    path("practice/", practice.newest, name="practice"),
    path("practice/<slug:network>/<slug:name>/", practice.account, name="practice_account"),
    path(
        "practice/<slug:network>/<slug:name>/<str:remote_id>/", practice.post, name="practice_post"
    ),
]
