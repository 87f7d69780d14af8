"""Template filters of the rulebook."""

from __future__ import annotations

from collections.abc import Sequence

from django import template
from django.utils.translation import gettext_lazy as _

from skupnost.networks.labels import CONFIDENCE

register = template.Library()


@register.filter
def at(items: Sequence[object], place: int) -> object:
    """One item of a list by its place, counted from nought."""
    return items[place]


_ARCHIVE = {
    "where": _("Where"),
    "formats": _("Formats"),
    "contains": _("What it holds"),
    "known_trap": _("A trap"),
}


@register.filter
def archive_word(key: str) -> str:
    """What the manifest says of an archive, in words; other keys stay as they are."""
    return str(_ARCHIVE.get(key, key))


@register.filter
def trust_word(confidence: str) -> str:
    """How far a fact can be trusted, in words."""
    return str(CONFIDENCE[str(confidence)][0])


@register.filter
def is_list(value: object) -> bool:
    return isinstance(value, tuple | list)
