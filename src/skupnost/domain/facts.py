"""A fact of the rulebook: a value that says where it comes from and how far to trust it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

Scalar = str | int | float | bool | date


class Confidence(StrEnum):
    """How a value came to us, best first."""

    OFFICIAL_CONTRACT = "official_contract"
    OFFICIAL_DOC = "official_doc"
    OBSERVED = "observed"
    SECONDARY = "secondary"
    MEMORY_UNVERIFIED = "memory_unverified"

    @property
    def may_block(self) -> bool:
        """Whether a limit founded like this may stop a post; the others only warn or hint."""
        return self in _BLOCKING


_BLOCKING = frozenset(
    {Confidence.OFFICIAL_CONTRACT, Confidence.OFFICIAL_DOC, Confidence.OBSERVED},
)


@dataclass(frozen=True, slots=True)
class Source:
    """Where a fact was read: title, address (page or repository path), date when known."""

    id: str
    title: str
    address: str
    confidence: Confidence
    date: date | None = None


@dataclass(frozen=True, slots=True)
class Fact:
    """One value of a manifest, with unit, source, the day it was checked and how far to trust it.

    `discovered` means that a server tells the real value; `live` that this one was told by it.
    `effect` is what happens beyond a limit, where it is not a refusal: `downscaled`, `risky` (some
    servers refuse), `recommended`. `careful` marks the stricter of two values that sources name.
    """

    key: str
    value: Scalar | tuple[Scalar, ...]
    source: Source
    checked_on: date
    confidence: Confidence
    unit: str = ""
    as_of: date | None = None
    window_seconds: int | None = None
    scope: str = ""
    note: str = ""
    discovered: bool = False
    live: bool = False
    effect: str = ""
    careful: bool = False

    @property
    def number(self) -> float | None:
        """The value as a number, or None where it is a word such as `unlimited`."""
        if isinstance(self.value, bool) or not isinstance(self.value, int | float):
            return None
        return self.value


Facts = Mapping[str, Fact]
