"""What a person, or the room of posts, may do to a delivery. Each is one transaction, guarded by
the delivery's state: who comes too late is told so by TooLate and has changed nothing."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from skupnost.channels.models import Channel
from skupnost.domain.delivery import CLAIMABLE, Event, State
from skupnost.domain.identity import uuid7
from skupnost.domain.pacing import is_too_late
from skupnost.domain.payload import Payload
from skupnost.kit.registry import connector
from skupnost.publishing.attempts import Trace, Whole
from skupnost.publishing.ledger import Change, FencedLedger, record_one
from skupnost.publishing.models import Attempt, Delivery
from skupnost.publishing.removing import NotRemoved, changes, open_until, remove_live

__all__ = [
    "NotApproved",
    "NotRemoved",
    "TooLate",
    "cancel",
    "changes",
    "drop",
    "edit",
    "hand_over",
    "hold_channel",
    "mend",
    "move",
    "open_until",
    "paste_address",
    "publish_now",
    "remove_live",
    "resume_channel",
    "reword",
    "say_there",
    "send_again",
]


class NotApproved(Exception):
    """This is not the text that was approved; nothing was handed over."""


class TooLate(Exception):
    """The delivery has moved on: `delivery` shows where it stands now."""

    def __init__(self, delivery: Delivery) -> None:
        super().__init__(f"The delivery is {delivery.state}.")
        self.delivery = delivery


def hand_over(
    *,
    channel: Channel,
    payload: Payload,
    approved_hash: str,
    due_at: datetime,
    now: datetime,
    title: str = "",
) -> Delivery:
    """A scheduled delivery of the frozen payload; NotApproved where its digest is another."""
    ensure_approved(payload, approved_hash)
    name = uuid7(now=now, entropy=secrets.token_bytes(10))
    return Delivery.objects.create(
        id=name,
        channel=channel,
        state=State.SCHEDULED,
        due_at=due_at,
        next_try_at=due_at,
        window_minutes=channel.client.missed_window_minutes,
        payload=payload.to_json(),
        payload_hash=payload.digest(),
        client_id=_client_id(channel, str(name), payload.title or title, now),
        created_at=now,
    )


def ensure_approved(payload: Payload, approved_hash: str) -> None:
    if payload.digest() != approved_hash:
        raise NotApproved


def edit(*, delivery: Delivery, payload: Payload, approved_hash: str, now: datetime) -> Delivery:
    """Other content for what is still scheduled. What was never sent may get another name on the
    network too, as blogs make it from the title."""
    ensure_approved(payload, approved_hash)
    return _change(delivery, Event.EDIT, now, _frozen(delivery, payload, now))


def reword(*, delivery: Delivery, payload: Payload, approved_hash: str, now: datetime) -> Delivery:
    """Other content for what a person is to post by hand."""
    ensure_approved(payload, approved_hash)
    return _change(delivery, Event.REWORD, now, _frozen(delivery, payload, now))


def move(*, delivery: Delivery, due_at: datetime, now: datetime) -> Delivery:
    return _change(delivery, Event.EDIT, now, _due(due_at))


def publish_now(*, delivery: Delivery, now: datetime) -> Delivery:
    return move(delivery=delivery, due_at=now, now=now)


def cancel(*, delivery: Delivery, now: datetime) -> Delivery:
    """Never to be sent. Loses against a worker that already holds the delivery."""
    return _change(delivery, Event.CANCEL, now, {"next_try_at": None})


def mend(
    *,
    delivery: Delivery,
    due_at: datetime,
    now: datetime,
    payload: Payload | None = None,
    approved_hash: str | None = None,
) -> Delivery:
    """A refused, missed, held or not yet posted delivery is scheduled again, with other content if
    given. What an earlier attempt left on the network (parts of a thread) is kept, not sent twice.
    """
    values = {**_due(due_at), "n_attempts": 0, "n_absent": 0, "reason": "", "reason_params": {}}
    if payload is not None:
        ensure_approved(payload, approved_hash or "")
        values.update(_frozen(delivery, payload, now))
    return _change(delivery, Event.MEND, now, values, _person(delivery, now))


def say_there(*, delivery: Delivery, address: str, now: datetime) -> Delivery:
    """A person saw it on the network, at this address."""
    return _published_by_hand(delivery, Event.SAY_THERE, address, now)


def paste_address(*, delivery: Delivery, address: str, now: datetime) -> Delivery:
    """A person posted it where no API lets us, and gives the address."""
    return _published_by_hand(delivery, Event.PASTE_ADDRESS, address, now)


def send_again(*, delivery: Delivery, now: datetime) -> Delivery:
    """A person decides that it is not there. It goes out under the same key as before, so that a
    network which remembers the first try answers with that one."""
    values = {
        "due_at": now,
        "next_try_at": now,
        "n_attempts": 0,
        "n_absent": 0,
        "reason": "",
        "reason_params": {},
    }
    return _change(delivery, Event.SEND_AGAIN, now, values, _person(delivery, now))


def drop(*, delivery: Delivery, now: datetime) -> Delivery:
    """A person lets it rest: whatever happened, nothing more is sent."""
    return _change(delivery, Event.DROP, now, {"next_try_at": None}, _person(delivery, now))


def hold_channel(*, channel: Channel, reason: str, now: datetime) -> int:
    """Hold all that waits on this channel; how many. `reason` is a code of
    `publishing.sentences`. What a worker holds this second still ends its own way."""
    waiting = Delivery.objects.filter(channel=channel, state__in=CLAIMABLE)
    changes = [
        Change(pk, Event.HOLD, {"next_try_at": None, "reason": reason, "reason_params": {}})
        for pk in waiting.values_list("pk", flat=True)
    ]
    return len(FencedLedger().record(changes, now=now))


@transaction.atomic
def resume_channel(*, channel: Channel, now: datetime) -> tuple[int, int]:
    """Schedule what was held and is still inside its window, call the rest missed: (n, n)."""
    held = Delivery.objects.filter(channel=channel, state=State.HELD)
    rows = list(held.values_list("pk", "due_at", "window_minutes"))
    late = {pk for pk, due_at, window in rows if _is_late(due_at, window, now)}
    changes = [_missed(pk) if pk in late else _resumed(pk, due_at) for pk, due_at, _ in rows]
    done = FencedLedger().record(changes, now=now)
    return len(done - late), len(done & late)


def _is_late(due_at: datetime, window_minutes: int, now: datetime) -> bool:
    return is_too_late(due_at=due_at, window_minutes=window_minutes, now=now)


def _missed(pk: Any) -> Change:
    return Change(pk, Event.MISS, {"next_try_at": None, "reason": "held_too_long"})


def _resumed(pk: Any, due_at: datetime) -> Change:
    values = {"next_try_at": due_at, "reason": "", "reason_params": {}}
    return Change(pk, Event.RESUME, values)


def _change(
    delivery: Delivery,
    event: Event,
    now: datetime,
    values: Mapping[str, Any],
    trace: Trace | None = None,
) -> Delivery:
    """Write the event or raise TooLate; either way `delivery` shows the stored row afterwards."""
    grown = {**values, "version": delivery.version + 1}
    done = record_one(Change(delivery.pk, event, grown, trace=trace), now=now)
    delivery.refresh_from_db()
    if not done:
        raise TooLate(delivery)
    return delivery


def _published_by_hand(delivery: Delivery, event: Event, address: str, now: datetime) -> Delivery:
    values = {
        "remote_url": address,
        "published_at": delivery.first_sent_at or now,
        "next_try_at": None,
        "reason": "",
        "reason_params": {},
    }
    return _change(delivery, event, now, values, _person(delivery, now))


def _person(delivery: Delivery, now: datetime) -> Whole:
    return Whole(Attempt.Kind.PERSON.value, delivery.n_attempts, started_at=now)


def _due(due_at: datetime) -> dict[str, Any]:
    return {"due_at": due_at, "next_try_at": due_at}


def _frozen(delivery: Delivery, payload: Payload, now: datetime) -> dict[str, Any]:
    values: dict[str, Any] = {"payload": payload.to_json(), "payload_hash": payload.digest()}
    if delivery.first_sent_at is None and payload.title:
        values["client_id"] = _client_id(delivery.channel, str(delivery.pk), payload.title, now)
    return values


def _client_id(channel: Channel, delivery_id: str, title: str, now: datetime) -> str:
    """The name by which the network will know the delivery; its own id where it takes none."""
    choose = connector(channel.network).client_id
    if choose is None:
        return delivery_id
    microseconds = int(now.timestamp() * 1_000_000)
    return choose(delivery_id=delivery_id, title=title, now_microseconds=microseconds)
