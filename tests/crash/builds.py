"""The product's build, and three broken ones that the tests must catch."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from skupnost.domain.delivery import Event
from skupnost.kit.errors import OutcomeUnknown, Unreachable
from skupnost.publishing.lanes.outcomes import Judge, Moment, judge
from skupnost.publishing.lanes.sending import Sent
from skupnost.publishing.ledger import Change, FencedLedger, Ledger
from skupnost.publishing.models import Delivery


@dataclass(frozen=True, slots=True)
class Build:
    """What a worker is made of."""

    name: str
    ledger: Callable[[], Ledger] = FencedLedger
    judge: Judge = judge


class FencelessLedger(FencedLedger):
    """Writes whatever fence the row has: the late word of a worker that lost its lease counts."""

    def record(self, changes: Sequence[Change], *, now: datetime) -> frozenset[UUID]:
        return super().record([_with_any_fence(change) for change in changes], now=now)


def _with_any_fence(change: Change) -> Change:
    expect = {name: value for name, value in change.expect.items() if name != "fence"}
    if change.fence is None:
        return replace(change, expect=expect)
    fence = Delivery.objects.values_list("fence", flat=True).get(pk=change.delivery_id)
    return replace(change, expect=expect, fence=fence)


class LateLedger(FencedLedger):
    """Writes the intent with the outcome, after the request instead of before it."""

    def __init__(self) -> None:
        self._intents: dict[UUID, Change] = {}

    def record(self, changes: Sequence[Change], *, now: datetime) -> frozenset[UUID]:
        kept = [change for change in changes if change.event is Event.INTEND]
        self._intents |= {change.delivery_id: change for change in kept}
        due = {change.delivery_id for change in changes} - {change.delivery_id for change in kept}
        before = [self._intents.pop(name) for name in due & set(self._intents)]
        rest = [change for change in changes if change.event is not Event.INTEND]
        done = super().record([*before, *rest], now=now)
        return done | {change.delivery_id for change in kept}


def send_again(sent: Sent, moment: Moment) -> list[Change]:
    """Takes silence for failure: what may be live is sent again without asking."""
    if isinstance(sent.result, OutcomeUnknown):
        error = Unreachable(sent.result.code, sent.result.params)
        return judge(replace(sent, result=error), moment)
    return judge(sent, moment)


SOUND = Build("the product")
BROKEN = (
    Build("no fence", ledger=FencelessLedger),
    Build("send again without asking", judge=send_again),
    Build("commit after sending", ledger=LateLedger),
)
