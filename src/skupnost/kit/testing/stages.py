"""A connector on a stage: its simulator, a clock, and a wire that breaks on request."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from itertools import count

from skupnost.domain.payload import MediaItem, Payload
from skupnost.kit.connector import Connector
from skupnost.kit.errors import OutcomeUnknown, Unreachable
from skupnost.kit.http.messages import Answer, Request
from skupnost.kit.http.port import Transport
from skupnost.kit.manifest import AccountKind
from skupnost.kit.simulation import (
    SERVER_ERROR,
    Fate,
    Faults,
    MemoryStore,
    Scene,
    SimulatedPost,
    Simulator,
)
from skupnost.kit.testing.case import Case, case_of
from skupnost.kit.testing.clocks import SteppingClock
from skupnost.kit.values import Access, Order, Receipt, Sighting

SECRET = "s3cr3t"  # noqa: S105 - what must never show anywhere
_NUMBERS = count(1)
DELIVERY_ID = "01936a7e-5b00-7000-8000-00000000000"


class FatefulTransport:
    """Asks a simulator; the n-th writing request (from 1) meets the fate written for it."""

    def __init__(
        self, simulator: Simulator, clock: SteppingClock, fates: Mapping[int, Fate] = {}
    ) -> None:
        self._simulator = simulator
        self._clock = clock
        self.fates = dict(fates)
        self.requests: list[Request] = []
        self.n_writing = 0

    async def send(self, request: Request) -> Answer:
        self.requests.append(request)
        self.n_writing += not request.reads
        fate = Fate.NONE if request.reads else self.fates.get(self.n_writing, Fate.NONE)
        if fate is Fate.LOST_BEFORE:
            raise Unreachable("connection_failed")
        if fate is Fate.RATE_LIMITED:
            return Faults(retry_after_seconds=30).too_many(self._clock.now())
        answer = replace(await self._simulator.answer(request), reads=request.reads)
        await asyncio.sleep(0)
        if fate in (Fate.LOST_AFTER, Fate.SILENT_AFTER):
            raise OutcomeUnknown("connection_lost" if fate is Fate.LOST_AFTER else "timed_out")
        return SERVER_ERROR if fate is Fate.SERVER_ERROR_AFTER else answer


class LoneTransport:
    """Loses every request before its first byte left, or after."""

    def __init__(self, error: Unreachable | OutcomeUnknown) -> None:
        self._error = error

    async def send(self, request: Request) -> Answer:
        raise self._error


@dataclass
class Stage:
    """One account on one simulated network."""

    subject: Subject
    store: MemoryStore
    clock: SteppingClock
    simulator: Simulator
    transport: FatefulTransport
    access: Access

    def open(self, transport: Transport | None = None) -> object:
        """The channel, opened anew: nothing of an earlier one is remembered."""
        make = self.subject.connector.open
        assert make is not None
        return make(self.access, transport or self.transport, self.clock)

    def posts(self) -> tuple[SimulatedPost, ...]:
        return self.simulator.posts()

    def order(self, payload: Payload, *, number: int = 1) -> StagedOrder:
        """The order of a delivery made this moment."""
        return StagedOrder(self, payload, f"{DELIVERY_ID}{number}")


@dataclass
class StagedOrder:
    """A delivery whose checkpoints and first sending are kept as the ledger keeps them."""

    stage: Stage
    payload: Payload
    delivery_id: str
    checkpoints: dict[str, str] = field(default_factory=dict)
    taken: frozenset[str] = frozenset()
    dies_at_checkpoint: int = 0

    def __post_init__(self) -> None:
        self.created_at = self.stage.clock.now()
        name = self.stage.subject.connector.client_id
        assert name is not None
        micros = int(self.created_at.timestamp() * 1_000_000)
        title = self.payload.title
        self.client_id = name(delivery_id=self.delivery_id, title=title, now_microseconds=micros)
        self.first_sent_at = self.created_at
        self.n_remembered = 0

    def now(self) -> Order:
        """The order with what is known by now."""
        return Order(
            delivery_id=self.delivery_id,
            client_id=self.client_id,
            created_at=self.created_at,
            payload=self.payload,
            open_media=self._open_media,
            remember=self._remember,
            checkpoints=dict(self.checkpoints),
            first_sent_at=self.first_sent_at,
            taken=self.taken,
        )

    async def _open_media(self, item: MediaItem) -> bytes:
        return picture_bytes(item.n_bytes)

    async def _remember(self, key: str, value: str) -> None:
        self.checkpoints[key] = value
        self.n_remembered += 1
        if self.n_remembered == self.dies_at_checkpoint:
            raise Killed

    async def publish(self, channel: object | None = None) -> Receipt:
        receipt = await (channel or self.stage.open()).publish(self.now())  # type: ignore[attr-defined]  # a port asked for by name
        assert isinstance(receipt, Receipt)
        return receipt

    async def find(self) -> Sighting:
        sighting = await self.stage.open().find(self.now())  # type: ignore[attr-defined]  # likewise
        assert isinstance(sighting, Sighting)
        return sighting


class Killed(BaseException):
    """The worker dies here."""


@dataclass(frozen=True)
class Subject:
    """One account kind of one connector, with its case."""

    connector: Connector
    kind: AccountKind
    case: Case

    @classmethod
    def of(cls, connector: Connector, kind: AccountKind) -> Subject:
        return cls(connector, kind, case_of(connector))

    def __str__(self) -> str:
        return f"{self.connector.slug}-{self.kind.slug}"

    @property
    def ports(self) -> tuple[str, ...]:
        return self.kind.machine.ports

    def credentials(self) -> dict[str, str]:
        """The case's credentials; where it has none, a secret for every declared name. It is
        another one each time: a connector may keep sessions by it for the life of the process."""
        secret = f"{SECRET}-{next(_NUMBERS)}"
        guessed = {field.name: secret for field in self.kind.machine.credentials}
        return {**guessed, **self.case.credentials}

    def expired_credentials(self) -> dict[str, str]:
        fields = self.kind.machine.credentials
        guessed = {field.name: f"expired-{SECRET}" for field in fields if field.is_secret}
        return {**self.credentials(), **guessed, **self.case.expired}

    def stage(
        self,
        *,
        fates: Mapping[int, Fate] = {},
        visible_after_seconds: float = 0.0,
        credentials: Mapping[str, str] | None = None,
    ) -> Stage:
        """A fresh network with an account on it."""
        make = self.connector.simulator
        assert make is not None
        store, clock = MemoryStore(), SteppingClock()
        scene = Scene(visible_after_seconds=visible_after_seconds)
        simulator = make(store, clock, scene)
        access = Access(
            server=self.case.server,
            account_kind=self.kind.slug,
            credentials=self.credentials() if credentials is None else dict(credentials),
        )
        transport = FatefulTransport(simulator, clock, fates)
        return Stage(self, store, clock, simulator, transport, access)


def picture_bytes(n_bytes: int) -> bytes:
    """A PNG of so many bytes as far as any header tells."""
    head = b"\x89PNG\r\n\x1a\n"
    return head + b"\0" * max(0, n_bytes - len(head))


def picture(
    *, alt_text: str = "A basket of rolls", n_bytes: int = 2000, number: int = 1
) -> MediaItem:
    """A picture of the library."""
    return MediaItem(
        sha256=hashlib.sha256(f"picture {number}".encode()).hexdigest(),
        mime="image/png",
        n_bytes=n_bytes,
        width=800,
        height=600,
        alt_text=alt_text,
        name=f"rolls-{number}.png",
    )
