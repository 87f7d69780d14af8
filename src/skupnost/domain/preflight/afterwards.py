"""Limits on changing what is live already: until when, how often."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from skupnost.domain.facts import Fact, Facts
from skupnost.domain.preflight.codes import Code
from skupnost.domain.preflight.finding import Finding, Level, level_of

What = Literal["edit", "remove"]
DAY = 86_400


@dataclass(frozen=True, slots=True)
class After:
    """A live post that somebody wants to change: its age, how often it was edited, and how many
    seconds ago each of the other changes of that sort was made in the same account."""

    age_seconds: float
    n_edits: int = 0
    earlier: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Window:
    """One fact about a change: what is said of it, and the figure that it bounds."""

    what: What
    code: Code
    figure: Callable[[After, Fact], float]


def _age(after: After, _fact: Fact) -> float:
    return after.age_seconds


def _number(after: After, fact: Fact) -> float:
    seconds = fact.window_seconds or DAY
    return 1 + sum(ago < seconds for ago in after.earlier)


WINDOWS: Mapping[str, Window] = {
    "delete_window_seconds": Window("remove", "too_late_to_remove", _age),
    "publishing.delete_window_seconds": Window("remove", "too_late_to_remove", _age),
    "publishing.deletes_per_day": Window("remove", "too_many_removals", _number),
    "rate.deletes_per_15min": Window("remove", "too_many_removals", _number),
    "rate.deletes_per_30min": Window("remove", "too_many_removals", _number),
    "publishing.edit_window_seconds": Window("edit", "too_late_to_edit", _age),
    "publishing.edits_max": Window(
        "edit", "too_many_edits", lambda after, _fact: after.n_edits + 1
    ),
    "rate.edits_per_minute": Window("edit", "too_many_edits", _number),
}


def seconds_open(what: What, facts: Facts) -> float | None:
    """For how long after publishing the network lets a post be changed so; None where nothing is
    known of an end."""
    known = [
        fact.number
        for key, window in WINDOWS.items()
        if window.what == what and window.figure is _age
        if (fact := facts.get(key)) is not None and fact.number is not None
    ]
    return min(known, default=None)


def check_change(what: What, after: After, facts: Facts) -> tuple[Finding, ...]:
    """What the network would say to editing or removing a live post now; empty where nothing."""
    return tuple(_broken(what, after, facts))


def _broken(what: What, after: After, facts: Facts) -> Iterator[Finding]:
    for key, window in WINDOWS.items():
        fact = facts.get(key)
        if fact is None or fact.number is None or window.what != what:
            continue
        value = window.figure(after, fact)
        if value > fact.number:
            params = {"value": value, "max": fact.number, "off": value - fact.number}
            level = level_of(fact, Level.WARNING)
            yield Finding(level, window.code, "channel", {**params, "unit": fact.unit}, fact, "")
