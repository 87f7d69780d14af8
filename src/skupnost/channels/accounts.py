"""What is known of a channel's account, put before the rules."""

from __future__ import annotations

from datetime import datetime

from skupnost.channels.account_words import Told, told, told_of
from skupnost.channels.models import Channel, Health
from skupnost.channels.opening import is_practice
from skupnost.clients.models import Client
from skupnost.domain.accounts import AccountFinding, AccountState, account_findings
from skupnost.kit.manifest import AccountKind
from skupnost.kit.registry import UnknownNetwork
from skupnost.networks.queries import UnknownKind, account_kind


def findings_of(channel: Channel, now: datetime) -> tuple[AccountFinding, ...]:
    """Everything to see to on a channel, without asking its network; none where it is not known
    any more, or is only practised."""
    if not channel.is_connected or is_practice(channel.server):
        return ()
    try:
        kind = account_kind(channel.network, channel.account_kind)
    except (UnknownNetwork, UnknownKind):
        return ()
    return account_findings(_state(channel, kind), kind.facts, now)


def told_about(channel: Channel, now: datetime) -> tuple[Told, ...]:
    """The same in words."""
    return told_of(channel, findings_of(channel, now))


def told_before(client: Client, network: str, kind: AccountKind, now: datetime) -> tuple[Told, ...]:
    """What is to be said as soon as this kind is chosen for this client, before it is connected."""
    state = AccountState(
        network,
        kind.slug,
        is_company=not client.is_person,
        is_by_hand=kind.publish != "api",
        may_post="yes",
    )
    found = account_findings(state, kind.facts, now)
    return tuple(told(finding, network=network, kind=kind.slug) for finding in found)


def _state(channel: Channel, kind: AccountKind) -> AccountState:
    said = channel.told
    is_refused = channel.health == Health.NEEDS_RECONNECT
    return AccountState(
        network=channel.network,
        kind=channel.account_kind,
        is_company=not channel.client.is_person,
        is_by_hand=kind.publish != "api",
        told_kind=_told_kind(channel, kind),
        scopes=tuple(str(scope) for scope in said.get("scopes", ())),
        may_post=channel.may_post,
        refused=(channel.health_reason or "token_invalid") if is_refused else "",
        access_given_at=channel.access_given_at,
    )


def _told_kind(channel: Channel, kind: AccountKind) -> str:
    """The kind the network told, where it is one that the manifest knows."""
    found = str(channel.told.get("kind", ""))
    try:
        account_kind(channel.network, found)
    except UnknownKind:
        return ""
    return found
