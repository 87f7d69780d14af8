"""A blog's channel as the ledger uses it: orders, what was remembered, answers that get lost."""

import asyncio
import secrets
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, TypeVar

from skupnost.domain.payload import MediaItem, Payload
from skupnost.kit.clock import SystemClock
from skupnost.kit.errors import OutcomeUnknown
from skupnost.kit.http import Answer, Request
from skupnost.kit.http.aiohttp_transport import AiohttpTransport
from skupnost.kit.registry import connector
from skupnost.kit.values import Access, Order, Receipt, Sighting

from .pictures import png

Result = TypeVar("Result")

PICTURES = [png(colour=colour) for colour in [(205, 92, 60), (60, 92, 205), (9, 9, 9)]]


def picture(number: int, alt_text: str = "", **more: Any) -> MediaItem:
    """One of three pictures of the library."""
    content = PICTURES[number]
    name = f"Štruca {number}.PNG"
    return MediaItem(
        sha256=f"{number}" * 64,
        mime="image/png",
        n_bytes=len(content),
        alt_text=alt_text,
        name=name,
        **more,
    )


@dataclass(eq=False)
class Losing:
    """A transport that notes what is sent and loses the answers a test wants lost."""

    transport: AiohttpTransport
    sender: "Sender"

    async def send(self, request: Request) -> Answer:
        answer = await self.transport.send(request)
        if not request.reads:
            self.sender.written.append(request)
            if self.sender.loses(request):
                raise OutcomeUnknown("connection_lost")
        return answer


@dataclass
class Sender:
    """A channel on a real blog. `loses` says of a writing request whether its answer is lost."""

    network: str
    kind: str
    server: str
    credentials: Mapping[str, str] = field(repr=False)
    remembered: dict[str, str] = field(default_factory=dict)
    written: list[Request] = field(default_factory=list)
    loses: Callable[[Request], bool] = lambda request: False

    def run(self, use: Callable[[Any], Awaitable[Result]]) -> Result:
        """What the channel, opened anew, answers."""

        async def opened() -> Result:
            open_channel = connector(self.network).open
            assert open_channel is not None
            access = Access(self.server, self.kind, self.credentials)
            async with AiohttpTransport(allow_private=True) as transport:
                return await use(open_channel(access, Losing(transport, self), SystemClock()))

        return asyncio.run(opened())

    def order(self, payload: Payload) -> Order:
        """A new delivery of the payload; checkpoints are kept as the ledger keeps them."""

        async def remember(key: str, value: str) -> None:
            self.remembered[key] = value

        async def open_media(item: MediaItem) -> bytes:
            return PICTURES[int(item.sha256[0])]

        choose = connector(self.network).client_id
        assert choose is not None
        name = secrets.token_hex(16)
        return Order(
            delivery_id=name,
            client_id=choose(delivery_id=name, title=payload.title, now_microseconds=0),
            created_at=datetime.now(UTC),
            payload=payload,
            open_media=open_media,
            remember=remember,
            checkpoints=self.remembered,
        )

    def publish(self, order: Order) -> Receipt:
        return self.run(lambda channel: channel.publish(order))

    def find(self, order: Order) -> Sighting:
        return self.run(lambda channel: channel.find(order))
