"""The rulebook shown to people."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from skupnost.kit.registry import UnknownNetwork, connector, connectors
from skupnost.networks.kinds import kind_words
from skupnost.networks.queries import broken
from skupnost.networks.tables import groups_of


def network_list(request: HttpRequest) -> HttpResponse:
    cards = [
        (
            known.manifest,
            [kind_words(known.slug, kind) for kind in known.manifest.kinds.values()],
            any(kind.publish == "api" for kind in known.manifest.kinds.values()),
        )
        for known in connectors().values()
    ]
    return render(request, "networks/list.html", {"cards": cards, "broken": broken()})


def page(request: HttpRequest, slug: str) -> HttpResponse:
    """One network: its kinds of account side by side, every rule with source and date."""
    try:
        manifest = connector(slug).manifest
    except UnknownNetwork:
        raise Http404 from None
    kinds = [(kind, kind_words(slug, kind)) for kind in manifest.kinds.values()]
    context = {"network": manifest, "kinds": kinds, "groups": groups_of(manifest)}
    return render(request, "networks/page.html", context)
