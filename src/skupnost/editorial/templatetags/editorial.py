"""Template filters of the room of posts."""

from __future__ import annotations

from django import template
from django.utils.translation import gettext_lazy as _

from skupnost.networks.findings import field_name

register = template.Library()

UNITS = {
    "characters": _("characters"),
    "code_points": _("characters"),
    "graphemes": _("characters"),
    "utf16_units": _("characters"),
    "weighted": _("characters"),
    "emoji_bytes": _("characters"),
    "bytes": _("bytes"),
}


VISIBILITIES = {
    "public": _("Everybody"),
    "unlisted": _("Everybody, but not in public lists"),
    "private": _("Followers only"),
    "direct": _("Only those mentioned"),
}


FORMATS = {
    "reel": _("Short film (reel)"),
    "story": _("Story, gone after a day"),
    "short": _("Short film (Short)"),
}


@register.filter
def format_name(word: str) -> str:
    """What sort of post it becomes, in words."""
    return str(FORMATS.get(word, word))


@register.filter
def detail_name(name: str) -> str:
    """What a further field of a post is called."""
    return str(field_name(name))


@register.filter
def visibility_name(word: str) -> str:
    """Who will see it, in words; a word that only the network knows stays as it is."""
    return str(VISIBILITIES.get(word, word))


@register.filter
def unit_name(unit: str) -> str:
    """What a network counts, in words."""
    return str(UNITS.get(unit, unit))
