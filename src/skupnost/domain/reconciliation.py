"""What to do about a delivery whose outcome is not known: look, repeat, or ask a person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


class Step(StrEnum):
    """The next move; the default is never twice."""

    LOOK = "look"
    REPEAT = "repeat"
    ASK = "ask"


@dataclass(frozen=True, slots=True)
class Guarantee:
    """What a network offers against doubles, for one account kind.

    `handle` is the manifest's `machine.idempotency`; a key is honoured for `key_seconds`.
    """

    handle: str
    can_find: bool
    key_seconds: int
    visible_after_seconds: int


def next_step(
    guarantee: Guarantee, *, first_sent_at: datetime | None, may_repeat: bool, now: datetime
) -> Step:
    """A chosen record name makes repeating harmless. A key is trusted only where nobody can be
    asked: servers that speak Mastodon's API were seen to ignore it (snac 2.75, 2026-11-23).
    `may_repeat` is False once the tries or the time of the delivery are used up."""
    if guarantee.handle == "client_id" and may_repeat:
        return Step.REPEAT
    if guarantee.can_find:
        return Step.LOOK
    if guarantee.handle == "key" and may_repeat and _key_lives(guarantee, first_sent_at, now):
        return Step.REPEAT
    return Step.ASK


def _key_lives(guarantee: Guarantee, first_sent_at: datetime | None, now: datetime) -> bool:
    if first_sent_at is None:
        return False
    return now < first_sent_at + timedelta(seconds=guarantee.key_seconds)
