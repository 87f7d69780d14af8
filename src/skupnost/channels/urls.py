"""Addresses of channels."""

from __future__ import annotations

from django.urls import path

from skupnost.channels import views

app_name = "channels"
urlpatterns = [path("c/<slug:client>/channels/", views.channel_list, name="list")]
