"""The rules of one account kind made ready: which limits its facts state, worked out once.

A post is checked thousands of times by the same facts, so what depends on the facts alone is kept
beside them.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass
from threading import Lock

from skupnost.domain.facts import Fact, Facts
from skupnost.domain.preflight.case import Case
from skupnost.domain.preflight.finding import Finding, Level, Param, level_of
from skupnost.domain.preflight.limits import Limit, limit_for
from skupnost.domain.preflight.wants import Check, wants_of

KEPT = 256
# Two shapes are one where they differ by less than this: sides are whole pixels.
TOLERANCE = 0.01


@dataclass(frozen=True, slots=True)
class Rule:
    """One limit as one fact states it, with its bound and how loud a breach is."""

    limit: Limit
    fact: Fact
    bound: float
    level: Level

    def broken(self, case: Case) -> Iterator[Finding]:
        """A finding for every amount beyond the limit, by how much."""
        limit, bound = self.limit, self.bound
        for amount in limit.amounts(case, self.fact):
            excess = amount.value - bound
            if limit.is_least:
                excess = -excess
            elif limit.is_exact:
                excess = abs(excess) - (0 if float(bound).is_integer() else TOLERANCE)
            if excess > 0:
                yield self._finding(amount.where, amount.value, excess)

    def _finding(self, where: str, value: float, excess: float) -> Finding:
        params: dict[str, Param] = {
            "value": value,
            "min" if self.limit.is_least else "max": self.bound,
            "off": excess,
            "unit": self.fact.unit,
        }
        if self.fact.window_seconds:
            params["window_seconds"] = self.fact.window_seconds
        return Finding(self.level, self.limit.code, where, params, self.fact, self.limit.mend)


@dataclass(frozen=True, slots=True)
class Rules:
    """Everything that preflight asks of a post by one set of facts; `on_occasion` only where it
    is known when and among which others the post goes out."""

    wants: tuple[Check, ...]
    always: tuple[Rule, ...]
    on_media: tuple[Rule, ...]
    on_details: tuple[Rule, ...]
    on_occasion: tuple[Rule, ...]

    def that_apply(self, case: Case) -> Iterator[Rule]:
        payload = case.payload
        yield from self.always
        if payload.cover or payload.subtitles or payload.all_media:
            yield from self.on_media
        if payload.details:
            yield from self.on_details
        if case.occasion is not None:
            yield from self.on_occasion


def rules_of(facts: Facts) -> Rules:
    """The rules that these facts state; kept as long as the very same facts come back."""
    known = _kept.get(id(facts))
    if known is not None and known[0] is facts and known[1] == len(facts):
        return known[2]
    made = _made(facts)
    with _lock:
        _kept[id(facts)] = (facts, len(facts), made)
        while len(_kept) > KEPT:
            _kept.popitem(last=False)
    return made


# The facts are kept beside their rules, so that no other mapping can get their id meanwhile.
_kept: OrderedDict[int, tuple[Facts, int, Rules]] = OrderedDict()
_lock = Lock()


def _made(facts: Facts) -> Rules:
    rules = tuple(_rules(facts))
    return Rules(
        wants=wants_of(facts),
        always=tuple(rule for rule in rules if rule.limit.needs == ""),
        on_media=tuple(rule for rule in rules if rule.limit.needs == "media"),
        on_details=tuple(rule for rule in rules if rule.limit.needs == "details"),
        on_occasion=tuple(rule for rule in rules if rule.limit.needs == "occasion"),
    )


def _rules(facts: Facts) -> Iterator[Rule]:
    for key, fact in facts.items():
        bound = fact.number
        limit = limit_for(key, fact.unit) if bound is not None else None
        if limit is not None and bound is not None:
            yield Rule(limit, fact, bound, level_of(fact, limit.most))
