"""The port through which every byte to a network goes."""

from __future__ import annotations

from typing import Protocol

from skupnost.kit.http.messages import Answer, Request


class Transport(Protocol):
    """Sends a request and returns the answer, whatever its status.

    Raises Unreachable where nothing can have taken effect (address, connection, TLS, a refused
    address; any loss of an answer to a reading request), OutcomeUnknown where the first byte left
    and no whole answer came, Refused where the answer is larger than the request allows and the
    request only reads. Redirects are returned, not followed.
    """

    async def send(self, request: Request) -> Answer: ...
