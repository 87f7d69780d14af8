"""A network in a box: small stateful fakes for tests, the demo and the practice network.

A simulator answers requests from what it has stored. The store decides how long that lives: in
memory for a test, in a file for the practice network, so that posts survive a restart and the
web process sees what the worker posted.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Protocol

from skupnost.kit.clock import Clock
from skupnost.kit.errors import OutcomeUnknown, Unreachable
from skupnost.kit.http.messages import Answer, Request

Row = Mapping[str, Any]


class Store(Protocol):
    """Rows of JSON under (table, key), kept in the order of their first writing."""

    def get(self, table: str, key: str) -> Row | None: ...

    def put(self, table: str, key: str, row: Row) -> None: ...

    def drop(self, table: str, key: str) -> None: ...

    def rows(self, table: str) -> list[tuple[str, Row]]: ...

    def next_number(self, name: str) -> int:
        """1, 2, 3 …: a counter that never repeats, whoever asks."""
        ...


class Simulator(Protocol):
    """Answers like the network, by its rules of text, media, accounts and errors."""

    async def answer(self, request: Request) -> Answer: ...


@dataclass(frozen=True, slots=True)
class Faults:
    """How badly the practice network behaves. Chances are between 0 and 1.

    `lost_before`: the connection breaks before the network saw the request; `lost_after`: it did
    what was asked and the answer is lost; `server_error_after`: it did and answers 500;
    `rate_limited`: 429 with Retry-After; `visible_after_seconds`: new posts appear late in lists.
    """

    latency_seconds: float = 0.0
    lost_before: float = 0.0
    lost_after: float = 0.0
    server_error_after: float = 0.0
    rate_limited: float = 0.0
    retry_after_seconds: int = 5
    visible_after_seconds: float = 0.0


class MemoryStore:
    """A store that lives as long as its object."""

    def __init__(self) -> None:
        self._tables: dict[str, dict[str, Row]] = {}
        self._numbers: dict[str, int] = {}

    def get(self, table: str, key: str) -> Row | None:
        return self._tables.get(table, {}).get(key)

    def put(self, table: str, key: str, row: Row) -> None:
        self._tables.setdefault(table, {})[key] = dict(row)

    def drop(self, table: str, key: str) -> None:
        self._tables.get(table, {}).pop(key, None)

    def rows(self, table: str) -> list[tuple[str, Row]]:
        return list(self._tables.get(table, {}).items())

    def next_number(self, name: str) -> int:
        self._numbers[name] = self._numbers.get(name, 0) + 1
        return self._numbers[name]


class Dice(Protocol):
    """Random numbers in [0, 1): `random.Random` is one."""

    def random(self) -> float: ...


class SimulatorTransport:
    """A transport that asks a simulator instead of the network, with faults at will."""

    def __init__(
        self, simulator: Simulator, *, clock: Clock, dice: Dice, faults: Faults = Faults()
    ) -> None:
        self._simulator = simulator
        self._clock = clock
        self._dice = dice
        self._faults = faults

    async def send(self, request: Request) -> Answer:
        faults = self._faults
        if faults.latency_seconds:
            await self._clock.sleep(faults.latency_seconds)
        if self._dice.random() < faults.lost_before:
            raise Unreachable("connection_failed")
        if not request.reads and self._dice.random() < faults.rate_limited:
            return self._too_many()
        answer = await self._simulator.answer(request)
        if request.reads:
            return answer
        if self._dice.random() < faults.lost_after:
            raise OutcomeUnknown("answer_lost")
        if self._dice.random() < faults.server_error_after:
            return Answer(500, {"content-type": "text/html"}, b"<h1>Internal error</h1>")
        await asyncio.sleep(0)
        return answer

    def _too_many(self) -> Answer:
        seconds = self._faults.retry_after_seconds
        until = self._clock.now() + timedelta(seconds=seconds)
        headers = {"retry-after": str(seconds), "x-ratelimit-reset": until.isoformat()}
        return Answer(429, headers, b'{"error": "Too many requests"}')
