"""The only writer of delivery states: conditional updates, guarded by the graph and the fence.

A change names its event. It takes place if the row is still in a state where the graph has that
event and, where a worker writes, if the worker's fence is still the row's; else it loses cleanly.
What the change teaches about an attempt is written in the same transaction.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple, Protocol
from uuid import UUID

from django.db import transaction

from skupnost.domain.delivery import IN_FLIGHT, Event, sources, target
from skupnost.publishing import sql
from skupnost.publishing.attempts import Trace, close_attempts, open_attempts
from skupnost.publishing.models import Delivery

Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Change:
    """One event of one delivery. `values` are columns to write with the new state; `expect` are
    columns that must still hold these values; `fence` proves that a worker owns the row, and
    without it a row in flight is never touched. An `event` of None keeps the state `within`."""

    delivery_id: UUID
    event: Event | None
    values: Values = field(default_factory=dict)
    fence: int | None = None
    expect: Values = field(default_factory=dict)
    trace: Trace | None = None
    within: str = ""


class Ledger(Protocol):
    """Writes changes; lanes are handed one."""

    def record(self, changes: Sequence[Change], *, now: datetime) -> frozenset[UUID]:
        """The deliveries that really changed; all writes in one transaction."""
        ...


class FencedLedger:
    """The ledger of the product."""

    def record(self, changes: Sequence[Change], *, now: datetime) -> frozenset[UUID]:
        """See `Ledger`. Changes of one row are written in their order; one that loses takes the
        row's later changes with it."""
        if not changes:
            return frozenset()
        with transaction.atomic(savepoint=False):
            done = _apply_all(changes)
            open_attempts(done, now)
            close_attempts(done, now)
        return frozenset(change.delivery_id for change in done)


def record_one(change: Change, *, now: datetime) -> bool:
    """Whether the change took place."""
    return bool(FencedLedger().record([change], now=now))


def _apply_all(changes: Sequence[Change]) -> list[Change]:
    done: list[Change] = []
    left = list(changes)
    while left:
        now, left = _first_of_each(left)
        won = [change for shape, group in _alike(now) for change in _apply(shape, group)]
        done += won
        if left:
            names = {change.delivery_id for change in won}
            left = [change for change in left if change.delivery_id in names]
    return done


def _first_of_each(changes: Sequence[Change]) -> tuple[Iterable[Change], list[Change]]:
    """The first change of every row, and the rest."""
    first: dict[UUID, Change] = {}
    rest = [
        change for change in changes if first.setdefault(change.delivery_id, change) is not change
    ]
    return first.values(), rest


def _alike(changes: Iterable[Change]) -> Iterable[tuple[Shape, list[Change]]]:
    """Changes that one statement can write, in groups."""
    groups: dict[Shape, list[Change]] = {}
    for change in changes:
        groups.setdefault(_shape(change), []).append(change)
    return groups.items()


def _apply(shape: Shape, group: Sequence[Change]) -> list[Change]:
    """Those of a group that took place, by one statement."""
    states = _states(shape)
    took_place = sql.update_many(
        Delivery,
        sets=(*(("state",) if states.target else ()), *shape.names),
        keys=(*shape.expected, *(("fence",) if shape.is_fenced else ()), "id"),
        rows=[
            (
                *states.target,
                *change.values.values(),
                *change.expect.values(),
                *(() if change.fence is None else (change.fence,)),
                change.delivery_id,
            )
            for change in group
        ],
        tests=f" AND state IN ({', '.join(['%s'] * len(states.guard))})",
        parameters=states.guard,
    )
    return [change for change, was in zip(group, took_place, strict=True) if was]


class Shape(NamedTuple):
    """What the statement of a change depends on."""

    event: Event | None
    within: str
    names: tuple[str, ...]
    is_fenced: bool
    expected: tuple[str, ...]


def _shape(change: Change) -> Shape:
    return Shape(
        change.event,
        change.within,
        tuple(change.values),
        change.fence is not None,
        tuple(change.expect),
    )


class States(NamedTuple):
    """Where a change may start, and where it leads: empty where the state stays."""

    guard: tuple[str, ...]
    target: tuple[str, ...]


@cache
def _states(shape: Shape) -> States:
    """Never those of a worker as a start, unless the change is a worker's."""
    if shape.event is None:
        return States((shape.within,), ())
    known = sources(shape.event)
    allowed = known if shape.is_fenced else known - IN_FLIGHT
    guard = tuple(sorted(state.value for state in allowed)) or ("",)
    return States(guard, (target(shape.event).value,))
