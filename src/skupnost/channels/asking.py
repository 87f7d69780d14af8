"""Asking a network from a page: one bounded conversation, and six errors made one."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from skupnost.channels.models import Channel
from skupnost.channels.opening import open_channel, the_world, transport_for
from skupnost.channels.vault import KeyLost
from skupnost.kit.clock import SystemClock
from skupnost.kit.errors import ConnectorError, NeedsReconnect, Refused, Unsupported
from skupnost.kit.http.messages import Request
from skupnost.kit.ports import Authorizes, Identifies, TellsLimits
from skupnost.kit.values import Account, AuthorizationStart, LiveLimits

SECONDS = 30.0
Found = TypeVar("Found")


class NotConnected(Exception):
    """The network was asked and there is no connection; `code` and `params` make its sentence
    (`channels.sentences`). `needs_person` where new credentials are the remedy."""

    def __init__(
        self, code: str, params: Mapping[str, str | int] = {}, *, needs_person: bool = False
    ) -> None:
        super().__init__(code)
        self.code = code
        self.params = dict(params)
        self.needs_person = needs_person


@dataclass(frozen=True, slots=True)
class Meeting:
    """Who answered, and the limits the server told (None where it tells none)."""

    account: Account
    limits: LiveLimits | None


def meet(channel: Channel) -> Meeting:
    """Ask whose credentials these are and what the server allows; raises NotConnected."""
    return ask(channel, _meet)


def begin_authorization(channel: Channel, *, redirect_uri: str, state: str) -> AuthorizationStart:
    """Where to send the person; raises NotConnected."""

    async def begin(opened: object) -> AuthorizationStart:
        return await _authorizes(opened).authorization(redirect_uri=redirect_uri, state=state)

    return ask(channel, begin)


def finish_authorization(
    channel: Channel, *, code: str, redirect_uri: str, keep: Mapping[str, str]
) -> Mapping[str, str]:
    """The credentials that the network gives for the code; raises NotConnected."""

    async def finish(opened: object) -> Mapping[str, str]:
        authorizes = _authorizes(opened)
        return await authorizes.credentials(code=code, redirect_uri=redirect_uri, keep=keep)

    return ask(channel, finish)


async def _meet(opened: object) -> Meeting:
    if not isinstance(opened, Identifies):
        raise Unsupported("not_by_api")
    account = await opened.identify()
    limits = await _limits(opened) if isinstance(opened, TellsLimits) else None
    return Meeting(account, limits)


async def _limits(opened: TellsLimits) -> LiveLimits | None:
    """A server that does not tell its limits is no reason not to connect."""
    try:
        return await opened.limits()
    except ConnectorError:
        return None


async def tell_limits(opened: object) -> LiveLimits:
    """The limits of the server; raises the six errors as they come."""
    if not isinstance(opened, TellsLimits):
        raise Unsupported("no_limits")
    return await opened.limits()


def fetch(request: Request) -> Mapping[str, Any]:
    """The JSON object that a server answers to anybody; raises NotConnected."""
    return _within_seconds(_fetched(request))


async def _fetched(request: Request) -> Mapping[str, Any]:
    async with the_world() as network:
        answer = await network.send(request)
    if not answer.is_success:
        raise Refused("not_the_api", {"status": answer.status})
    return answer.document()


def _authorizes(opened: object) -> Authorizes:
    if not isinstance(opened, Authorizes):
        raise Unsupported("no_authorization")
    return opened


def ask(channel: Channel, question: Callable[[object], Awaitable[Found]]) -> Found:
    """The answer of a channel's network to one question; raises NotConnected."""
    return _within_seconds(_converse(channel, question))


def _within_seconds(talk: Coroutine[Any, Any, Found]) -> Found:
    try:
        return asyncio.run(asyncio.wait_for(talk, SECONDS))
    except TimeoutError:
        raise NotConnected("timed_out") from None
    except KeyLost as error:
        raise NotConnected("credentials_unreadable", needs_person=True) from error
    except ConnectorError as error:
        is_personal = isinstance(error, NeedsReconnect)
        raise NotConnected(error.code, error.params, needs_person=is_personal) from error


async def _converse(channel: Channel, question: Callable[[object], Awaitable[Found]]) -> Found:
    clock = SystemClock()
    async with the_world() as network:
        dice = random.SystemRandom()
        transport = transport_for(channel, network=network, clock=clock, dice=dice)
        return await question(open_channel(channel, transport=transport, clock=clock))
