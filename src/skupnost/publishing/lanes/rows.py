"""Deliveries in the hand of a lane."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from skupnost.domain.payload import Payload

COLUMNS = (
    "id",
    "fence",
    "payload",
    "client_id",
    "created_at",
    "due_at",
    "window_minutes",
    "n_attempts",
    "n_absent",
    "intent_at",
    "first_sent_at",
    "checkpoints",
    "reason",
)


@dataclass(frozen=True, slots=True)
class Row:
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


def row_of(stored: Mapping[str, Any]) -> Row:
    """The row of `Delivery.objects.values(*COLUMNS)`."""
    return Row(**{**stored, "payload": Payload.from_json(stored["payload"])})
