"""A server on loopback that answers every POST like Mastodon, as fast as plain asyncio can:
python -m tests.benchmarks.sink prints its port. GET /count tells how many came, GET /times when."""

from __future__ import annotations

import asyncio
import json
import time
from typing import cast

_END = b"\r\n\r\n"


class Sink(asyncio.Protocol):
    """One connection, kept alive; requests one after another."""

    times: list[float] = []

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)
        self._left = b""

    def data_received(self, data: bytes) -> None:
        self._left += data
        while True:
            end = self._left.find(_END)
            if end < 0:
                return
            head = self._left[:end].lower()
            n_body = _length(head)
            if len(self._left) < end + 4 + n_body:
                return
            self._left = self._left[end + 4 + n_body :]
            self._answer(head)

    def _answer(self, head: bytes) -> None:
        if head.startswith(b"post"):
            self.times.append(time.time())
            name = len(self.times)
            body = (
                b'{"id":"%d","url":"http://127.0.0.1/@bakery/%d","uri":"","content":"",'
                b'"created_at":"2026-11-23T09:00:00.000Z","visibility":"public"}' % (name, name)
            )
        elif head.startswith(b"get /count"):
            body = b"%d" % len(self.times)
        elif head.startswith(b"get /times"):
            body = json.dumps(self.times).encode()
        else:
            body = b"{}"
        self._transport.write(
            b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n"
            b"content-length: %d\r\n\r\n%b" % (len(body), body)
        )


def _length(head: bytes) -> int:
    _, found, rest = head.partition(b"content-length:")
    return int(rest.split(b"\r\n", 1)[0]) if found else 0


async def main() -> None:
    """Serve until killed."""
    loop = asyncio.get_running_loop()
    server = await loop.create_server(Sink, "127.0.0.1", 0, backlog=1024)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main())
