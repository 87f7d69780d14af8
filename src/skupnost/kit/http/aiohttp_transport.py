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
from contextvars import ContextVar
from dataclasses import dataclass
from functools import lru_cache
from types import TracebackType
from typing import Self
from weakref import WeakKeyDictionary

import aiohttp
from aiohttp.abc import AbstractResolver
from aiohttp.client import ClientTimeout
from aiohttp.connector import Connection
from aiohttp.tracing import Trace
from yarl import URL

from skupnost import __version__
from skupnost.kit.errors import ConnectorError, OutcomeUnknown, Refused, Unreachable
from skupnost.kit.http.addresses import BadAddress, check_url
from skupnost.kit.http.bodies import body_of
from skupnost.kit.http.messages import Answer, Request
from skupnost.kit.http.resolver import GuardedResolver

USER_AGENT = f"Skupnost/{__version__}"


@dataclass(slots=True)
class _Journey:
    """How far one request came."""

    has_left: bool = False


_journey: ContextVar[_Journey] = ContextVar("journey")


class _Connector(aiohttp.TCPConnector):
    """Notes when a request gets a connection: from here on its first byte may leave."""

    async def connect(
        self, req: aiohttp.ClientRequest, traces: list[Trace], timeout: ClientTimeout
    ) -> Connection:
        connection = await super().connect(req, traces, timeout)
        _journey.get().has_left = True
        return connection


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
        self._idle_seconds = idle_seconds
        self._max_connections = max_connections
        self._max_per_host = max_per_host
        self._resolver = resolver
        self._sessions: WeakKeyDictionary[asyncio.AbstractEventLoop, aiohttp.ClientSession] = (
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
        session = self._sessions.pop(asyncio.get_running_loop(), None)
        if session is not None:
            await session.close()

    async def send(self, request: Request) -> Answer:
        url = self._allowed(request)
        journey = _Journey()
        token = _journey.set(journey)
        try:
            return await self._exchange(request, url)
        except (aiohttp.ClientError, OSError) as error:
            raise _classified(error, request, journey, url) from error
        except ValueError as error:  # a header that could split the request, refused by aiohttp
            raise Refused("request_malformed") from error
        finally:
            _journey.reset(token)

    def _allowed(self, request: Request) -> URL:
        try:
            check_url(request.url, allow_private=self._allow_private)
            return URL(request.url)
        except BadAddress as error:
            raise Unreachable("address_refused", error.params) from error
        except ValueError as error:
            raise Unreachable("address_refused") from error

    async def _exchange(self, request: Request, url: URL) -> Answer:
        body, headers = body_of(request)
        async with self._session().request(
            request.method,
            url,
            data=body,
            headers=headers,
            params=request.query or None,
            allow_redirects=False,
            timeout=_timeout(request.timeout_seconds, self._connect_seconds),
        ) as response:
            content = await _content(response, request)
            names = {name.lower(): value for name, value in response.headers.items()}
            return Answer(response.status, names, content, reads=request.reads)

    def _session(self) -> aiohttp.ClientSession:
        loop = asyncio.get_running_loop()
        session = self._sessions.get(loop)
        if session is None or session.closed:
            session = self._sessions[loop] = self._new_session()
        return session

    def _new_session(self) -> aiohttp.ClientSession:
        inner = self._resolver or aiohttp.ThreadedResolver()
        connector = _Connector(
            limit=self._max_connections,
            limit_per_host=self._max_per_host,
            keepalive_timeout=self._idle_seconds,
            resolver=GuardedResolver(inner, allow_private=self._allow_private),
        )
        return aiohttp.ClientSession(
            connector=connector,
            cookie_jar=aiohttp.DummyCookieJar(),
            headers={"User-Agent": USER_AGENT},
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
    error: Exception, request: Request, journey: _Journey, url: URL
) -> Unreachable | OutcomeUnknown:
    surely_nothing = request.reads or not journey.has_left
    kind = Unreachable if surely_nothing else OutcomeUnknown
    return kind(_cause(error, journey), {"host": url.host or ""})


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


def _cause(error: Exception, journey: _Journey) -> str:
    for kind, code in _CAUSES:
        if isinstance(error, kind):
            return code
    return "connection_lost" if journey.has_left else "connection_failed"
