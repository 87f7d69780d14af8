"""Every address of the site: the only place that knows every room."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("skupnost.desk.urls")),
    path("", include("skupnost.people.urls")),
    path("", include("skupnost.clients.urls")),
    path("", include("skupnost.channels.urls")),
    path("", include("skupnost.publishing.switch_urls")),
    path("", include("skupnost.networks.urls")),
    path("", include("skupnost.library.urls")),
    path("", include("skupnost.publishing.urls")),
    path("", include("skupnost.metrics.urls")),
    path("", include("skupnost.strategy.urls")),
    path("", include("skupnost.editorial.urls")),
    path("", include("skupnost.ui.urls")),
]
