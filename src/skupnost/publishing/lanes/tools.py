"""What a lane works with. Everything that touches the world is handed in."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any, ParamSpec, Protocol, TypeVar

from skupnost.channels.models import Channel
from skupnost.domain.facts import Facts
from skupnost.domain.pacing import Backoff
from skupnost.domain.payload import Payload
from skupnost.kit.clock import Clock
from skupnost.kit.connector import Connector
from skupnost.kit.http.port import Transport
from skupnost.kit.simulation import Dice
from skupnost.kit.values import OpenMedia
from skupnost.publishing.ledger import Ledger

if TYPE_CHECKING:
    from skupnost.publishing.lanes.outcomes import Judge

P = ParamSpec("P")
R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Terms:
    """The numbers of a lane. A lease outlives the longest request three times over; nothing is
    sent that could not end within it. `wake_seconds` is how far ahead a lane waits for a minute.
    """

    lease: timedelta = timedelta(seconds=180)
    batch: int = 100
    at_once: int = 10
    settle_seconds: float = 0.1
    wake_seconds: float = 3.0
    backoff: Backoff = field(default_factory=Backoff)
    n_absent: int = 2
    look_shortest: timedelta = timedelta(seconds=2)
    look_longest: timedelta = timedelta(minutes=15)
    look_for: timedelta = timedelta(hours=24)


class Finding(Protocol):
    """What the last check found: an `error` stops the post, the rest was for the composer."""

    @property
    def level(self) -> str: ...

    @property
    def code(self) -> str: ...

    @property
    def where(self) -> str: ...

    @property
    def params(self) -> Mapping[str, Any]: ...


Check = Callable[[Payload, Facts], Sequence[Finding]]


class Database(Protocol):
    """Runs a function that uses the database, and waits for it without blocking the loop."""

    async def run(self, do: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R: ...

    async def run_first(self, do: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        """The same, before all that only waits to begin."""
        ...


@dataclass(frozen=True, slots=True)
class Tools:
    """The collaborators of a lane. `owner` names this worker; `slots` bounds the requests in
    flight over all lanes; `is_stopping` tells a lane to take no more."""

    clock: Clock
    dice: Dice
    database: Database
    ledger: Ledger
    connector_of: Callable[[str], Connector]
    facts_of: Callable[[Channel], Facts]
    transport_of: Callable[[Channel], Transport]
    open_media: OpenMedia
    owner: str
    slots: asyncio.Semaphore
    judge: Judge
    check: Check
    is_stopping: Callable[[], bool] = lambda: False
    terms: Terms = field(default_factory=Terms)
