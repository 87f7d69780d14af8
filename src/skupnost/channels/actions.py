"""Connecting, checking, pausing and disconnecting accounts."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from skupnost.channels import vault
from skupnost.channels.asking import Meeting, NotConnected, meet
from skupnost.channels.models import Channel, Health
from skupnost.channels.opening import is_practice
from skupnost.channels.queries import works
from skupnost.clients.models import Client
from skupnost.kit.http.addresses import BadAddress, check_server_address
from skupnost.kit.manifest import AccountKind
from skupnost.kit.registry import connector
from skupnost.kit.simulation import PRACTICE_PREFIX

CHECK_LIFE = timedelta(days=1)
CHECKS_AT_ONCE = 20

__all__ = [
    "NotConnected",
    "check_channel",
    "connect",
    "connect_assisted",
    "connect_practice",
    "disconnect",
    "draft_channel",
    "pause",
    "reconnect",
    "resume",
]


def connect(
    *,
    client: Client,
    network: str,
    account_kind: str,
    server: str,
    credentials: Mapping[str, str],
    now: datetime,
    may_double: bool = True,
) -> Channel:
    """The channel of the account behind the credentials, after the network said whose they are.

    An account that this client once disconnected gets its old channel back. With `may_double`
    false an account that is connected already, here or for another client, is NotConnected
    (`already_connected`). Raises NotConnected for whatever went wrong.
    """
    channel = draft_channel(
        client=client,
        network=network,
        account_kind=account_kind,
        server=server,
        credentials=credentials,
        now=now,
    )
    meeting = meet(channel)
    with transaction.atomic():
        twins = _same_account(channel, meeting)
        if not may_double:
            _refuse_double(twins)
        former = twins.filter(client=client, health=Health.DISCONNECTED).first()
        return _keep_with(credentials, former or channel, channel, meeting, now)


def draft_channel(
    *,
    client: Client,
    network: str,
    account_kind: str,
    server: str,
    credentials: Mapping[str, str],
    now: datetime,
) -> Channel:
    """A channel that is not stored: enough to speak with its network."""
    kind = connector(network).manifest.kinds[account_kind]
    return Channel(
        client=client,
        network=network,
        account_kind=account_kind,
        server=server_of(kind, server),
        credentials_sealed=vault.seal(credentials),
        created_at=now,
    )


def server_of(kind: AccountKind, typed: str) -> str:
    """The server's address as it is stored; raises NotConnected where it may not be asked.

    `@bakery@mastodon.example`, pasted instead of the server, is understood.
    """
    wanted = typed.strip() or kind.machine.default_server
    if not wanted and not kind.machine.needs_server:
        return ""
    if is_practice(wanted):
        return wanted
    if "://" not in wanted and "@" in wanted:
        wanted = wanted.rpartition("@")[2]
    try:
        return check_server_address(wanted, allow_private=settings.ALLOW_PRIVATE_HOSTS)
    except BadAddress as error:
        raise NotConnected(error.code, error.params) from error


def connect_practice(
    *, client: Client, now: datetime, network: str = "practice", account_kind: str = "account"
) -> Channel:
    """An account on the practice network, or on the simulator of another network: nothing to type,
    nothing leaves the machine."""
    fields = connector(network).manifest.kinds[account_kind].machine.credentials
    return connect(
        client=client,
        network=network,
        account_kind=account_kind,
        server=f"{PRACTICE_PREFIX}{client.slug}",
        credentials={
            field.name: secrets.token_urlsafe(16) if field.is_secret else client.slug
            for field in fields
        },
        now=now,
    )


def connect_assisted(
    *,
    client: Client,
    network: str,
    account_kind: str,
    handle: str,
    url: str,
    now: datetime,
    may_post: str = "",
) -> Channel:
    """A channel on which a person posts what we prepare: nothing is asked of the network."""
    return Channel.objects.create(
        client=client,
        network=network,
        account_kind=account_kind,
        handle=handle,
        display_name=handle,
        url=url,
        may_post=may_post,
        created_at=now,
    )


def say_may_post(*, channel: Channel, may_post: str) -> None:
    """What a person says of their role there: yes, no, or nothing."""
    channel.may_post = may_post
    channel.save(update_fields=["may_post"])


def check_channel(*, channel: Channel, now: datetime) -> None:
    """Ask the network anew who we are and what it allows. Raises NotConnected; where the remedy is
    new credentials the channel says so from then on. Where a person posts nothing is asked."""
    if works(channel) == "assisted":
        channel.checked_at = now
        channel.save(update_fields=["checked_at"])
        return
    try:
        meeting = meet(channel)
    except NotConnected as error:
        _note_failure(channel, error, now)
        raise
    _keep(channel, channel, meeting, now, keep_pause=True)
    channel.save(update_fields=_KEPT)


def reconnect(*, channel: Channel, credentials: Mapping[str, str], now: datetime) -> None:
    """New credentials for the same account; NotConnected (`other_account`) where they open
    another one, so that nothing goes out under the wrong name."""
    draft = draft_channel(
        client=channel.client,
        network=channel.network,
        account_kind=channel.account_kind,
        server=channel.server,
        credentials=credentials,
        now=now,
    )
    draft.practice_faults = channel.practice_faults
    meeting = meet(draft)
    is_other = channel.remote_account_id not in ("", meeting.account.remote_id)
    if is_other and not is_practice(channel.server):
        raise NotConnected("other_account", {"handle": meeting.account.handle})
    with transaction.atomic():
        _keep_with(credentials, channel, draft, meeting, now)


def change_by_hand(*, channel: Channel, handle: str, url: str, may_post: str) -> None:
    """Another name or address for an account on which a person posts; connected from now on."""
    channel.handle = channel.display_name = handle
    channel.url, channel.may_post = url, may_post
    channel.health, channel.health_reason, channel.disconnected_at = Health.OK, "", None
    channel.save(update_fields=_BY_HAND)


_BY_HAND = (
    *("handle", "display_name", "url", "may_post"),
    *("health", "health_reason", "disconnected_at"),
)


def disconnect(*, channel: Channel, now: datetime) -> None:
    """Forget the credentials; the channel and its history stay."""
    channel.credentials_sealed = b""
    channel.health = Health.DISCONNECTED
    channel.health_reason = ""
    channel.disconnected_at = now
    channel.save(update_fields=["credentials_sealed", "health", "health_reason", "disconnected_at"])


def pause(*, channel: Channel) -> None:
    """Nothing goes out here until it is resumed."""
    Channel.objects.filter(pk=channel.pk, health=Health.OK).update(health=Health.PAUSED)


def resume(*, channel: Channel) -> None:
    Channel.objects.filter(pk=channel.pk, health=Health.PAUSED).update(health=Health.OK)


def due_for_check(now: datetime) -> list[Channel]:
    """The channels that should publish by themselves and were not asked for a day, at most 20."""
    old = Channel.objects.filter(checked_at__lt=now - CHECK_LIFE, health=Health.OK)
    rows = old.order_by("checked_at", "pk")
    return [row for row in rows[: CHECKS_AT_ONCE * 5] if works(row) == "api"][:CHECKS_AT_ONCE]


def keep_check(*, channel_id: int, outcome: Meeting | NotConnected, now: datetime) -> None:
    """Store what came of a check that somebody else made; limits that a server tells no more count
    on as they were."""
    channel = Channel.objects.get(pk=channel_id)
    if isinstance(outcome, NotConnected):
        _note_failure(channel, outcome, now)
    elif channel.is_connected:
        _keep(channel, channel, outcome, now, keep_pause=True)
        channel.save(update_fields=_KEPT)


def set_faults(*, channel: Channel, faults: Mapping[str, float]) -> None:
    """How badly the practice network behaves towards this channel."""
    channel.practice_faults = dict(faults)
    channel.save(update_fields=["practice_faults"])


def _same_account(channel: Channel, meeting: Meeting) -> QuerySet[Channel]:
    return Channel.objects.filter(
        network=channel.network,
        server=channel.server,
        remote_account_id=meeting.account.remote_id,
    ).exclude(remote_account_id="")


def _refuse_double(twins: QuerySet[Channel]) -> None:
    twin = twins.exclude(health=Health.DISCONNECTED).select_related("client").first()
    if twin is not None:
        params: dict[str, str | int] = {
            "handle": twin.handle,
            "client_id": twin.client_id,
            "client": twin.client.name,
        }
        raise NotConnected("already_connected", params)


_KEPT = (
    "account_kind",
    "remote_account_id",
    "handle",
    "display_name",
    "url",
    "health",
    "health_reason",
    "checked_at",
    "disconnected_at",
    "live_limits",
    "limits_read_at",
    "told",
    "access_given_at",
)


def _keep_with(
    credentials: Mapping[str, str],
    target: Channel,
    draft: Channel,
    meeting: Meeting,
    now: datetime,
) -> Channel:
    """Store what the network said, with the credentials it was said for. They are sealed in the
    transaction that stores them: since the draft was sealed the key may have been replaced."""
    _keep(target, draft, meeting, now)
    target.credentials_sealed = vault.seal(credentials)
    target.save()
    return target


def _keep(
    target: Channel, draft: Channel, meeting: Meeting, now: datetime, *, keep_pause: bool = False
) -> None:
    """Write what the network said into the object; the fields of `_KEPT`."""
    account = meeting.account
    is_other = bytes(draft.credentials_sealed) != bytes(target.credentials_sealed)
    if is_other or target.access_given_at is None:
        target.access_given_at = now
    target.account_kind = draft.account_kind
    target.remote_account_id = account.remote_id
    target.told = {"kind": account.kind, "scopes": list(account.scopes)}
    target.handle = account.handle[:200]
    target.display_name = account.display_name[:200]
    target.url = account.url[:500]
    if not (keep_pause and target.health == Health.PAUSED):
        target.health = Health.OK
    target.health_reason = ""
    target.checked_at = now
    target.disconnected_at = None
    if meeting.limits is not None:
        target.live_limits = dict(meeting.limits.values)
        target.limits_read_at = now


def _note_failure(channel: Channel, error: NotConnected, now: datetime) -> None:
    channel.checked_at = now
    channel.health_reason = error.code[:80]
    if error.needs_person and channel.health == Health.OK:
        channel.health = Health.NEEDS_RECONNECT
    channel.save(update_fields=["checked_at", "health_reason", "health"])
