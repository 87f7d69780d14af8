"""The real transport: aiohttp, one session per event loop, every outcome told apart.

What happened before the first byte of a request left is Unreachable; what happened after it is
OutcomeUnknown. The border is the moment when the request gets its connection, just before anything
is written, so that doubt falls on the careful side (aiohttp's tracing would tell the same and cost
a quarter of the speed). aiohttp sends a request a second time by
itself where a kept-alive connection turns out to be dead, but only for methods that HTTP calls
idempotent (never POST or PATCH): GET is harmless, PUT and DELETE say the same thing twice.
"""

from __future__ import annotations

import asyncio
from functools import lru_cache
from types import TracebackType
from typing import Self
from weakref import WeakKeyDictionary

import aiohttp
from aiohttp.abc import AbstractResolver
from aiohttp.client import ClientTimeout
from yarl import URL

from skupnost.kit.errors import ConnectorError, OutcomeUnknown, Refused, Unreachable
from skupnost.kit.http.addresses import BadAddress, check_url
from skupnost.kit.http.bodies import body_of
from skupnost.kit.http.connections import Connections, Journey, Terms, journey
from skupnost.kit.http.messages import Answer, Request

_CLOSED = ("Cannot write to closing transport",)


class AiohttpTransport:
    """Sends requests as `kit.http.Transport` promises. Keep one for the whole process and close it
    on each event loop that used it, or use it as an async context manager.

    `allow_private` lets it talk to this machine and its network; `resolver` replaces the system's.
    Idle connections are dropped after four seconds, before most servers do it: a POST that meets
    a closed connection has an unknown outcome.
    """

    def __init__(
        self,
        *,
        allow_private: bool = False,
        connect_seconds: float = 5.0,
        idle_seconds: float = 4.0,
        max_connections: int = 200,
        max_per_host: int = 100,
        resolver: AbstractResolver | None = None,
    ) -> None:
        self._allow_private = allow_private
        self._connect_seconds = connect_seconds
        self._terms = Terms(allow_private, idle_seconds, max_connections, max_per_host, resolver)
        self._connections: WeakKeyDictionary[asyncio.AbstractEventLoop, Connections] = (
            WeakKeyDictionary()
        )

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.close()

    async def close(self) -> None:
        """Close the connections of the running event loop."""
        connections = self._connections.pop(asyncio.get_running_loop(), None)
        if connections is not None:
            await connections.close()

    async def send(self, request: Request) -> Answer:
        url = self._allowed(request)
        here = Journey()
        token = journey.set(here)
        try:
            return await self._exchange(request, url, here)
        except (aiohttp.ClientError, OSError) as error:
            if not _met_a_closed_connection(error):
                raise _classified(error, request, here, url) from error
        finally:
            journey.reset(token)
        return await self.send(request)  # nothing left: once more, over a new connection

    def _allowed(self, request: Request) -> URL:
        try:
            check_url(request.url, allow_private=self._allow_private)
            return URL(request.url)
        except BadAddress as error:
            raise Unreachable("address_refused", error.params) from error
        except ValueError as error:
            raise Unreachable("address_refused") from error

    async def _exchange(self, request: Request, url: URL, here: Journey) -> Answer:
        connections, origin = self._of(asyncio.get_running_loop()), str(url.origin())
        session = await connections.session_for(origin)
        body, headers = body_of(request)
        try:
            async with session.request(
                request.method,
                url,
                data=body,
                headers=headers,
                params=request.query or None,
                allow_redirects=False,
                timeout=_timeout(request.timeout_seconds, self._connect_seconds),
            ) as response:
                content = await _content(response, request)
                connections.answered(origin, here)
                names = {name.lower(): value for name, value in response.headers.items()}
                return Answer(response.status, names, content, reads=request.reads)
        except aiohttp.ClientConnectionError:
            connections.distrust(origin)
            raise
        except ValueError as error:  # a header that could split the request, refused by aiohttp
            raise Refused("request_malformed") from error

    def _of(self, loop: asyncio.AbstractEventLoop) -> Connections:
        found = self._connections.get(loop)
        if found is None or found.is_closed:
            found = self._connections[loop] = Connections(self._terms)
        return found


def _met_a_closed_connection(error: Exception) -> bool:
    """Whether the kept connection was known to be closed when a piece of the request should have
    left: then the request is not whole on the other side, whatever left before.

    The words tell this error of aiohttp 3.14 apart from its twin "Connection lost", which may come
    after the last piece. Other words would fall on the careful side.
    """
    return any(
        isinstance(found, aiohttp.ClientConnectionResetError) and found.args == _CLOSED
        for found in (error, error.__cause__)
    )


@lru_cache(maxsize=256)
def _timeout(whole_seconds: float, connect_seconds: float) -> ClientTimeout:
    return ClientTimeout(total=whole_seconds, sock_connect=min(connect_seconds, whole_seconds))


async def _content(response: aiohttp.ClientResponse, request: Request) -> bytes:
    """The decompressed body, read no further than the request allows."""
    pieces: list[bytes] = []
    left = request.max_answer_bytes
    async for piece in response.content.iter_any():
        left -= len(piece)
        if left < 0:
            response.close()
            raise _too_large(request)
        pieces.append(piece)
    return b"".join(pieces)


def _too_large(request: Request) -> ConnectorError:
    params = {"max_bytes": request.max_answer_bytes}
    if request.reads:
        return Refused("answer_too_large", params)
    return OutcomeUnknown("answer_too_large", params)


def _classified(
    error: Exception, request: Request, here: Journey, url: URL
) -> Unreachable | OutcomeUnknown:
    surely_nothing = request.reads or not here.has_left
    kind = Unreachable if surely_nothing else OutcomeUnknown
    return kind(_cause(error, here), {"host": url.host or ""})


_CAUSES: tuple[tuple[type[Exception], str], ...] = (
    (aiohttp.ClientConnectorDNSError, "name_not_found"),
    (aiohttp.ClientSSLError, "tls_failed"),
    (aiohttp.ServerFingerprintMismatch, "tls_failed"),
    (aiohttp.ConnectionTimeoutError, "connection_timed_out"),
    (TimeoutError, "timed_out"),
    (aiohttp.ClientConnectorError, "connection_failed"),
    (aiohttp.InvalidURL, "address_refused"),
    (aiohttp.ClientPayloadError, "answer_broken"),
    (aiohttp.ClientResponseError, "answer_broken"),
)


def _cause(error: Exception, here: Journey) -> str:
    for kind, code in _CAUSES:
        if isinstance(error, kind):
            return code
    return "connection_lost" if here.has_left else "connection_failed"
