"""Brings an order to its end as the ledger does: record, send, and ask before sending again."""

from __future__ import annotations

from enum import StrEnum

from skupnost.kit.errors import NeedsReconnect, OutcomeUnknown, RateLimited, Refused, Unreachable
from skupnost.kit.testing.stages import Killed, Stage, StagedOrder
from skupnost.kit.values import Presence, Sighting

MAX_STEPS = 20


class End(StrEnum):
    """How a delivery ended."""

    PUBLISHED = "published"
    REFUSED = "refused"
    HELD = "held"
    NEEDS_EYE = "needs_eye"


class NeverEnded(AssertionError):
    """The order went round in circles."""


async def settle(order: StagedOrder) -> End:
    """The end of a delivery whose worker may be killed and whose answers may be lost."""
    for _ in range(MAX_STEPS):
        try:
            await order.publish()
            return End.PUBLISHED
        except (OutcomeUnknown, Killed):
            end = await _after_unknown(order)
            if end is not None:
                return end
        except RateLimited as error:
            order.stage.clock.step((error.retry_at - order.stage.clock.now()).total_seconds())
        except Unreachable:
            order.stage.clock.step(5)
        except Refused:
            return End.REFUSED
        except NeedsReconnect:
            return End.HELD
    raise NeverEnded


async def _after_unknown(order: StagedOrder) -> End | None:
    """Looks until the network is sure; None where the order may be sent again."""
    for _ in range(2):
        sighting = await _look(order)
        if sighting.presence is Presence.THERE:
            return End.PUBLISHED
        if sighting.presence is Presence.CANNOT_TELL:
            return End.NEEDS_EYE
        order.checkpoints |= sighting.checkpoints
    return None


async def _look(order: StagedOrder) -> Sighting:
    stage: Stage = order.stage
    stage.clock.step(stage.subject.kind.machine.visible_after_seconds + 1)
    for _ in range(MAX_STEPS):
        try:
            return await order.find()
        except (Unreachable, RateLimited):
            stage.clock.step(30)
    raise NeverEnded
