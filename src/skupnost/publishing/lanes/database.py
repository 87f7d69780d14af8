"""The worker's one database thread."""

from __future__ import annotations

import asyncio
import queue
import threading
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field
from functools import partial
from itertools import count
from typing import Any, ParamSpec, TypeVar

from django.db import Error, connections, transaction

P = ParamSpec("P")
R = TypeVar("R")
MOST_TOGETHER = 12
_FIRST, _IN_TURN, _LAST = range(3)


@dataclass(frozen=True, slots=True, order=True)
class _Work:
    """A function to run and where its answer is awaited; ordered by urgency, then by arrival."""

    urgency: int
    number: int
    do: Callable[[], Any] | None = field(compare=False, default=None)
    answer: Future[Any] = field(compare=False, default_factory=Future)


class ThreadDatabase:
    """All database work of a worker in one thread: one connection, no lock to wait for.

    What waits while the disk writes goes into the next transaction together, each part in a
    savepoint of its own; every answer is given only after the commit that makes it durable. What
    was begun goes before what is new, so that requests fly while the next lanes are claimed.
    """

    def __init__(self) -> None:
        self._waiting: queue.PriorityQueue[_Work] = queue.PriorityQueue()
        self._numbers = count()
        self._thread = threading.Thread(target=self._serve, name="ledger", daemon=True)
        self._thread.start()

    async def run(self, do: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        """What the function returns, once its writes are durable."""
        answer: R = await self._answer(_IN_TURN, partial(do, *args, **kwargs))
        return answer

    async def run_first(self, do: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        """The same, before all that only waits to begin."""
        answer: R = await self._answer(_FIRST, partial(do, *args, **kwargs))
        return answer

    async def _answer(self, urgency: int, do: Callable[[], Any]) -> Any:
        work = _Work(urgency, next(self._numbers), do)
        self._waiting.put(work)
        return await asyncio.wrap_future(work.answer)

    def close(self) -> None:
        """Finish what waits and close the connection."""
        self._waiting.put(_Work(_LAST, next(self._numbers)))
        self._thread.join()

    def _serve(self) -> None:
        is_open = True
        while is_open:
            group = [self._waiting.get()]
            while len(group) < MOST_TOGETHER and not self._waiting.empty():
                group.append(self._waiting.get())
            is_open = all(work.do for work in group)
            _run_together([work for work in group if work.do])
        connections.close_all()


def _run_together(group: list[_Work]) -> None:
    """One transaction for all; where its commit fails, everybody is told."""
    outcomes: list[Callable[[], None]] = []
    try:
        with transaction.atomic():
            outcomes += [_run(work.answer, work.do) for work in group if work.do]
    except Error as error:
        for work in group:
            work.answer.set_exception(error)
        return
    for tell in outcomes:
        tell()


def _run(answer: Future[Any], do: Callable[[], Any]) -> Callable[[], None]:
    """Run in a savepoint; what is to be told after the commit. A failure of one part, whatever it
    is, belongs to who asked for it."""
    try:
        with transaction.atomic():
            result = do()
    except BaseException as error:
        return partial(answer.set_exception, error)
    return partial(answer.set_result, result)
