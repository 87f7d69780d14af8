"""The last check and the intent: committed before the first byte leaves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from skupnost.domain.delivery import Event
from skupnost.publishing.attempts import Opened
from skupnost.publishing.lanes.desk import Desk
from skupnost.publishing.lanes.rows import Row
from skupnost.publishing.lanes.tools import Check, Finding, Tools
from skupnost.publishing.ledger import Change

Broken = Mapping[UUID, Finding]


def refusals(here: Desk, rows: Sequence[Row], check: Check) -> Broken:
    """The rows that break a rule of the network as it stands now, with the first broken rule."""
    found = {row.id: _blocking(here, row, check) for row in rows}
    return {name: finding for name, finding in found.items() if finding is not None}


def intend(rows: Sequence[Row], broken: Broken, tools: Tools) -> tuple[Row, ...]:
    """The rows that may be sent now; one transaction, one attempt row each. Refused ones end
    here; rows that somebody else got hold of meanwhile are left out."""
    now = tools.clock.now()
    changes = [
        _refused(row, broken[row.id]) if row.id in broken else _intended(row, now) for row in rows
    ]
    done = tools.ledger.record(changes, now=now)
    going = [row for row in rows if row.id in done and row.id not in broken]
    return tuple(row._replace(n_attempts=row.n_attempts + 1) for row in going)


def hold(rows: Sequence[Row], why: str, tools: Tools) -> None:
    """Hold claimed rows until a person has acted."""
    values: dict[str, Any] = {"reason": why, "reason_params": {}, "next_try_at": None}
    changes = [Change(row.id, Event.HOLD, values, fence=row.fence) for row in rows]
    tools.ledger.record(changes, now=tools.clock.now())


def _blocking(here: Desk, row: Row, check: Check) -> Finding | None:
    found = check(row.payload, here.facts)
    return next((finding for finding in found if finding.level == "error"), None)


def _refused(row: Row, finding: Finding) -> Change:
    params = {"code": finding.code, "where": finding.where, **dict(finding.params)}
    values = {"next_try_at": None, "reason": "preflight", "reason_params": params}
    return Change(row.id, Event.REFUSE, values, fence=row.fence)


def _intended(row: Row, now: datetime) -> Change:
    values: dict[str, Any] = {
        "intent_at": now,
        "n_attempts": row.n_attempts + 1,
        "n_absent": 0,
        "first_sent_at": row.first_sent_at or now,
        "next_try_at": None,
    }
    return Change(row.id, Event.INTEND, values, fence=row.fence, trace=Opened(row.n_attempts + 1))
