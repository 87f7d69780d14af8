"""A network in a box: small stateful fakes for tests, the demo and the practice network.

A simulator answers requests from what it has stored. The store decides how long that lives: in
memory for a test, in a file for the practice network (`kit.simulation_store`), so that posts
survive a restart and the web process sees what the worker posted. The same simulator answers in
this process (`SimulatorTransport`) and on a real socket (`kit.testing.serving`).
"""

from __future__ import annotations

import asyncio
import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Protocol
from urllib.parse import parse_qsl, urlsplit

from skupnost.kit.clock import Clock
from skupnost.kit.errors import OutcomeUnknown, Unreachable
from skupnost.kit.http.messages import Answer, Request

Row = Mapping[str, Any]

PRACTICE_PREFIX = "practice:"
PRACTICE_ORIGIN = "https://practice.invalid"


class Store(Protocol):
    """Rows of JSON under (table, key), kept in the order of their first writing."""

    def get(self, table: str, key: str) -> Row | None: ...

    def put(self, table: str, key: str, row: Row) -> None: ...

    def add(self, table: str, key: str, row: Row) -> bool:
        """Put the row where there is none; False, and nothing done, where there is one. This is
        how a simulator claims an idempotency key when several processes share the store."""
        ...

    def drop(self, table: str, key: str) -> None: ...

    def rows(self, table: str) -> list[tuple[str, Row]]: ...

    def next_number(self, name: str) -> int:
        """1, 2, 3 …: a counter that never repeats, whoever asks."""
        ...


def practice_name(server: str) -> str:
    """The name of a practice server (`practice:NAME`) as addresses and files write it."""
    typed = server.removeprefix(PRACTICE_PREFIX).lower()
    return re.sub(r"[^a-z0-9_-]+", "-", typed).strip("-") or "practice"


@dataclass(frozen=True, slots=True)
class Scene:
    """Where a simulated network stands. Posts have the address `{public_base}/{id}/`
    (the last step of an id that is a path);
    `handle` is the name of its first account; new posts appear `visible_after_seconds` late in
    lists (never in the answer to the request that made them)."""

    public_base: str = "https://network.example/bakery"
    handle: str = "bakery"
    visible_after_seconds: float = 0.0

    @classmethod
    def practice(cls, network: str, server: str, *, visible_after_seconds: float = 0.0) -> Scene:
        """The scene of a practice channel whose server is `practice:NAME`: addresses lead to this
        product's own pages."""
        name = practice_name(server)
        return cls(f"/practice/{network}/{name}", name, visible_after_seconds)


@dataclass(frozen=True, slots=True)
class SimulatedPost:
    """A post on a simulated network as its readers see it, for practice pages and for counting.

    `key` is what the sender called it (idempotency key, client id, slug), also where the network
    takes no notice of that. `media` are (SHA-256 of the file, alternative text).
    """

    remote_id: str
    url: str
    account: str
    text: str
    created_at: datetime
    title: str = ""
    content_warning: str = ""
    key: str = ""
    in_reply_to: str = ""
    media: tuple[tuple[str, str], ...] = ()


class Simulator(Protocol):
    """Answers like the network, by its rules of text, media, accounts and errors."""

    async def answer(self, request: Request) -> Answer: ...

    def posts(self) -> tuple[SimulatedPost, ...]:
        """Every post that is live, oldest first, also those that lists do not show yet."""
        ...


class Fate(StrEnum):
    """What becomes of one request on a faulty network."""

    NONE = "none"
    LOST_BEFORE = "lost_before"
    RATE_LIMITED = "rate_limited"
    LOST_AFTER = "lost_after"
    SILENT_AFTER = "silent_after"
    SERVER_ERROR_AFTER = "server_error_after"


_WRITING_ONLY = (
    Fate.RATE_LIMITED,
    Fate.LOST_AFTER,
    Fate.SILENT_AFTER,
    Fate.SERVER_ERROR_AFTER,
)


class Dice(Protocol):
    """Random numbers in [0, 1): `random.Random` is one."""

    def random(self) -> float: ...


@dataclass(frozen=True, slots=True)
class Faults:
    """How badly the practice network behaves. Chances are between 0 and 1.

    `lost_before`: the connection breaks before the network saw the request; `lost_after`: it did
    what was asked and the connection breaks; `silent_after`: it did and never answers;
    `server_error_after`: it did and answers 500; `rate_limited`: 429 with Retry-After;
    `visible_after_seconds`: new posts appear late in lists (`Scene` hands it to the simulator).
    """

    latency_seconds: float = 0.0
    lost_before: float = 0.0
    lost_after: float = 0.0
    silent_after: float = 0.0
    server_error_after: float = 0.0
    rate_limited: float = 0.0
    retry_after_seconds: int = 5
    visible_after_seconds: float = 0.0

    def fate(self, dice: Dice, *, reads: bool) -> Fate:
        """What becomes of the next request; reading ones are lost at most before they arrive."""
        if dice.random() < self.lost_before:
            return Fate.LOST_BEFORE
        if not reads:
            for fate in _WRITING_ONLY:
                if dice.random() < getattr(self, fate.value):
                    return fate
        return Fate.NONE

    def too_many(self, now: datetime) -> Answer:
        """The 429 of this network, as headers of every custom."""
        seconds = self.retry_after_seconds
        until = (now + timedelta(seconds=seconds)).isoformat()
        headers = {
            "content-type": "application/json",
            "retry-after": str(seconds),
            "x-ratelimit-reset": until,
        }
        return Answer(429, headers, b'{"error": "Too many requests"}')


SERVER_ERROR = Answer(500, {"content-type": "text/html"}, b"<h1>Internal error</h1>")


@dataclass
class MemoryStore:
    """A store that lives as long as its object."""

    _tables: dict[str, dict[str, Row]] = field(default_factory=dict)
    _numbers: dict[str, int] = field(default_factory=dict)

    def get(self, table: str, key: str) -> Row | None:
        return self._tables.get(table, {}).get(key)

    def put(self, table: str, key: str, row: Row) -> None:
        self._tables.setdefault(table, {})[key] = dict(row)

    def add(self, table: str, key: str, row: Row) -> bool:
        kept = dict(row)
        return self._tables.setdefault(table, {}).setdefault(key, kept) is kept

    def drop(self, table: str, key: str) -> None:
        self._tables.get(table, {}).pop(key, None)

    def rows(self, table: str) -> list[tuple[str, Row]]:
        return list(self._tables.get(table, {}).items())

    def next_number(self, name: str) -> int:
        self._numbers[name] = self._numbers.get(name, 0) + 1
        return self._numbers[name]


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
        if self._faults.latency_seconds:
            await self._clock.sleep(self._faults.latency_seconds)
        fate = self._faults.fate(self._dice, reads=request.reads)
        if fate is Fate.LOST_BEFORE:
            raise Unreachable("connection_failed")
        if fate is Fate.RATE_LIMITED:
            return self._faults.too_many(self._clock.now())
        answer = replace(await self._simulator.answer(request), reads=request.reads)
        await asyncio.sleep(0)
        if fate is Fate.LOST_AFTER:
            raise OutcomeUnknown("connection_lost")
        if fate is Fate.SILENT_AFTER:
            raise OutcomeUnknown("timed_out")
        return SERVER_ERROR if fate is Fate.SERVER_ERROR_AFTER else answer


def api_origin(server: str) -> str:
    """The address a connector's wire puts before its paths: the server's own, and for a practice
    channel (`practice:NAME`) one that leads nowhere and only a simulator answers."""
    if server.startswith(PRACTICE_PREFIX):
        return PRACTICE_ORIGIN
    return server.rstrip("/")


def path_of(request: Request) -> str:
    """The path of a request without its query, for simulators."""
    return urlsplit(request.url).path


def query_of(request: Request) -> dict[str, str]:
    """The query of a request from its URL and its `query`, for simulators."""
    in_url = parse_qsl(urlsplit(request.url).query, keep_blank_values=True)
    return {**dict(in_url), **request.query}


def header_of(request: Request, name: str) -> str:
    """A header of a request whatever its letters' case; empty where it is absent."""
    wanted = name.lower()
    return next((v for known, v in request.headers.items() if known.lower() == wanted), "")


@dataclass(frozen=True, slots=True)
class Guest:
    """An account on a simulated network: every secret opens one of its own."""

    id: str
    handle: str


def guest(store: Store, scene: Scene, secret: str) -> Guest | None:
    """The account that a token or password opens on a simulated network; None where it is empty,
    begins with `expired`, or after `revoke_all`. The store keeps no secret, only its digest."""
    if not secret or secret.startswith("expired") or store.get("simulator", "revoked"):
        return None
    digest = _digest(secret)
    row = store.get("guests", digest)
    if row is None:
        number = store.next_number("guests")
        store.add("guests", digest, {"number": number})
        row = store.get("guests", digest) or {"number": number}
    number = int(row["number"])
    return Guest(str(number), scene.handle if number == 1 else f"{scene.handle}{number}")


def admit(store: Store, secret: str) -> None:
    """Make this token open the account of the one person who sits at the browser: whoever gives
    permission twice is the same both times."""
    person = store.get("simulator", "person") or {"number": store.next_number("guests")}
    store.put("simulator", "person", person)
    store.put("guests", _digest(secret), person)


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def revoke_all(store: Store) -> None:
    """Make every credential of a simulated network worthless from now on."""
    store.put("simulator", "revoked", {"revoked": True})


def restore_all(store: Store) -> None:
    """Take credentials again, as after a person gave the permission anew."""
    store.drop("simulator", "revoked")


def is_visible(created_at: datetime, *, now: datetime, scene: Scene) -> bool:
    """Whether a post of that moment shows in lists already."""
    return now >= created_at + timedelta(seconds=scene.visible_after_seconds)
