"""Several channels within one budget of hours."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from skupnost.domain.cadence.values import Advice

NOTHING = 1e-9


@dataclass(frozen=True, slots=True)
class Claim:
    """A channel that wants hours: its advice, the hours one post costs, and what its response of
    today is worth beside that of the others (any one unit). `least` posts come before all gain,
    `stand` are there whatever they cost, and more than `most` (None: the advice) are not given.
    Without an advice it gets nothing beside those that stand."""

    advice: Advice | None
    hours_each: float
    worth_today: float = 1.0
    least: int = 0
    stand: int = 0
    most: int | None = None

    @property
    def limit(self) -> int:
        if self.advice is None:
            return 0
        return self.advice.advice_per_week if self.most is None else self.most


def within_budget(
    claims: Sequence[Claim], hours: float, *, copy_share: float = 1.0
) -> tuple[int, ...]:
    """Posts a week for each channel: first those that stand, then the least that each must have,
    then hour by hour to the channel that gains most from it, never more than its limit; 0 for a
    channel whose first post is worth less than others' next ones.
    `copy_share` is what a post costs on every further channel that gets it, as a share of what it
    costs when it is written for that channel."""
    given = [claim.stand for claim in claims]
    while True:
        left = hours - hours_of(claims, given, copy_share=copy_share)
        steps = [
            (given[i] < claim.least, _gain(claim, given[i]) / max(more, 1e-6), -i)
            for i, claim in enumerate(claims)
            if given[i] < claim.limit
            and (more := _more(claims, given, i, copy_share)) <= left + NOTHING
        ]
        is_due, gain, place = max(steps, default=(False, 0.0, 0))
        if not is_due and gain <= 0:
            return tuple(given)
        given[-place] += 1


def hours_of(claims: Sequence[Claim], given: Sequence[int], *, copy_share: float = 1.0) -> float:
    """The hours a week that so many posts on each channel take together. The n-th post of a week
    is one post for all channels that have as many: written once where it costs most, and taken
    over for the others."""
    return sum(_nth(claims, given, n, copy_share) for n in range(1, max(given, default=0) + 1))


def _nth(claims: Sequence[Claim], given: Sequence[int], n: int, copy_share: float) -> float:
    costs = [claim.hours_each for claim, m in zip(claims, given, strict=True) if m >= n]
    dearest = max(costs, default=0.0)
    return dearest + copy_share * (sum(costs) - dearest)


def _more(claims: Sequence[Claim], given: Sequence[int], i: int, copy_share: float) -> float:
    """What one more post on the channel costs."""
    n = given[i] + 1
    grown = [m + (j == i) for j, m in enumerate(given)]
    return _nth(claims, grown, n, copy_share) - _nth(claims, given, n, copy_share)


def _gain(claim: Claim, n: int) -> float:
    """What the next post adds; beyond the drawn curve nothing."""
    curve = claim.advice.curve if claim.advice else ()
    value = {point.n: point.middle for point in curve} | {0: 0.0}
    return claim.worth_today * (value.get(n + 1, 0.0) - value.get(n, 0.0))
