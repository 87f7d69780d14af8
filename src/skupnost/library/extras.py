"""Parts that a person may add to the installation: HEIC photos and films."""

from __future__ import annotations

import importlib.util
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Extras:
    """Which extras are there: `heic` (skupnost[media]) and `film` (skupnost[film])."""

    heic: bool
    film: bool


def installed() -> Extras:
    """The extras of this installation; looks without importing, since both are heavy."""
    return Extras(heic=_is_there("pillow_heif"), film=_is_there("av"))


def _is_there(name: str) -> bool:
    return importlib.util.find_spec(name) is not None
