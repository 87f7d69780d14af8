"""What the ledger learns about attempts, written with the change that teaches it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
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
    "kind",
    "number",
    "fence",
    "started_at",
    "ended_at",
    "outcome",
    "cause",
    "cause_params",
    "next_try_at",
    "delivery",
)
_END = ("ended_at", "outcome", "cause", "cause_params", "next_try_at")


def open_attempts(changes: Iterable[Traced], now: datetime) -> None:
    """One row for every attempt that begins, or began and ended, with these changes."""
    rows = [
        _row(change, change.trace, now)
        for change in changes
        if isinstance(change.trace, Opened | Whole)
    ]
    if rows:
        sql.insert_many(Attempt, _COLUMNS, rows)


def close_attempts(changes: Iterable[Traced], now: datetime) -> None:
    """The end of every open attempt that ends with these changes."""
    rows = [
        (*_end(change.event, change.trace, now), change.fence, change.delivery_id)
        for change in changes
        if isinstance(change.trace, Closed)
    ]
    if rows:
        sql.update_many(
            Attempt,
            sets=_END,
            keys=("fence", "delivery"),
            rows=rows,
            tests=" AND kind = 'send' AND publishing_attempt.ended_at IS NULL",
        )


def _row(change: Traced, trace: Opened | Whole, now: datetime) -> tuple[Any, ...]:
    start = (trace.kind, trace.number, change.fence or 0)
    if isinstance(trace, Opened):
        return (*start, now, None, "", "", {}, None, change.delivery_id)
    outcome = trace.outcome or (change.event.value if change.event else "")
    told = (outcome, trace.cause, dict(trace.params), trace.next_try_at)
    return (*start, trace.started_at, now, *told, change.delivery_id)


def _end(event: Event | None, trace: Closed, now: datetime) -> tuple[Any, ...]:
    outcome = event.value if event else ""
    return (now, outcome, trace.cause, dict(trace.params), trace.next_try_at)
