"""Resolves names and refuses those that lead to addresses which may not be asked."""

from __future__ import annotations

import socket

from aiohttp.abc import AbstractResolver, ResolveResult

from skupnost.kit.errors import Unreachable
from skupnost.kit.http.addresses import is_allowed_ip


class GuardedResolver(AbstractResolver):
    """Asks another resolver and looks at every answer: one forbidden address refuses the name,
    since a name that leads both outside and inside is a trap."""

    def __init__(self, inner: AbstractResolver, *, allow_private: bool) -> None:
        self._inner = inner
        self._allow_private = allow_private

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        found = await self._inner.resolve(host, port, family)
        for row in found:
            if not is_allowed_ip(row["host"], allow_private=self._allow_private):
                raise Unreachable("address_refused", {"host": host})
        return found

    async def close(self) -> None:
        await self._inner.close()
