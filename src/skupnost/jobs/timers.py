"""Work that is due again and again."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable

log = logging.getLogger(__name__)


class Timers:
    """Runs functions at a steady pace; a slow or failing run delays only its own next one."""

    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[None]] = set()

    def every(self, seconds: float, do: Callable[[], Awaitable[None]]) -> None:
        self._tasks.add(asyncio.create_task(_again_and_again(seconds, do)))

    async def stop(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._tasks.clear()


async def _again_and_again(seconds: float, do: Callable[[], Awaitable[None]]) -> None:
    loop = asyncio.get_running_loop()
    while True:
        began = loop.time()
        await run_logged(do)
        await asyncio.sleep(max(0.0, began + seconds - loop.time()))


async def run_logged(do: Callable[[], Awaitable[None]]) -> None:
    """The top of the worker's loop: what fails is logged and does not end the worker."""
    try:
        await do()
    except Exception:
        log.exception("A job of the worker failed.")
