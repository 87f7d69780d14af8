"""Claiming: which due deliveries a lane takes now, and what becomes of those it cannot take."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from skupnost.domain.delivery import Event
from skupnost.domain.pacing import Bucket, Rate, is_too_late
from skupnost.publishing.lanes import holding, peeking
from skupnost.publishing.lanes.desk import Desk
from skupnost.publishing.lanes.holding import Pace
from skupnost.publishing.lanes.rows import WAITING, Row, rows_where
from skupnost.publishing.lanes.tools import Tools
from skupnost.publishing.ledger import Change


@dataclass(frozen=True, slots=True)
class Catch:
    """What one claim brought; `next_at` is when the next delivery of the channel comes due, None
    where none waits."""

    rows: tuple[Row, ...] = ()
    next_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Claim:
    """One claim: for which channel, by whom, until when, at what moment."""

    here: Desk
    owner: str
    until: datetime
    now: datetime
    tools: Tools

    def record(self, changes: Iterable[Change]) -> frozenset[UUID]:
        """The deliveries that changed."""
        return self.tools.ledger.record(list(changes), now=self.now)


def claim(this: Claim, pace: Pace) -> Catch:
    """Claim up to a batch of due deliveries; fence and lease are written with the caller's
    transaction."""
    channel_id, now = this.here.channel.pk, this.now
    if pace.wait_until is not None and pace.wait_until > now:
        return Catch(next_at=pace.wait_until if peeking.next_at(channel_id) else None)
    rows = _due(channel_id, this.tools.terms.batch, now)
    late = [row for row in rows if _is_late(row, now)]
    this.record(_too_late(row, now) for row in late)
    taken = _take(this, [row for row in rows if row not in late], pace)
    return Catch(taken, peeking.next_at(channel_id))


_WAITING = f"channel_id = %s AND {WAITING}"


def _due(channel_id: int, limit: int, now: datetime) -> list[Row]:
    return rows_where(f"{_WAITING} AND next_try_at <= %s", [channel_id, now], limit=limit)


def _is_late(row: Row, now: datetime) -> bool:
    return is_too_late(due_at=row.due_at, window_minutes=row.window_minutes, now=now)


def _too_late(row: Row, now: datetime) -> Change:
    """Missed if it was never tried, given up if it was; what may be live is looked for first."""
    if row.is_doubtful:
        return Change(row.id, Event.DOUBT, {"next_try_at": now, "n_absent": 0})
    if row.n_attempts:
        return Change(row.id, Event.GIVE_UP, {"next_try_at": None})
    return Change(row.id, Event.MISS, {"next_try_at": None, "reason": row.reason or "too_late"})


def _take(claim: Claim, rows: Sequence[Row], pace: Pace) -> tuple[Row, ...]:
    here, now = claim.here, claim.now
    if here.why_held:
        claim.record([_held(row, here.why_held) for row in rows])
        return ()
    if here.is_by_hand:
        claim.record([Change(row.id, Event.ASK_PERSON, {"next_try_at": None}) for row in rows])
        return ()
    claimed = _claimed(claim, rows)
    if here.rate is None:
        return claimed
    bucket = Bucket(pace.tokens, pace.filled_at).filled(here.rate, now)
    n_free = max(0, min(len(claimed), int(bucket.tokens)))
    left = bucket.without(n_free)
    claim.record(_postponed(claim, claimed[n_free:], left, here.rate))
    holding.spend(here.channel.pk, tokens=left.tokens, filled_at=left.filled_at)
    return claimed[:n_free]


def _claimed(claim: Claim, rows: Iterable[Row]) -> tuple[Row, ...]:
    lease = {"owner": claim.owner, "lease_until": claim.until}
    mine = [row._replace(fence=row.fence + 1) for row in rows]
    done = claim.record(
        Change(
            row.id,
            Event.CLAIM,
            {**lease, "fence": row.fence},
            expect={"fence": row.fence - 1},
        )
        for row in mine
    )
    return tuple(row for row in mine if row.id in done)


def _postponed(claim: Claim, rows: Sequence[Row], left: Bucket, rate: Rate) -> list[Change]:
    """No token left: each waits for its own; no attempt is counted."""
    free = {"owner": "", "lease_until": None, "reason": "rate_bucket_empty"}
    return [
        Change(
            row.id,
            Event.POSTPONE,
            {**free, "next_try_at": left.free_at(rate, position, claim.now)},
            fence=row.fence,
        )
        for position, row in enumerate(rows)
    ]


def _held(row: Row, why: str) -> Change:
    return Change(row.id, Event.HOLD, {"next_try_at": None, "reason": why, "reason_params": {}})
