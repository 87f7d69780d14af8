"""What a lane knows of its channel: the network's connector, kind, facts and guarantees."""

from __future__ import annotations

from dataclasses import dataclass

from skupnost.channels.models import Channel, Health
from skupnost.clients.models import Client
from skupnost.domain.facts import Facts
from skupnost.domain.pacing import Rate, rate_of
from skupnost.domain.reconciliation import Guarantee
from skupnost.kit.connector import Connector
from skupnost.kit.manifest import AccountKind
from skupnost.kit.registry import UnknownNetwork
from skupnost.publishing import sql
from skupnost.publishing.lanes.tools import Tools

_WHY_HELD = {
    Health.PAUSED.value: "channel_paused",
    Health.NEEDS_RECONNECT.value: "needs_reconnect",
    Health.DISCONNECTED.value: "channel_disconnected",
}


@dataclass(frozen=True, slots=True)
class Desk:
    """One channel as its lane serves it. `connector` is None where its network is not installed."""

    channel: Channel
    connector: Connector | None
    kind: AccountKind | None
    facts: Facts

    @property
    def why_held(self) -> str:
        """The code of what keeps the channel from publishing; empty where nothing does."""
        if self.channel.client.is_paused:
            return "client_paused"
        if self.kind is None:
            return "network_missing"
        return _WHY_HELD.get(self.channel.health, "")

    @property
    def is_by_hand(self) -> bool:
        return self.kind is not None and self.kind.publish != "api"

    @property
    def rate(self) -> Rate | None:
        if self.kind is None or not self.kind.machine.bucket:
            return None
        return rate_of(self.facts.get(self.kind.machine.bucket))

    @property
    def guarantee(self) -> Guarantee:
        if self.kind is None:
            return Guarantee("none", can_find=False, key_seconds=0, visible_after_seconds=0)
        machine = self.kind.machine
        return Guarantee(
            handle=machine.idempotency,
            can_find="finds" in machine.ports,
            key_seconds=machine.key_seconds,
            visible_after_seconds=machine.visible_after_seconds,
        )


def load(channel_id: int, tools: Tools) -> Desk:
    """The desk as it stands in the database now."""
    channel = sql.instance(Channel, channel_id)
    channel.client = sql.instance(Client, channel.client_id)
    try:
        known = tools.connector_of(channel.network)
        kind = known.manifest.kinds[channel.account_kind]
    except (UnknownNetwork, KeyError):
        return Desk(channel, None, None, {})
    return Desk(channel, known, kind, tools.facts_of(channel))
