"""What follows from a look at the network."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from skupnost.domain.delivery import Event, State
from skupnost.kit.errors import ConnectorError, RateLimited
from skupnost.kit.values import Presence, Receipt, Sighting
from skupnost.publishing.attempts import Values, Whole
from skupnost.publishing.lanes.rows import Row
from skupnost.publishing.lanes.tools import Terms
from skupnost.publishing.ledger import Change
from skupnost.publishing.models import Attempt


@dataclass(frozen=True, slots=True)
class Look:
    """One look and its answer."""

    row: Row
    started_at: datetime
    answer: Sighting | ConnectorError

    @property
    def remote_id(self) -> str:
        """What was found; a name of its own where nothing was."""
        if isinstance(self.answer, Sighting) and self.answer.receipt is not None:
            return self.answer.receipt.remote_id
        return str(self.row.id)


@dataclass(frozen=True, slots=True)
class Circumstances:
    """When a look is judged, how late posts may appear, and whether sending again is an option."""

    now: datetime
    terms: Terms
    visible_after: timedelta
    may_repeat: bool

    @property
    def next_look_at(self) -> datetime:
        return self.now + max(self.visible_after, self.terms.look_shortest)


def sighted(look: Look, case: Circumstances) -> list[Change]:
    """The changes that a look asks for, in their order. Absence and parts count only when they
    were seen twice, since posts may appear late."""
    answer = look.answer
    if isinstance(answer, ConnectorError):
        return [_no_answer(look, answer, case)]
    if answer.presence is Presence.THERE and answer.receipt is not None:
        return [_found(look, answer, answer.receipt, case.now)]
    if answer.presence in (Presence.ABSENT, Presence.PARTLY):
        return _absent(look, answer, case)
    return [_asked(look, "cannot_tell", {})]


def asked(row: Row, code: str, now: datetime) -> Change:
    """A person must say what became of it."""
    return _asked(Look(row, now, Sighting(Presence.CANNOT_TELL)), code, {})


def repeated(row: Row, terms: Terms, now: datetime, chance: float) -> Change:
    """Sent again under the same name: at once the first time, then ever later."""
    at = now if row.n_attempts <= 1 else now + terms.backoff.wait(row.n_attempts, chance)
    trace = Whole(
        Attempt.Kind.LOOK.value, row.n_attempts, now, cause="same_key_again", next_try_at=at
    )
    return Change(
        row.id, Event.REPEAT, {"next_try_at": at}, expect={"fence": row.fence}, trace=trace
    )


def _found(look: Look, sighting: Sighting, receipt: Receipt, now: datetime) -> Change:
    row = look.row
    values = {
        "remote_id": receipt.remote_id,
        "remote_url": receipt.remote_url,
        "published_at": receipt.published_at or row.intent_at or now,
        "checkpoints": {**row.checkpoints, **sighting.checkpoints},
        "next_try_at": None,
        "reason": "",
        "reason_params": {},
    }
    trace = _trace(look, "there", {"n_copies": sighting.n_copies})
    return Change(row.id, Event.FOUND, values, expect=_seen(row), trace=trace)


def _absent(look: Look, sighting: Sighting, case: Circumstances) -> list[Change]:
    row = look.row
    is_partly = sighting.presence is Presence.PARTLY
    code = "partly_there" if is_partly else "absent"
    values: dict[str, Any] = {
        "n_absent": row.n_absent + 1,
        "checkpoints": {**row.checkpoints, **sighting.checkpoints},
    }
    if row.n_absent + 1 < case.terms.n_absent:
        at = case.next_look_at
        trace = _trace(look, code, {}, at, "look_again")
        return [_again(look, {**values, "next_try_at": at}, trace)]
    if is_partly and not case.may_repeat:
        return [_asked(look, code, values)]
    return _surely_absent(look, code, values, case)


def _surely_absent(
    look: Look, code: str, values: dict[str, Any], case: Circumstances
) -> list[Change]:
    """Sent again, or given up where tries or time are used up. Parts keep the doubt alive."""
    row = look.row
    values["next_try_at"] = case.now
    values["first_sent_at"] = row.first_sent_at if code == "partly_there" else None
    trace = _trace(look, code, {}, case.now)
    back = Change(row.id, Event.ABSENT, values, expect=_seen(row), trace=trace)
    if case.may_repeat:
        return [back]
    return [back, Change(row.id, Event.GIVE_UP, {"next_try_at": None})]


def _no_answer(look: Look, error: ConnectorError, case: Circumstances) -> Change:
    """Wait longer the longer we look in vain, then ask a person."""
    waited = case.now - (look.row.intent_at or case.now)
    if waited > case.terms.look_for:
        return _asked(look, "looked_in_vain", {})
    at = case.now + min(max(waited / 2, case.terms.look_shortest), case.terms.look_longest)
    if isinstance(error, RateLimited):
        at = max(at, error.retry_at)
    trace = _trace(look, error.code, error.params, at, "no_answer")
    return _again(look, {"next_try_at": at}, trace)


def _again(look: Look, values: Values, trace: Whole) -> Change:
    within = State.UNKNOWN.value
    return Change(look.row.id, None, values, expect=_seen(look.row), trace=trace, within=within)


def _asked(look: Look, code: str, values: Values) -> Change:
    row = look.row
    told = {**values, "next_try_at": None, "reason": code, "reason_params": {}}
    trace = _trace(look, code, {})
    return Change(row.id, Event.CANNOT_TELL, told, expect=_seen(row), trace=trace)


def _trace(
    look: Look,
    cause: str,
    params: Values,
    at: datetime | None = None,
    outcome: str = "",
) -> Whole:
    return Whole(
        Attempt.Kind.LOOK.value,
        look.row.n_attempts,
        look.started_at,
        cause=cause,
        params=params,
        next_try_at=at,
        outcome=outcome,
    )


def _seen(row: Row) -> Values:
    """A look is judged on the row it was made for, not on what became of it meanwhile."""
    return {"fence": row.fence, "n_absent": row.n_absent}
