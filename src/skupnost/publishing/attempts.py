"""What the ledger learns about attempts, written with the change that teaches it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any, Protocol
from uuid import UUID

from skupnost.domain.delivery import Event
from skupnost.publishing import sql
from skupnost.publishing.models import Attempt

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


class Traced(Protocol):
    """A change that took place."""

    @property
    def delivery_id(self) -> UUID: ...

    @property
    def event(self) -> Event | None: ...

    @property
    def fence(self) -> int | None: ...

    @property
    def trace(self) -> Trace | None: ...


_COLUMNS = (
    "delivery",
    "kind",
    "number",
    "fence",
    "started_at",
    "ended_at",
    "outcome",
    "cause",
    "cause_params",
    "next_try_at",
)
_END = ("ended_at", "outcome", "cause", "cause_params", "next_try_at")


@cache
def _insertion() -> str:
    names = ", ".join(sql.column(Attempt, name) for name in _COLUMNS)
    marks = ", ".join(["%s"] * len(_COLUMNS))
    return f"INSERT INTO publishing_attempt ({names}) VALUES ({marks})"  # noqa: S608


@cache
def _closing() -> str:
    sets = ", ".join(f"{sql.column(Attempt, name)} = %s" for name in _END)
    return (
        f"UPDATE publishing_attempt SET {sets}"  # noqa: S608
        " WHERE delivery_id = %s AND fence = %s AND kind = %s AND ended_at IS NULL"
    )


def open_attempts(changes: Iterable[Traced], now: datetime) -> None:
    """One row for every attempt that begins, or began and ended, with these changes."""
    memo: sql.Memo = {}
    rows = [
        _stored(_COLUMNS, _row(change, change.trace, now), memo)
        for change in changes
        if isinstance(change.trace, Opened | Whole)
    ]
    if rows:
        sql.write_many(_insertion(), rows)


def close_attempts(changes: Iterable[Traced], now: datetime) -> None:
    """The end of every open attempt that ends with these changes."""
    memo: sql.Memo = {}
    rows = [
        [
            *_stored(_END, _end(change.event, change.trace, now), memo),
            sql.prepared(Attempt, "delivery", change.delivery_id, memo),
            change.fence,
            Attempt.Kind.SEND.value,
        ]
        for change in changes
        if isinstance(change.trace, Closed)
    ]
    if rows:
        sql.write_many(_closing(), rows)


def _row(change: Traced, trace: Opened | Whole, now: datetime) -> tuple[Any, ...]:
    start = (change.delivery_id, trace.kind, trace.number, change.fence or 0)
    if isinstance(trace, Opened):
        return (*start, now, None, "", "", {}, None)
    outcome = trace.outcome or (change.event.value if change.event else "")
    told = (outcome, trace.cause, dict(trace.params), trace.next_try_at)
    return (*start, trace.started_at, now, *told)


def _end(event: Event | None, trace: Closed, now: datetime) -> tuple[Any, ...]:
    outcome = event.value if event else ""
    return (now, outcome, trace.cause, dict(trace.params), trace.next_try_at)


def _stored(names: tuple[str, ...], values: tuple[Any, ...], memo: sql.Memo) -> list[Any]:
    pairs = zip(names, values, strict=True)
    return [sql.prepared(Attempt, name, value, memo) for name, value in pairs]
