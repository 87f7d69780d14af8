"""When a rule changes: what is scheduled is checked again, and what no longer fits is named.

Facts change when a manifest is edited, a connector is upgraded, or a server tells other limits. A
fingerprint of them is kept for each channel; where it is another now, the channel's posts are
checked by the same preflight as ever. They stay scheduled: the check before sending still stops
what cannot be sent.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F, QuerySet

from skupnost.channels.models import Channel
from skupnost.clients.models import Client
from skupnost.domain.delivery import State
from skupnost.domain.facts import Facts
from skupnost.domain.payload import Payload
from skupnost.domain.preflight import Finding, Level, check
from skupnost.kit.registry import UnknownNetwork
from skupnost.networks.findings import sentence_of
from skupnost.networks.queries import UnknownKind, facts_for
from skupnost.publishing.models import Delivery, FactsSeen, Misfit

WAITING = (State.SCHEDULED, State.RETRY_WAIT, State.HELD)
AT_ONCE = 25


def fingerprint(facts: Facts) -> str:
    """Another one as soon as a value, its unit, its effect or the trust in it is another."""
    lines = [
        f"{key}\t{fact.value!r}\t{fact.unit}\t{fact.effect}\t{fact.confidence.may_block}"
        for key, fact in sorted(facts.items())
    ]
    return hashlib.sha256("\n".join(lines).encode("utf-8", "surrogatepass")).hexdigest()


def changed_channels() -> list[int]:
    """The channels with something scheduled whose facts are not those of the last check."""
    waiting = Delivery.objects.filter(state__in=WAITING).values("channel")
    channels = Channel.objects.filter(pk__in=waiting).only(*_NEEDED)
    seen = dict(FactsSeen.objects.values_list("channel_id", "fingerprint"))
    return [channel.pk for channel in channels if _now(channel) != seen.get(channel.pk)]


_NEEDED = ("network", "account_kind", "live_limits")


def check_some(channel_id: int, after: UUID | None, now: datetime) -> UUID | None:
    """Check some posts of a channel, those behind `after`; the last one, None at the end."""
    channel = Channel.objects.only(*_NEEDED).get(pk=channel_id)
    rows = Delivery.objects.filter(channel=channel, state__in=WAITING).order_by("id")
    if after is not None:
        rows = rows.filter(pk__gt=after)
    batch = list(rows.only("payload", "version")[:AT_ONCE])
    _keep(batch, _facts(channel), now)
    return batch[-1].pk if len(batch) == AT_ONCE else None


def note_seen(channel_id: int, mark: str, now: datetime) -> None:
    """Remember by which facts the channel's posts were checked."""
    values = {"fingerprint": mark, "seen_at": now}
    FactsSeen.objects.update_or_create(channel_id=channel_id, defaults=values)


def mark_of(channel_id: int) -> str:
    """The fingerprint of a channel's facts as they are now."""
    return _now(Channel.objects.only(*_NEEDED).get(pk=channel_id))


def recheck(now: datetime) -> int:
    """Check all that has to be; how many channels. The worker does the same in small steps."""
    channels = changed_channels()
    for channel_id in channels:
        mark, after = mark_of(channel_id), None
        while (after := check_some(channel_id, after, now)) is not None:
            pass
        note_seen(channel_id, mark, now)
    return len(channels)


@dataclass(frozen=True, slots=True)
class NoLongerFits:
    """A scheduled delivery and why it does not fit the rules any more, in sentences."""

    delivery: Delivery
    sentences: tuple[str, ...]


def misfits(clients: Iterable[Client]) -> QuerySet[Misfit]:
    """What no longer fits of these clients, the next due first. Changed since, it is left out: it
    was checked when it was changed."""
    rows = Misfit.objects.filter(
        delivery__channel__client__in=list(clients),
        delivery__state__in=WAITING,
        delivery__version=F("version"),
    )
    return rows.select_related("delivery__channel__client").order_by("delivery__due_at")


def no_longer_fits(clients: Iterable[Client], *, most: int) -> list[NoLongerFits]:
    """The first of them, in the reader's language."""
    return [NoLongerFits(row.delivery, words_of(row)) for row in misfits(clients)[:most]]


def words_of(row: Misfit) -> tuple[str, ...]:
    """What is wrong now, in sentences."""
    return tuple(words for found in row.findings if (words := sentence_of(found)))


@transaction.atomic
def _keep(batch: Sequence[Delivery], facts: Facts, now: datetime) -> None:
    for delivery in batch:
        errors = [_stored(found) for found in _errors(delivery, facts)]
        if not errors:
            Misfit.objects.filter(pk=delivery.pk).delete()
            continue
        values = {"version": delivery.version, "findings": errors, "found_at": now}
        Misfit.objects.update_or_create(delivery_id=delivery.pk, defaults=values)


def _errors(delivery: Delivery, facts: Facts) -> list[Finding]:
    found = check(Payload.from_json(delivery.payload), facts)
    return [finding for finding in found if finding.level == Level.ERROR]


def _stored(finding: Finding) -> dict[str, object]:
    return {"code": finding.code, "where": finding.where, **dict(finding.params)}


def _facts(channel: Channel) -> Facts:
    """The facts as they are now; none where the network is not installed any more."""
    try:
        return facts_for(channel.network, channel.account_kind, channel.live_limits or None)
    except (UnknownNetwork, UnknownKind):
        return {}


def _now(channel: Channel) -> str:
    return fingerprint(_facts(channel))
