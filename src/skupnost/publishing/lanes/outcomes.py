"""What follows from an answer, from an error, or from silence: the six errors as changes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from skupnost.domain.delivery import Event
from skupnost.domain.pacing import GRACE
from skupnost.kit.errors import (
    ConnectorError,
    NeedsReconnect,
    OutcomeUnknown,
    RateLimited,
    Refused,
    Unreachable,
)
from skupnost.kit.values import Receipt
from skupnost.publishing.attempts import Closed
from skupnost.publishing.lanes.rows import Row
from skupnost.publishing.lanes.sending import Sent
from skupnost.publishing.lanes.tools import Terms
from skupnost.publishing.ledger import Change

FREE: Mapping[str, Any] = {"owner": "", "lease_until": None}


@dataclass(frozen=True, slots=True)
class Moment:
    """When an answer is judged: the time, a random number in [0, 1), the terms, and how late a
    post may appear on this network."""

    now: datetime
    chance: float
    terms: Terms
    visible_after: timedelta


Judge = Callable[[Sent, Moment], list[Change]]


def judge(sent: Sent, moment: Moment) -> list[Change]:
    """The changes that an outcome asks for, in their order; none where the row is not ours.

    Where an earlier attempt may be live, a refusal of this one proves nothing: look first.
    """
    row, result = sent.row, sent.result
    if result is None:
        return []
    if isinstance(result, Receipt):
        return [_accepted(row, result, moment)]
    if isinstance(result, RateLimited):
        return _not_sent(row, result, moment, max(result.retry_at, moment.now))
    if isinstance(result, Unreachable):
        return _not_sent(row, result, moment, _next_try(row, result, moment))
    if row.is_doubtful or isinstance(result, OutcomeUnknown):
        return [_lost_sight(row, _code(result), _params(result), moment)]
    if isinstance(result, NeedsReconnect):
        return [_ended(row, Event.HOLD, result)]
    if isinstance(result, Refused | ConnectorError):
        return [_ended(row, Event.REFUSE, result)]
    return [_lost_sight(row, "fault_in_connector", {}, moment)]


def window_end(row: Row) -> datetime:
    return row.due_at + max(timedelta(minutes=row.window_minutes), GRACE)


def _accepted(row: Row, receipt: Receipt, moment: Moment) -> Change:
    values: dict[str, Any] = {
        **FREE,
        "remote_id": receipt.remote_id,
        "remote_url": receipt.remote_url,
        "published_at": receipt.published_at or moment.now,
        "reason": "",
        "reason_params": {},
    }
    return Change(row.id, Event.ACCEPT, values, fence=row.fence, trace=Closed())


def _not_sent(row: Row, error: ConnectorError, moment: Moment, at: datetime) -> list[Change]:
    """Surely not executed. An attempt that had no time or was told to wait is not counted."""
    is_counted = not _was_no_try(error)
    why = {"reason": error.code, "reason_params": error.params}
    values: dict[str, Any] = {
        **FREE,
        **why,
        "next_try_at": at,
        "n_attempts": row.n_attempts - (0 if is_counted else 1),
        "first_sent_at": row.first_sent_at,
    }
    over = (is_counted and row.n_attempts >= moment.terms.backoff.max_tries) or at > window_end(row)
    trace = Closed(error.code, error.params, None if over else at)
    back = Change(row.id, Event.NOT_SENT, values, fence=row.fence, trace=trace)
    return [back, _given_up(row, moment)] if over else [back]


def _given_up(row: Row, moment: Moment) -> Change:
    if row.is_doubtful:
        return Change(row.id, Event.DOUBT, {"next_try_at": moment.now}, fence=row.fence)
    return Change(row.id, Event.GIVE_UP, {"next_try_at": None}, fence=row.fence)


def _was_no_try(error: ConnectorError) -> bool:
    return isinstance(error, RateLimited) or error.code == "no_time_left"


def _next_try(row: Row, error: ConnectorError, moment: Moment) -> datetime:
    if error.code == "no_time_left":
        return moment.now
    return moment.now + moment.terms.backoff.wait(row.n_attempts, moment.chance)


def _lost_sight(row: Row, code: str, params: Mapping[str, Any], moment: Moment) -> Change:
    at = moment.now + max(moment.visible_after, moment.terms.look_shortest)
    values: dict[str, Any] = {
        **FREE,
        "reason": code,
        "reason_params": dict(params),
        "next_try_at": at,
        "n_absent": 0,
    }
    trace = Closed(code, params, at)
    return Change(row.id, Event.LOSE_SIGHT, values, fence=row.fence, trace=trace)


def _ended(row: Row, event: Event, error: ConnectorError) -> Change:
    values: dict[str, Any] = {
        **FREE,
        "reason": error.code,
        "reason_params": error.params,
        "next_try_at": None,
        "first_sent_at": None,
    }
    trace = Closed(error.code, error.params)
    return Change(row.id, event, values, fence=row.fence, trace=trace)


def _code(result: object) -> str:
    return result.code if isinstance(result, ConnectorError) else "fault_in_connector"


def _params(result: object) -> Mapping[str, Any]:
    return result.params if isinstance(result, ConnectorError) else {}
