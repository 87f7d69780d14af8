"""A network that answers by script, and a lane that serves it at the test's own time."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from skupnost.channels.models import Channel
from skupnost.domain.facts import Confidence, Fact, Source
from skupnost.domain.payload import Payload
from skupnost.kit.connector import Connector
from skupnost.kit.manifest import AccountKind, Machine, Manifest
from skupnost.kit.values import Order, Receipt, Sighting
from skupnost.publishing import actions
from skupnost.publishing.lanes import Tools, run_lane
from skupnost.publishing.lanes.outcomes import judge
from skupnost.publishing.ledger import FencedLedger
from skupnost.publishing.models import Delivery

BREAD = Payload("Fresh bread")
DAY = date(2026, 11, 23)
LIVE = Receipt("1", "https://toy.example/1")


@dataclass
class HandClock:
    """A clock that moves only when somebody sleeps or turns it."""

    time: datetime

    def now(self) -> datetime:
        return self.time

    async def sleep(self, seconds: float) -> None:
        self.time += timedelta(seconds=seconds)


@dataclass
class ScriptedPort:
    """Publishes and finds as the script says; the last line is repeated."""

    answers: list[Receipt | Exception] = field(default_factory=lambda: [LIVE])
    sightings: list[Sighting | Exception] = field(default_factory=list)
    orders: list[Order] = field(default_factory=list)

    async def publish(self, order: Order) -> Receipt:
        self.orders.append(order)
        return _next(self.answers)

    async def find(self, order: Order) -> Sighting:
        return _next(self.sightings)


def _next(script):
    line = script.pop(0) if len(script) > 1 else script[0]
    if isinstance(line, Exception):
        raise line
    return line


class HighDice:
    """Jitter at its longest."""

    def random(self) -> float:
        return 0.999


class InlineDatabase:
    """Runs in the thread of the test, inside its transaction, as if no loop were running: Django
    keeps other connections for asynchronous code."""

    async def run(self, do, *args, **kwargs):
        loop = asyncio.get_running_loop()
        asyncio._set_running_loop(None)
        try:
            return do(*args, **kwargs)
        finally:
            asyncio._set_running_loop(loop)

    run_first = run


@dataclass
class Stage:
    """A channel of the scripted network and the lane that serves it."""

    channel: Channel
    clock: HandClock
    port: ScriptedPort
    machine: Machine
    publish: str = "api"
    findings: tuple[object, ...] = ()
    facts: dict[str, Fact] = field(default_factory=dict)

    def connector(self, slug: str) -> Connector:
        kind = AccountKind("account", "Account", "all", self.publish, self.facts, self.machine)
        manifest = Manifest("toy", "Toy", "nobody", DAY, {"account": kind}, {})
        return Connector(manifest, Path(), open=lambda access, transport, clock: self.port)

    @property
    def tools(self) -> Tools:
        return Tools(
            clock=self.clock,
            dice=HighDice(),
            database=InlineDatabase(),
            ledger=FencedLedger(),
            connector_of=self.connector,
            facts_of=lambda channel: self.facts,
            transport_of=lambda channel: None,
            open_media=None,
            owner="desk-0/1",
            slots=asyncio.Semaphore(10),
            judge=judge,
            check=lambda payload, facts: self.findings,
        )

    def hand_over(self, **values) -> Delivery:
        now = self.clock.now()
        delivery = actions.hand_over(
            channel=self.channel,
            payload=BREAD,
            approved_hash=BREAD.digest(),
            due_at=values.pop("due_at", now),
            now=now,
        )
        Delivery.objects.filter(pk=delivery.pk).update(**values)
        return delivery

    def run(self, **values) -> bool:
        return asyncio.run(run_lane(self.channel.pk, replace(self.tools, **values)))

    def after(self, **duration) -> None:
        self.clock.time += timedelta(**duration)


@pytest.fixture
def stage(
    new_channel: Callable[..., Channel],
    bakery: object,
    now: datetime,
) -> Stage:
    """The bakery on the scripted network, which can be asked what is there."""
    machine = Machine(ports=("publishes", "finds"), idempotency="lookup", visible_after_seconds=10)
    channel = new_channel(bakery, "mastodon")
    return Stage(channel, HandClock(now), ScriptedPort(), machine)


@pytest.fixture
def sister(stage: Stage, new_channel: Callable[..., Channel], bakery: object) -> Stage:
    """Another channel of the bakery on the same network: it minds its own business."""
    return replace(stage, channel=new_channel(bakery, "mastodon"), port=ScriptedPort())


@pytest.fixture
def rate_of() -> Callable[[int, int], Fact]:
    """Makes a rate fact: so many posts in so many seconds."""
    source = Source("own", "Own", "-", Confidence.OBSERVED)

    def make(n: int, seconds: int) -> Fact:
        return Fact("rate.posts", n, source, DAY, Confidence.OBSERVED, window_seconds=seconds)

    return make
