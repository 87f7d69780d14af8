"""Template filters of the room of posts."""

from __future__ import annotations

from django import template
from django.utils.translation import gettext_lazy as _

register = template.Library()

UNITS = {
    "characters": _("characters"),
    "code_points": _("characters"),
    "graphemes": _("characters"),
    "utf16_units": _("characters"),
    "weighted_characters": _("characters"),
    "bytes": _("bytes"),
}


@register.filter
def unit_name(unit: str) -> str:
    """What a network counts, in words."""
    return str(UNITS.get(unit, unit))
