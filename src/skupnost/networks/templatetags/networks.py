"""Template filters of the rulebook."""

from __future__ import annotations

from collections.abc import Sequence

from django import template

register = template.Library()


@register.filter
def at(items: Sequence[object], place: int) -> object:
    """One item of a list by its place, counted from nought."""
    return items[place]


@register.filter
def is_list(value: object) -> bool:
    return isinstance(value, tuple | list)
