"""Alice's account on a simulated data server, and orders to publish there."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest

from skupnost.connectors.bluesky.connector import BlueskyChannel, client_id, open_channel
from skupnost.connectors.bluesky.simulator import BlueskySimulator, make_simulator
from skupnost.domain.payload import MediaItem, Payload
from skupnost.kit.http import Answer, Request
from skupnost.kit.simulation import MemoryStore
from skupnost.kit.values import Access, Order

PICTURE = b"\x89PNG\r\n\x1a\nbread"
Spoil = Callable[[Request, Answer], Answer]


@dataclass
class FrozenClock:
    """Stands still until it is moved."""

    moment: datetime = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)

    def now(self) -> datetime:
        return self.moment

    def move(self, **by: float) -> None:
        self.moment += timedelta(**by)

    async def sleep(self, seconds: float) -> None:
        self.move(seconds=seconds)


@dataclass(eq=False)
class Network:
    """A simulated data server that notes what it is asked; `spoil` changes an answer on its way."""

    simulator: BlueskySimulator
    store: MemoryStore
    asked: list[str] = field(default_factory=list)
    spoil: Spoil = lambda request, answer: answer

    async def send(self, request: Request) -> Answer:
        self.asked.append(request.url.rpartition(".")[2])
        await asyncio.sleep(0)
        return self.spoil(request, await self.simulator.answer(request))

    def n_asked(self, name: str) -> int:
        return self.asked.count(name)

    @property
    def records(self) -> list[dict]:
        """What stands in the repositories, in the order of the keys."""
        rows = sorted(self.store.rows("records"))
        return [{"uri": uri, **row} for uri, row in rows]

    @property
    def record(self) -> dict:
        """The value of the only record."""
        [row] = self.records
        return row["value"]


@dataclass
class Bakery:
    """An account, and what was remembered for its orders."""

    network: Network
    clock: FrozenClock
    access: Access
    remembered: dict[str, str] = field(default_factory=dict)

    def opened(self) -> BlueskyChannel:
        """The channel as a new lane opens it."""
        return open_channel(self.access, self.network, self.clock)

    def order(self, text: str = "Fresh bread", *, name: str = "0190", **more: object) -> Order:
        """The order of one delivery, with what earlier tries of any order remembered."""

        async def remember(key: str, value: str) -> None:
            self.remembered[key] = value

        async def open_media(item: MediaItem) -> bytes:
            return PICTURE

        payload = more.pop("payload", None) or Payload(text=text, **more)
        return Order(
            delivery_id=name,
            client_id=client_id(delivery_id=name, title="", now_microseconds=1_795_000_000_000_000),
            created_at=self.clock.now() - timedelta(days=7),
            payload=payload,
            open_media=open_media,
            remember=remember,
            checkpoints=dict(self.remembered),
        )

    def publish(self, *args: object, **more: object):
        return asyncio.run(self.opened().publish(self.order(*args, **more)))

    def find(self, *args: object, **more: object):
        return asyncio.run(self.opened().find(self.order(*args, **more)))


@pytest.fixture
def clock() -> FrozenClock:
    return FrozenClock()


@pytest.fixture
def network(clock: FrozenClock) -> Network:
    store = MemoryStore()
    return Network(make_simulator(store, clock), store)


@pytest.fixture
def bakery(network: Network, clock: FrozenClock, request: pytest.FixtureRequest) -> Bakery:
    """Each test has a password of its own: sessions outlive a test."""
    credentials = {"handle": "@bakery.test", "password": request.node.nodeid}
    access = Access("https://pds.example", "account", credentials)
    return Bakery(network, clock, access)


@pytest.fixture
def picture() -> MediaItem:
    return MediaItem(
        sha256="a" * 64,
        mime="image/png",
        n_bytes=len(PICTURE),
        width=320,
        height=240,
        alt_text="A loaf",
    )
