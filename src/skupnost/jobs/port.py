"""What the product asks of a task engine."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Protocol

Argument = str | int | float | bool | None
Handler = Callable[..., Awaitable[None]]


class Jobs(Protocol):
    """Runs named work, at least once, also after the process died half-way.

    At most one job of a partition runs at a time over all workers. A job whose `id` is known
    already is not queued again. Handlers are registered before `start`; they get the keyword
    arguments of `enqueue`, must bear being run again, and what they raise is logged.
    """

    def register(self, name: str, handler: Handler) -> None: ...

    async def enqueue(self, name: str, id: str, partition: str, **args: Argument) -> None: ...

    async def cancel(self, id: str) -> None:
        """Take a waiting job out of the queue; one that runs ends by itself."""
        ...

    def every(self, seconds: float, name: str) -> None:
        """Run a handler in this process again and again, never twice at once."""
        ...

    async def start(self) -> None: ...

    async def stop(self, *, within_seconds: float) -> None:
        """Start no more, wait for what runs, leave the rest to the next start."""
        ...
