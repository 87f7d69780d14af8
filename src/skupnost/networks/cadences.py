"""How often others publish on a network: what studies and customs say, in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from skupnost.kit.manifest import Cadence, Manifest
from skupnost.networks.amounts import pace_words
from skupnost.networks.labels import CONFIDENCE
from skupnost.ui.words import Words

# What is counted, as the manifests say it; other words are shown in English and marked so.
WHAT: Mapping[str, Words] = {
    "posts": _("posts"),
    "posts on a Page": _("posts on a Page"),
    "posts, Page below 10000 followers": _("posts, Page below 10,000 followers"),
    "upper bound": _("upper bound"),
    "feed posts": _("posts in the feed"),
    "videos": _("films"),
    "films": _("films"),
    "long videos": _("long films"),
    "Shorts": _("short films"),
    "pins": _("pins"),
    "pictures": _("pictures"),
    "articles": _("articles"),
    "essays": _("essays"),
    "announcements": _("announcements"),
}


@dataclass(frozen=True, slots=True)
class Pace:
    """One study: what it counted, how often, and how far to trust it."""

    what: Words
    is_worded: bool
    often: str
    found: Cadence
    trust: Words
    tone: str


def paces_of(manifest: Manifest) -> list[Pace]:
    """The studies of a network in the order of its manifest, which `{cadence:N}` counts."""
    return [_pace(found) for found in manifest.cadence]


def _pace(found: Cadence) -> Pace:
    trust, tone = CONFIDENCE[found.confidence.value]
    often = pace_words(found.low, found.high, found.per)
    return Pace(WHAT.get(found.what, found.what), found.what in WHAT, often, found, trust, tone)
