"""Addresses of the library."""

from __future__ import annotations

from django.urls import path

from skupnost.library import views

app_name = "library"
urlpatterns = [
    path("c/<slug:client>/library/", views.asset_list, name="list"),
    path("c/<slug:client>/library/add/", views.add, name="add"),
    path("c/<slug:client>/library/<int:asset>/", views.asset_detail, name="asset"),
    path("c/<slug:client>/library/<int:asset>/remove/", views.remove, name="remove"),
    path("c/<slug:client>/library/<int:asset>/crop/", views.crop, name="crop"),
    path("c/<slug:client>/library/<int:asset>/cover/", views.cover, name="cover"),
    path("c/<slug:client>/library/<int:asset>/file/", views.asset_file, name="file"),
    path("c/<slug:client>/library/<int:asset>/thumbnail/", views.asset_thumbnail, name="thumbnail"),
]
