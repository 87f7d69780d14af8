"""Logging in as seldom as possible: the server counts log-ins (30 in 5 minutes, 300 a day).

Sessions are kept for the life of the process under a digest of server, name and password, so that
every lane that opens the channel again goes on with the one there is. Nothing is written anywhere;
a session that the server does not know is replaced like one that has grown old.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Awaitable, Callable
from typing import TypeVar

from skupnost.connectors.bluesky.wire import Session, StaleSession, Wire
from skupnost.kit.errors import NeedsReconnect, Refused

Result = TypeVar("Result")

_MOST_KEPT = 10_000
_kept: dict[str, Session] = {}


class Login:
    """One account's way in: logs in once, renews when the server says that it is time."""

    def __init__(self, wire: Wire, *, server: str, handle: str, password: str) -> None:
        self._wire = wire
        self._handle = handle
        self._password = password
        self._name = hashlib.sha256("\0".join((server, handle, password)).encode()).hexdigest()
        self._one_at_a_time = asyncio.Lock()

    async def session(self) -> Session:
        """The session there is, or a new one."""
        return _kept.get(self._name) or await self._exclusively(None)

    async def fresh(self) -> Session:
        """A new log-in: the only proof that the password still holds. NeedsReconnect if not."""
        try:
            session = await self._wire.create_session(self._handle, self._password)
        except NeedsReconnect:
            _kept.pop(self._name, None)
            raise
        if len(_kept) >= _MOST_KEPT:
            _kept.clear()
        _kept[self._name] = session
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
            kept = _kept.get(self._name)
            if kept is not None and kept != stale:
                return kept
            if stale is None:
                return await self.fresh()
            return await self._renewed(stale)

    async def _renewed(self, stale: Session) -> Session:
        try:
            _kept[self._name] = await self._wire.refresh_session(stale)
        except (NeedsReconnect, Refused):
            return await self.fresh()
        return _kept[self._name]
