"""Several channels within one budget of hours."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from skupnost.domain.cadence.values import Advice


@dataclass(frozen=True, slots=True)
class Claim:
    """A channel that wants hours: its advice, the hours one post costs, and what its response of
    today is worth beside that of the others (any one unit)."""

    advice: Advice
    hours_each: float
    worth_today: float = 1.0


def within_budget(claims: Sequence[Claim], hours: float) -> tuple[int, ...]:
    """Posts a week for each channel: hour by hour to the channel that gains most from it, never
    more than its advice; 0 for a channel whose first post is worth less than others' next ones."""
    given = [0] * len(claims)
    while True:
        steps = [
            (_gain(claim, n) / max(claim.hours_each, 1e-6), -i)
            for i, (claim, n) in enumerate(zip(claims, given, strict=True))
            if n < claim.advice.advice_per_week and claim.hours_each <= hours + 1e-9
        ]
        if not steps or max(steps)[0] <= 0:
            return tuple(given)
        chosen = -max(steps)[1]
        given[chosen] += 1
        hours -= claims[chosen].hours_each


def _gain(claim: Claim, n: int) -> float:
    """What the next post adds; beyond the drawn curve nothing."""
    value = {point.n: point.middle for point in claim.advice.curve} | {0: 0.0}
    return claim.worth_today * (value.get(n + 1, 0.0) - value.get(n, 0.0))
