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
from typing import Any, Protocol
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Field, Model

from skupnost.domain.delivery import IN_FLIGHT, Event, sources, target
from skupnost.publishing.models import Attempt, Delivery

Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Opened:
    """An attempt begins: its row stays open until a later change closes it."""

    number: int
    kind: str = Attempt.Kind.SEND.value


@dataclass(frozen=True, slots=True)
class Closed:
    """The open attempt of this fence ends with the event of the change."""

    cause: str = ""
    params: Values = field(default_factory=dict)
    next_try_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Whole:
    """An attempt that began and ended at once: a look at the network, a person's decision."""

    kind: str
    number: int
    started_at: datetime
    cause: str = ""
    params: Values = field(default_factory=dict)
    next_try_at: datetime | None = None
    outcome: str = ""


Trace = Opened | Closed | Whole


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
        if not changes:
            return frozenset()
        with transaction.atomic():
            done = _apply_all(changes)
            _open_attempts(done, now)
            _close_attempts(done, now)
        return frozenset(change.delivery_id for change in done)


def record_one(change: Change, *, now: datetime) -> bool:
    """Whether the change took place."""
    return bool(FencedLedger().record([change], now=now))


def _apply_all(changes: Sequence[Change]) -> list[Change]:
    """The changes that took place. One that lost takes its row's later changes with it."""
    done: list[Change] = []
    lost: set[UUID] = set()
    for change in changes:
        if change.delivery_id not in lost and _apply(change):
            done.append(change)
        else:
            lost.add(change.delivery_id)
    return done


def _apply(change: Change) -> bool:
    sets, parameters = _assignments(Delivery, _written(change))
    states = _guard(change)
    tests, values = _conditions(change)
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE publishing_delivery SET {sets} WHERE id = %s"  # noqa: S608
            f" AND state IN ({', '.join(['%s'] * len(states))}){tests}",
            [*parameters, _prepared(Delivery, "id", change.delivery_id), *states, *values],
        )
        return bool(cursor.rowcount)


def _written(change: Change) -> Values:
    if change.event is None:
        return change.values
    return {"state": target(change.event).value, **change.values}


def _guard(change: Change) -> tuple[str, ...]:
    """The states in which the change may happen; never those of a worker unless it is one."""
    if change.event is None:
        return (change.within,)
    return _guards(change.event, is_worker=change.fence is not None)


@cache
def _guards(event: Event, *, is_worker: bool) -> tuple[str, ...]:
    states = sources(event) if is_worker else sources(event) - IN_FLIGHT
    return tuple(sorted(state.value for state in states)) or ("",)


def _conditions(change: Change) -> tuple[str, list[Any]]:
    held = dict(change.expect)
    if change.fence is not None:
        held["fence"] = change.fence
    tests = "".join(f" AND {_column(Delivery, name)} = %s" for name in held)
    return tests, [_prepared(Delivery, name, value) for name, value in held.items()]


def _assignments(model: type[Model], values: Values) -> tuple[str, list[Any]]:
    """`a = %s, b = %s` and the parameters; the names come from the model, never from outside."""
    sets = ", ".join(f"{_column(model, name)} = %s" for name in values)
    return sets, [_prepared(model, name, value) for name, value in values.items()]


@cache
def _field(model: type[Model], name: str) -> Field[Any, Any]:
    field = model._meta.get_field(name)
    if not isinstance(field, Field):
        raise TypeError(f"{name} is not a column of {model.__name__}")
    return field


def _column(model: type[Model], name: str) -> str:
    return connection.ops.quote_name(str(_field(model, name).column))


def _prepared(model: type[Model], name: str, value: Any) -> Any:
    return _field(model, name).get_db_prep_save(value, connection)


def _open_attempts(changes: Iterable[Change], now: datetime) -> None:
    """One row for every attempt that begins, or began and ended, with these changes."""
    rows = [
        _attempt(change, change.trace, now)
        for change in changes
        if isinstance(change.trace, Opened | Whole)
    ]
    if rows:
        Attempt.objects.bulk_create(rows)


def _attempt(change: Change, trace: Opened | Whole, now: datetime) -> Attempt:
    row = Attempt(
        delivery_id=change.delivery_id,
        kind=trace.kind,
        number=trace.number,
        fence=change.fence or 0,
        started_at=now,
    )
    if isinstance(trace, Whole):
        row.started_at = trace.started_at
        row.ended_at = now
        row.outcome = trace.outcome or (change.event.value if change.event else "")
        row.cause = trace.cause
        row.cause_params = dict(trace.params)
        row.next_try_at = trace.next_try_at
    return row


def _close_attempts(changes: Iterable[Change], now: datetime) -> None:
    for change in changes:
        if isinstance(change.trace, Closed) and change.event is not None:
            _close_attempt(change, change.event, change.trace, now)


def _close_attempt(change: Change, event: Event, trace: Closed, now: datetime) -> None:
    sets, parameters = _assignments(
        Attempt,
        {
            "ended_at": now,
            "outcome": event.value,
            "cause": trace.cause,
            "cause_params": dict(trace.params),
            "next_try_at": trace.next_try_at,
        },
    )
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE publishing_attempt SET {sets}"  # noqa: S608
            " WHERE delivery_id = %s AND fence = %s AND kind = %s AND ended_at IS NULL",
            [
                *parameters,
                _prepared(Delivery, "id", change.delivery_id),
                change.fence,
                Attempt.Kind.SEND.value,
            ],
        )
