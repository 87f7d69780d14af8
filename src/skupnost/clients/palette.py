"""The colours a client may have: white text is readable on each (contrast 6:1 or better)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

PALETTE = (
    ("#4b41c6", _("Indigo")),
    ("#7a34b8", _("Violet")),
    ("#a8267e", _("Magenta")),
    ("#b3261e", _("Red")),
    ("#a04310", _("Rust")),
    ("#855a00", _("Amber")),
    ("#4d6b0f", _("Olive")),
    ("#1a6f3c", _("Green")),
    ("#0b6e6e", _("Teal")),
    ("#0a6491", _("Sea")),
    ("#1d57c0", _("Blue")),
    ("#4a5366", _("Slate")),
)
COLOURS = tuple(colour for colour, _name in PALETTE)


def colour_number(number: int) -> str:
    """A colour for the n-th client, so that new ones differ without being asked."""
    return COLOURS[number % len(COLOURS)]
