"""The connections of one event loop: kept alive where that is safe, new ones where it is not."""

from __future__ import annotations

import asyncio
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Protocol

import aiohttp
from aiohttp.abc import AbstractResolver
from aiohttp.connector import Connection
from aiohttp.helpers import sentinel
from aiohttp.tracing import Trace

from skupnost import __version__
from skupnost.kit.http.resolver import GuardedResolver

USER_AGENT = f"Skupnost/{__version__}"
FICKLE_SECONDS = 600.0
NOTICED_WITHIN_SECONDS = 3.0
WATCHED_SECONDS = 0.05


class Wired(Protocol):
    """A connection that knows whether the other side still holds it."""

    def is_connected(self) -> bool: ...


@dataclass(slots=True)
class Journey:
    """How far one request came, and over which connection."""

    has_left: bool = False
    wire: Wired | None = None


journey: ContextVar[Journey] = ContextVar("journey")


class _Connector(aiohttp.TCPConnector):
    """Notes when a request gets a connection: from here on its first byte may leave."""

    async def connect(
        self, req: aiohttp.ClientRequest, traces: list[Trace], timeout: aiohttp.ClientTimeout
    ) -> Connection:
        connection = await super().connect(req, traces, timeout)
        here = journey.get()
        here.has_left, here.wire = True, connection.protocol
        return connection


@dataclass(frozen=True, slots=True)
class Terms:
    """How connections are made."""

    allow_private: bool
    idle_seconds: float
    max_connections: int
    max_per_host: int
    resolver: AbstractResolver | None


class Connections:
    """Kept-alive connections, and new ones for fickle origins: servers that hang up after an
    answer without saying so (snac 2.75, seen 2026-11-23). A POST that meets such a connection may
    or may not have arrived. So an origin is watched for a moment after its first answer, and one
    that hangs up, then or later, is met over new connections for ten minutes."""

    def __init__(self, terms: Terms) -> None:
        self._terms = terms
        self._kept = self._session(keep=True)
        self._new: aiohttp.ClientSession | None = None
        self._fickle: dict[str, float] = {}
        self._proven: set[str] = set()
        self._last: dict[str, tuple[Wired, float]] = {}

    @property
    def is_closed(self) -> bool:
        return self._kept.closed

    async def session_for(self, origin: str) -> aiohttp.ClientSession:
        """The session whose connections suit this origin."""
        if origin in self._proven:
            return self._kept
        if origin in self._last and not self._is_fickle(origin):
            await self._watch(origin)
        if not self._is_fickle(origin):
            return self._kept
        if self._new is None:
            self._new = self._session(keep=False)
        return self._new

    def _is_fickle(self, origin: str) -> bool:
        return self._fickle.get(origin, 0.0) > asyncio.get_running_loop().time()

    async def _watch(self, origin: str) -> None:
        """Wait until a hang-up after the last answer would have been seen, and judge."""
        loop = asyncio.get_running_loop()
        wire, at = self._last[origin]
        await asyncio.sleep(max(0.0, at + WATCHED_SECONDS - loop.time()))
        self._last.pop(origin, None)
        if wire.is_connected():
            self._proven.add(origin)
        elif loop.time() - at < NOTICED_WITHIN_SECONDS:
            self.distrust(origin)

    def answered(self, origin: str, here: Journey) -> None:
        """Remember the connection of an answer, until the origin is proven."""
        if origin not in self._proven and here.wire is not None:
            self._last[origin] = (here.wire, asyncio.get_running_loop().time())

    def distrust(self, origin: str) -> None:
        """Reuse no connection of this origin for a while."""
        self._proven.discard(origin)
        self._fickle[origin] = asyncio.get_running_loop().time() + FICKLE_SECONDS

    async def close(self) -> None:
        await self._kept.close()
        if self._new is not None:
            await self._new.close()

    def _session(self, *, keep: bool) -> aiohttp.ClientSession:
        terms = self._terms
        inner = terms.resolver or aiohttp.ThreadedResolver()
        resolver = GuardedResolver(inner, allow_private=terms.allow_private)
        connector = _Connector(
            limit=terms.max_connections,
            limit_per_host=terms.max_per_host,
            resolver=resolver,
            force_close=not keep,
            keepalive_timeout=terms.idle_seconds if keep else sentinel,
        )
        return aiohttp.ClientSession(
            connector=connector,
            cookie_jar=aiohttp.DummyCookieJar(),
            headers={"User-Agent": USER_AGENT},
        )
