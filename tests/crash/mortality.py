"""A worker's life that ends where a test wants: at any step of its loop, at any statement of its
transactions. The points are counted while the path runs, so none can be forgotten."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Any


class Killed(BaseException):
    """The process is gone: nothing that raises this has any further effect."""


@dataclass
class Life:
    """Counts the points a worker passes, kills it at one (from 1) or lets it stall there.

    A step of the loop is what runs between two awaits; a statement is one of the database, so a
    kill between two rolls their transaction back, as the death of a process does.
    """

    dies_at: int = 0
    stalls_at: int = 0
    n_points: int = 0
    n_steps: int = 0
    n_statements: int = 0
    is_dead: bool = False
    is_stalled: bool = False

    def passes(self) -> None:
        """One more point; Killed where the life is over."""
        if self.is_dead:
            raise Killed
        self.n_points += 1
        if self.n_points == self.dies_at:
            self.is_dead = True
            raise Killed

    def statement(
        self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any
    ) -> Any:
        """A wrapper of Django's for every statement of a connection."""
        if not (self.is_dead and sql.startswith("ROLLBACK")):
            self.passes()
            self.n_statements += 1
        return execute(sql, params, many, context)


class MortalLoop(asyncio.SelectorEventLoop):
    """A loop that counts its steps as points of a life, and stands still when the life does."""

    def __init__(self, life: Life) -> None:
        super().__init__()
        self.life = life
        self._held: list[Callable[[], None]] = []
        self._is_burying = False

    def call_soon(self, callback, *args, context=None):
        return super().call_soon(self._step, callback, args, context=context)

    def _step(self, callback: Callable[..., None], args: tuple[Any, ...]) -> None:
        life = self.life
        if self._is_burying:
            callback(*args)
            return
        if life.is_stalled or life.is_dead:
            self._held.append(lambda: callback(*args))
            self.stop()
            return
        life.n_points += 1
        life.n_steps += 1
        if life.n_points in (life.dies_at, life.stalls_at):
            life.is_dead = life.n_points == life.dies_at
            life.is_stalled = not life.is_dead
            self._held.append(lambda: callback(*args))
            self.stop()
            return
        callback(*args)

    def live(self, work: Coroutine[Any, Any, Any]) -> asyncio.Task[Any]:
        """Run the work until it ends, dies or stalls; the task tells which."""
        task = self.create_task(work)
        self._run(task)
        return task

    def wake(self, task: asyncio.Task[Any]) -> None:
        """Go on after a stall, as a laptop does whose lid is opened."""
        self.life.is_stalled = False
        self.life.stalls_at = 0
        held, self._held = self._held, []
        for step in held:
            super().call_soon(self._step, step, ())
        self._run(task)

    def _run(self, task: asyncio.Task[Any]) -> None:
        task.add_done_callback(lambda _: self.stop())
        if not task.done():
            self.run_forever()

    def bury(self) -> None:
        """Take the rest apart; whatever it tries, its life is over."""
        self.life.is_dead = True
        self._is_burying = True
        for step in self._held:
            super().call_soon(self._step, step, ())
        tasks = asyncio.all_tasks(self)
        for task in tasks:
            task.cancel()
        while not all(task.done() for task in tasks):
            self.call_soon(self.stop)
            self.run_forever()
        self.close()
