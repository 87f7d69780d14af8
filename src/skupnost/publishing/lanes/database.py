"""The worker's one database thread."""

from __future__ import annotations

import asyncio
import queue
import threading
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from functools import partial
from typing import Any, ParamSpec, TypeVar

from django.db import Error, connections, transaction

P = ParamSpec("P")
R = TypeVar("R")
MOST_TOGETHER = 32


@dataclass(frozen=True, slots=True)
class _Work:
    """A function to run and where its answer is awaited."""

    do: Callable[[], Any]
    answer: Future[Any]


class ThreadDatabase:
    """All database work of a worker in one thread: one connection, no lock to wait for.

    What waits while the disk writes goes into the next transaction together, each part in a
    savepoint of its own; every answer is given only after the commit that makes it durable.
    """

    def __init__(self) -> None:
        self._waiting: queue.SimpleQueue[_Work | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._serve, name="ledger", daemon=True)
        self._thread.start()

    async def run(self, do: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        """What the function returns, once its writes are durable."""
        work = _Work(partial(do, *args, **kwargs), Future())
        self._waiting.put(work)
        answer: R = await asyncio.wrap_future(work.answer)
        return answer

    def close(self) -> None:
        """Finish what waits and close the connection."""
        self._waiting.put(None)
        self._thread.join()

    def _serve(self) -> None:
        is_open = True
        while is_open:
            group = [self._waiting.get()]
            while len(group) < MOST_TOGETHER and not self._waiting.empty():
                group.append(self._waiting.get())
            is_open = None not in group
            _run_together([work for work in group if work is not None])
        connections.close_all()


def _run_together(group: list[_Work]) -> None:
    """One transaction for all; where its commit fails, everybody is told."""
    outcomes: list[Callable[[], None]] = []
    try:
        with transaction.atomic():
            for work in group:
                outcomes.append(_run(work))
    except Error as error:
        for work in group:
            work.answer.set_exception(error)
        return
    for tell in outcomes:
        tell()


def _run(work: _Work) -> Callable[[], None]:
    """Run in a savepoint; what is to be told after the commit. A failure of one part, whatever it
    is, belongs to who asked for it."""
    try:
        with transaction.atomic():
            result = work.do()
    except BaseException as error:
        return partial(work.answer.set_exception, error)
    return partial(work.answer.set_result, result)
