"""Time zones: which there are, and the one of this machine."""

from __future__ import annotations

from functools import cache
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

_LEGACY = ("Etc/", "SystemV/", "US/", "Canada/", "Brazil/", "Mexico/", "Chile/")
_UTC = frozenset({"UTC", "Etc/UTC", "Etc/UCT", "Zulu", "Etc/Zulu", "Etc/GMT"})


@cache
def zone_names() -> tuple[str, ...]:
    """The zones worth offering: one a place, no historical aliases, UTC first."""
    places = (name for name in available_timezones() if "/" in name)
    return ("UTC", *sorted(name for name in places if not name.startswith(_LEGACY)))


def is_zone(name: str) -> bool:
    """Whether the name is a zone that this machine knows."""
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return bool(name)


def machine_zone() -> str:
    """The zone this computer is set to; UTC where it does not tell its name."""
    for name in (_from_environment(), _from_link()):
        if name in _UTC:
            return "UTC"
        if "/" in name and is_zone(name):
            return name
    return "UTC"


def _from_environment() -> str:
    return settings.MACHINE_TZ.lstrip(":")


def _from_link() -> str:
    """The name behind `/etc/localtime`, where the system keeps one."""
    from pathlib import Path

    link = Path("/etc/localtime")
    parts = link.resolve().parts if link.exists() else ()
    return "/".join(parts[parts.index("zoneinfo") + 1 :]) if "zoneinfo" in parts else ""


class ZoneField(forms.CharField):
    """A zone by name, with the known ones offered while typing."""

    widget = forms.TextInput({"list": "zones", "autocomplete": "off", "spellcheck": "false"})

    def clean(self, value: Any) -> str:
        name = str(super().clean(value)).strip().replace(" ", "_")
        known = {zone.casefold(): zone for zone in zone_names()}
        name = known.get(name.casefold(), name)
        if not is_zone(name):
            raise forms.ValidationError(
                _("There is no time zone of this name. Choose one of the list.")
            )
        return name
