"""Deliveries in the hand of a lane."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection

from skupnost.domain.payload import Payload
from skupnost.publishing import sql
from skupnost.publishing.models import Delivery


class Row(NamedTuple):
    """One delivery as its lane holds it; `fence` is the lane's proof."""

    id: UUID
    fence: int
    payload: Payload
    client_id: str
    created_at: datetime
    due_at: datetime
    window_minutes: int
    n_attempts: int
    n_absent: int
    intent_at: datetime | None
    first_sent_at: datetime | None
    checkpoints: Mapping[str, str]
    reason: str

    @property
    def is_doubtful(self) -> bool:
        """Whether an earlier attempt may be live."""
        return self.first_sent_at is not None


COLUMNS = Row._fields

# Literally the conditions of the partial indexes: SQLite uses those only if it sees the same words.
WAITING = "state IN ('retry_wait', 'scheduled')"
IN_HAND = "state IN ('claimed', 'sending')"
UNKNOWN = "state = 'unknown'"
HELD = "state = 'held'"


def rows_where(tests: str, parameters: Sequence[Any], *, limit: int) -> list[Row]:
    """At most so many rows of the ledger, the one that waited longest first. Moments among the
    parameters are turned into what the database stores."""
    rest = f"WHERE {tests} ORDER BY next_try_at, id LIMIT {limit:d}"
    stored = sql.found(sql.select(Delivery, COLUMNS, rest), [moment(value) for value in parameters])
    return [_row(values) for values in sql.read(Delivery, COLUMNS, stored)]


def _row(values: tuple[Any, ...]) -> Row:
    payload = payload_of(values[_PAYLOAD])
    return Row._make((*values[:_PAYLOAD], payload, *values[_PAYLOAD + 1 :]))


_PAYLOAD = COLUMNS.index("payload")


@lru_cache(maxsize=256)
def payload_of(text: str) -> Payload:
    """The frozen payload; the same post on many channels is read once."""
    return Payload.from_json(text)


def moment(value: Any) -> Any:
    """A moment as the database compares it; anything else as it is."""
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    return value
