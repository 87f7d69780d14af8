"""The life of a delivery as data: states, events, and which event leads from where to where.

The table is that of the architecture's section 3; every change of a delivery's state anywhere in
the product is one row of `TRANSITIONS`, so a state that is not reachable here does not exist.
"""

from __future__ import annotations

from enum import StrEnum


class State(StrEnum):
    """Where a delivery stands."""

    SCHEDULED = "scheduled"
    CLAIMED = "claimed"
    SENDING = "sending"
    UNKNOWN = "unknown"
    RETRY_WAIT = "retry_wait"
    PUBLISHED = "published"
    REFUSED = "refused"
    HELD = "held"
    MISSED = "missed"
    NEEDS_EYE = "needs_eye"
    TO_DO = "to_do"
    CANCELLED = "cancelled"

    @property
    def is_final(self) -> bool:
        """Whether nothing follows unless a person mends it."""
        return self in FINAL

    @property
    def needs_person(self) -> bool:
        return self in NEEDS_PERSON


class Event(StrEnum):
    """What happens to a delivery."""

    HAND_OVER = "hand_over"
    EDIT = "edit"
    CANCEL = "cancel"
    CLAIM = "claim"
    REFUSE = "refuse"
    HOLD = "hold"
    POSTPONE = "postpone"
    RELEASE = "release"
    INTEND = "intend"
    ACCEPT = "accept"
    NOT_SENT = "not_sent"
    LOSE_SIGHT = "lose_sight"
    FOUND = "found"
    ABSENT = "absent"
    REPEAT = "repeat"
    CANNOT_TELL = "cannot_tell"
    SAY_THERE = "say_there"
    SEND_AGAIN = "send_again"
    DROP = "drop"
    GIVE_UP = "give_up"
    DOUBT = "doubt"
    RESUME = "resume"
    MISS = "miss"
    ASK_PERSON = "ask_person"
    PASTE_ADDRESS = "paste_address"
    REWORD = "reword"
    MEND = "mend"


S, E = State, Event

TRANSITIONS: dict[tuple[State | None, Event], State] = {
    (None, E.HAND_OVER): S.SCHEDULED,
    (S.SCHEDULED, E.EDIT): S.SCHEDULED,
    (S.SCHEDULED, E.CANCEL): S.CANCELLED,
    (S.RETRY_WAIT, E.CANCEL): S.CANCELLED,
    (S.SCHEDULED, E.CLAIM): S.CLAIMED,
    (S.RETRY_WAIT, E.CLAIM): S.CLAIMED,
    (S.CLAIMED, E.REFUSE): S.REFUSED,
    (S.CLAIMED, E.HOLD): S.HELD,
    (S.CLAIMED, E.POSTPONE): S.RETRY_WAIT,
    (S.CLAIMED, E.RELEASE): S.SCHEDULED,
    (S.CLAIMED, E.INTEND): S.SENDING,
    (S.SENDING, E.ACCEPT): S.PUBLISHED,
    (S.SENDING, E.REFUSE): S.REFUSED,
    (S.SENDING, E.HOLD): S.HELD,
    (S.SENDING, E.NOT_SENT): S.RETRY_WAIT,
    (S.SENDING, E.LOSE_SIGHT): S.UNKNOWN,
    (S.UNKNOWN, E.FOUND): S.PUBLISHED,
    (S.UNKNOWN, E.ABSENT): S.RETRY_WAIT,
    (S.UNKNOWN, E.REPEAT): S.RETRY_WAIT,
    (S.UNKNOWN, E.CANNOT_TELL): S.NEEDS_EYE,
    (S.NEEDS_EYE, E.SAY_THERE): S.PUBLISHED,
    (S.NEEDS_EYE, E.SEND_AGAIN): S.RETRY_WAIT,
    (S.NEEDS_EYE, E.DROP): S.CANCELLED,
    (S.RETRY_WAIT, E.GIVE_UP): S.REFUSED,
    (S.SCHEDULED, E.GIVE_UP): S.REFUSED,
    (S.RETRY_WAIT, E.DOUBT): S.UNKNOWN,
    (S.SCHEDULED, E.DOUBT): S.UNKNOWN,
    (S.HELD, E.RESUME): S.SCHEDULED,
    (S.HELD, E.MISS): S.MISSED,
    (S.HELD, E.CANCEL): S.CANCELLED,
    (S.SCHEDULED, E.HOLD): S.HELD,
    (S.RETRY_WAIT, E.HOLD): S.HELD,
    (S.SCHEDULED, E.ASK_PERSON): S.TO_DO,
    (S.RETRY_WAIT, E.ASK_PERSON): S.TO_DO,
    (S.TO_DO, E.REWORD): S.TO_DO,
    (S.TO_DO, E.PASTE_ADDRESS): S.PUBLISHED,
    (S.TO_DO, E.MEND): S.SCHEDULED,
    (S.TO_DO, E.DROP): S.CANCELLED,
    (S.TO_DO, E.CANCEL): S.CANCELLED,
    (S.REFUSED, E.MEND): S.SCHEDULED,
    (S.MISSED, E.MEND): S.SCHEDULED,
    (S.HELD, E.MEND): S.SCHEDULED,
    (S.REFUSED, E.CANCEL): S.CANCELLED,
    (S.MISSED, E.CANCEL): S.CANCELLED,
    (S.SCHEDULED, E.MISS): S.MISSED,
    (S.RETRY_WAIT, E.MISS): S.MISSED,
}

FINAL = frozenset({S.PUBLISHED, S.REFUSED, S.MISSED, S.CANCELLED})
NEEDS_PERSON = frozenset({S.REFUSED, S.HELD, S.MISSED, S.NEEDS_EYE, S.TO_DO})
CLAIMABLE = frozenset({S.SCHEDULED, S.RETRY_WAIT})
IN_FLIGHT = frozenset({S.CLAIMED, S.SENDING})


class ForbiddenTransition(Exception):
    """The event does not exist in this state: the caller's picture of the row is stale or wrong."""

    def __init__(self, state: State | None, event: Event) -> None:
        super().__init__(f"{event} is not possible while {state or 'not handed over'}")
        self.state = state
        self.event = event


def after(state: State | None, event: Event) -> State:
    """The state that follows; raises ForbiddenTransition where the graph has no such edge."""
    try:
        return TRANSITIONS[state, event]
    except KeyError:
        raise ForbiddenTransition(state, event) from None


def sources(event: Event) -> frozenset[State]:
    """The states in which the event may happen: the guard of a conditional update."""
    return frozenset(state for state, known in TRANSITIONS if known is event and state is not None)


def target(event: Event) -> State:
    """The one state an event leads to, wherever it starts."""
    (state,) = {state for (_, known), state in TRANSITIONS.items() if known is event}
    return state
