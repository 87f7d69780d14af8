"""How a whole post stands, told from its deliveries: the worst news first."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from skupnost.domain.delivery import State


class Standing(StrEnum):
    """What the calendar shows of a post."""

    DRAFT = "draft"
    SCHEDULED = "scheduled"
    SENDING = "sending"
    LIVE = "live"
    PARTLY = "partly"
    TO_DO = "to_do"
    MISSED = "missed"
    HELD = "held"
    REFUSED = "refused"
    NEEDS_EYE = "needs_eye"

    @property
    def may_move(self) -> bool:
        """Whether its time can still be changed as far as the calendar knows."""
        return self in MOVABLE


_ONE: dict[State, Standing] = {
    State.SCHEDULED: Standing.SCHEDULED,
    State.CLAIMED: Standing.SENDING,
    State.SENDING: Standing.SENDING,
    State.UNKNOWN: Standing.SENDING,
    State.RETRY_WAIT: Standing.SENDING,
    State.PUBLISHED: Standing.LIVE,
    State.REFUSED: Standing.REFUSED,
    State.HELD: Standing.HELD,
    State.MISSED: Standing.MISSED,
    State.NEEDS_EYE: Standing.NEEDS_EYE,
    State.TO_DO: Standing.TO_DO,
}
_WORST_FIRST = (
    Standing.NEEDS_EYE,
    Standing.REFUSED,
    Standing.HELD,
    Standing.MISSED,
    Standing.TO_DO,
    Standing.SENDING,
)
MOVABLE = frozenset(
    {
        Standing.DRAFT,
        Standing.SCHEDULED,
        Standing.REFUSED,
        Standing.HELD,
        Standing.MISSED,
        Standing.TO_DO,
    }
)


def standing(states: Iterable[State | None]) -> Standing:
    """One word for a post whose variants stand so; None and cancelled mean not handed over."""
    seen = {_ONE[state] for state in states if state and state is not State.CANCELLED}
    for worst in _WORST_FIRST:
        if worst in seen:
            return worst
    if seen == {Standing.LIVE, Standing.SCHEDULED}:
        return Standing.PARTLY
    return next(iter(seen), Standing.DRAFT)
