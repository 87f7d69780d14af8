"""Logging in as seldom as possible: the server counts log-ins (30 in 5 minutes, 300 a day).

Sessions are kept as long as the transport that they were made over, which in the worker is the life
of the process, so that every lane that opens the channel again goes on with the one there is. They
stand under a digest of server, name and password; nothing is written anywhere.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Awaitable, Callable
from typing import TypeVar
from weakref import WeakKeyDictionary

from skupnost.connectors.bluesky.wire import Session, StaleSession, Wire
from skupnost.kit.errors import NeedsReconnect, Refused
from skupnost.kit.http import Transport
from skupnost.kit.simulation import PRACTICE_PREFIX

Result = TypeVar("Result")


class _Practice:
    """Stands for the transports of practice channels, which are made anew for every lane."""


_PRACTICE = _Practice()
_kept: WeakKeyDictionary[object, dict[str, dict[str, Session]]] = WeakKeyDictionary()


def kept_sessions(server: str, transport: Transport) -> dict[str, Session]:
    """Where the sessions on this server are kept: under a digest of name and password."""
    owner = _PRACTICE if server.startswith(PRACTICE_PREFIX) else transport
    return _kept.setdefault(owner, {}).setdefault(server, {})


class Login:
    """One account's way in: logs in once, renews when the server says that it is time."""

    def __init__(
        self, wire: Wire, sessions: dict[str, Session], *, handle: str, password: str
    ) -> None:
        self._wire = wire
        self._kept = sessions
        self._handle = handle
        self._password = password
        self._name = hashlib.sha256(f"{handle}\0{password}".encode()).hexdigest()
        self._one_at_a_time = asyncio.Lock()

    async def session(self) -> Session:
        """The session there is, or a new one."""
        return self._kept.get(self._name) or await self._exclusively(None)

    async def fresh(self) -> Session:
        """A new log-in: the only proof that the password still holds. NeedsReconnect if not."""
        try:
            session = await self._wire.create_session(self._handle, self._password)
        except NeedsReconnect:
            self._kept.pop(self._name, None)
            raise
        self._kept[self._name] = session
        return session

    async def signed_in(self, call: Callable[[Session], Awaitable[Result]]) -> Result:
        """The result of the call. A stale session has done nothing, so it is tried once more."""
        session = await self.session()
        try:
            return await call(session)
        except StaleSession:
            return await call(await self._exclusively(session))

    async def _exclusively(self, stale: Session | None) -> Session:
        """A session other than the stale one, made by whoever comes first."""
        async with self._one_at_a_time:
            kept = self._kept.get(self._name)
            if kept is not None and kept != stale:
                return kept
            if stale is None:
                return await self.fresh()
            return await self._renewed(stale)

    async def _renewed(self, stale: Session) -> Session:
        try:
            self._kept[self._name] = await self._wire.refresh_session(stale)
        except (NeedsReconnect, Refused):
            return await self.fresh()
        return self._kept[self._name]
