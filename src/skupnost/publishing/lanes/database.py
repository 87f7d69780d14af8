"""The worker's one database thread."""

from __future__ import annotations

import asyncio
import queue
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import count
from typing import Any, ParamSpec, TypeVar

from django.db import connections, transaction

P = ParamSpec("P")
R = TypeVar("R")
MOST_TOGETHER = 30
_FIRST, _IN_TURN, _LAST = range(3)


@dataclass(frozen=True, slots=True)
class _Work:
    """A function to run and where its answer is awaited."""

    do: Callable[[], Any]
    answer: asyncio.Future[Any]


@dataclass(frozen=True, slots=True)
class _Outcome:
    """What a function returned, or the error it ended with."""

    work: _Work
    result: Any = None
    error: Exception | None = None

    def tell(self) -> None:
        """Runs in the loop of who asked, who may have gone meanwhile."""
        answer = self.work.answer
        if answer.done():
            return
        if self.error is None:
            answer.set_result(self.result)
        else:
            answer.set_exception(self.error)


# Ordered by urgency, then by arrival; no work means that there will be no more.
Waiting = tuple[int, int, _Work | None]


class ThreadDatabase:
    """All database work of a worker in one thread: one connection, no lock to wait for.

    What waits while the disk writes goes into the next transaction together, each part in a
    savepoint of its own; every answer is given only after the commit that makes it durable. What
    was begun goes before what is new, so that requests fly while the next lanes are claimed.
    """

    def __init__(self) -> None:
        self._waiting: queue.PriorityQueue[Waiting] = queue.PriorityQueue()
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
        if not self._thread.is_alive():
            raise RuntimeError("The ledger's thread has ended: nobody would answer.")
        answer = asyncio.get_running_loop().create_future()
        self._waiting.put((urgency, next(self._numbers), _Work(do, answer)))
        return await answer

    def close(self) -> None:
        """Finish what waits and close the connection."""
        self._waiting.put((_LAST, next(self._numbers), None))
        self._thread.join()

    def _serve(self) -> None:
        is_open = True
        while is_open:
            group = self._next_group()
            is_open = None not in group
            _tell(_run_together([work for work in group if work is not None]))
        connections.close_all()

    def _next_group(self) -> list[_Work | None]:
        """What waits now, the urgent first; waits where nothing does."""
        group = [self._waiting.get()[-1]]
        while len(group) < MOST_TOGETHER and not self._waiting.empty():
            group.append(self._waiting.get()[-1])
        return group


def _run_together(group: Sequence[_Work]) -> list[_Outcome]:
    """One transaction for all; where it cannot begin or be committed, everybody is told."""
    try:
        with transaction.atomic():
            return [_run(work) for work in group]
    except Exception as error:
        return [_Outcome(work, error=error) for work in group]


def _run(work: _Work) -> _Outcome:
    """Run in a savepoint. A failure of one part, whatever it is, belongs to who asked for it and
    is raised there."""
    try:
        with transaction.atomic():
            return _Outcome(work, work.do())
    except Exception as error:
        return _Outcome(work, error=error)


def _tell(outcomes: Sequence[_Outcome]) -> None:
    """Wake each loop once for all its answers."""
    loops = {outcome.work.answer.get_loop() for outcome in outcomes}
    for loop in loops:
        mine = [outcome for outcome in outcomes if outcome.work.answer.get_loop() is loop]
        if not loop.is_closed():
            loop.call_soon_threadsafe(_tell_all, mine)


def _tell_all(outcomes: Sequence[_Outcome]) -> None:
    for outcome in outcomes:
        outcome.tell()
