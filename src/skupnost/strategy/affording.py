"""How many posts a week the resources allow, and which of them holds the others back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

WEEKS_A_MONTH = 365.25 / 12 / 7
WEEKS_OF_STOCK = 8.0


class Kind(Protocol):
    """What one post of a kind takes, and how often it comes."""

    share: int
    hours_each: float
    media_each: int
    money_each: int


@dataclass(frozen=True, slots=True)
class Stock:
    """What there is: hours and new media a week, media lying ready, money a month. None of media
    or money means that nobody counted: it holds nothing back."""

    hours_a_week: float
    media_ready: int | None = None
    media_a_week: int = 0
    money_a_month: int | None = None


@dataclass(frozen=True, slots=True)
class Afforded:
    """Posts a week that each resource allows, the least of them, and its name (`hours`, `media`,
    `money`; empty where nothing is known)."""

    each: dict[str, float]
    bottleneck: str

    @property
    def posts_a_week(self) -> float | None:
        return self.each.get(self.bottleneck)

    @property
    def next_best(self) -> float | None:
        """What would be possible if the bottleneck were gone."""
        others = [value for name, value in self.each.items() if name != self.bottleneck]
        return min(others) if others else None


def afforded(stock: Stock, kinds: Sequence[Kind]) -> Afforded:
    """Posts a week in the usual mixture. Media in stock last for eight weeks."""
    each: dict[str, float] = {}
    hours, media, money = (_mean(kinds, name) for name in ("hours", "media", "money"))
    if hours:
        each["hours"] = stock.hours_a_week / hours
    if media and stock.media_ready is not None:
        each["media"] = (stock.media_a_week + stock.media_ready / WEEKS_OF_STOCK) / media
    if money and stock.money_a_month is not None:
        each["money"] = stock.money_a_month / WEEKS_A_MONTH / money
    return Afforded(each, min(each, key=lambda name: each[name], default=""))


def hours_of_one(kinds: Sequence[Kind]) -> float:
    """The hours that a post takes on average; 0 where nobody said."""
    return _mean(kinds, "hours")


def _mean(kinds: Sequence[Kind], what: str) -> float:
    """What a post takes on average, by the shares; equal shares where all are nought."""
    total = sum(kind.share for kind in kinds)
    weights = [kind.share if total else 1 for kind in kinds]
    taken = [float(getattr(kind, f"{what}_each")) for kind in kinds]
    return sum(w * x for w, x in zip(weights, taken, strict=True)) / max(sum(weights), 1)
