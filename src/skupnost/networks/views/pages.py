"""The networks, and one of them: its guide, its rules, its sources."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language

from skupnost.kit.manifest import Manifest
from skupnost.kit.registry import UnknownNetwork, connector, connectors
from skupnost.networks.cadences import paces_of
from skupnost.networks.guides import readable
from skupnost.networks.kinds import kind_words
from skupnost.networks.queries import broken
from skupnost.networks.tables import Group, Row, groups_of, rows_of

# The session's best scores of the self-checks, as {slug: (right, all)}.
SCORES = "quiz"
# What tells the kinds of account apart, in the order in which one asks.
BESIDE = (
    *("publish", "comments_read", "reply", "moderate", "metrics", "archive_export", "app_review"),
    *("text.text_max", "text.title_max", "media.images_max", "media.video_seconds_max"),
    *("media.alt_text_max", "publishing.native_schedule", "publishing.edit", "publishing.delete"),
)


def network_list(request: HttpRequest) -> HttpResponse:
    scores = request.session.get(SCORES, {})
    cards = [
        (
            known.manifest,
            [kind_words(known.slug, kind) for kind in known.manifest.kinds.values()],
            any(kind.publish == "api" for kind in known.manifest.kinds.values()),
            scores.get(known.slug),
        )
        for known in connectors().values()
    ]
    return render(request, "networks/list.html", {"cards": cards, "broken": broken()})


def page(request: HttpRequest, slug: str) -> HttpResponse:
    """One network: how it works in prose, its kinds of account side by side, every rule with
    source and date."""
    manifest = manifest_or_404(slug)
    today = timezone.now().date()
    groups = groups_of(manifest, today=today)
    guide, trouble = readable(connector(slug).folder, manifest, get_language() or "")
    kinds = list(manifest.kinds.values())
    labels = [kind_words(slug, kind).label for kind in kinds]
    context = {
        "network": manifest,
        "guide": guide,
        "trouble": trouble,
        "kinds": [(kind, kind_words(slug, kind)) for kind in kinds],
        "beside": rows_of(BESIDE, kinds, today=today),
        "groups": [
            (group.label, [(row, row.told(labels)) for row in group.rows]) for group in groups
        ],
        "n_rules": sum(len(group.rows) for group in groups),
        "n_old": _n_old(groups),
        "paces": paces_of(manifest),
    }
    return render(request, "networks/page.html", context)


def manifest_or_404(slug: str) -> Manifest:
    """The manifest of a network that is installed."""
    try:
        return connector(slug).manifest
    except UnknownNetwork:
        raise Http404 from None


def _n_old(groups: Sequence[Group]) -> int:
    return sum(_has_old(row) for group in groups for row in group.rows)


def _has_old(row: Row) -> bool:
    return any(cell and cell.is_old for cell in row.cells)
