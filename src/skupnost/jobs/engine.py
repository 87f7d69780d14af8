"""DBOS behind the port: the only module that knows it, by its public calls only."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

from dbos import DBOS, SetEnqueueOptions, SetWorkflowID

from skupnost.jobs.port import Argument, Handler
from skupnost.jobs.timers import Timers, run_logged

QUEUE = "work"
FINISHED = ["SUCCESS", "ERROR", "CANCELLED", "MAX_RECOVERY_ATTEMPTS_EXCEEDED"]
KEEP_FINISHED = timedelta(minutes=10)
PRUNE_AT_ONCE = 1000
CLOSE_SECONDS = 10
# Jobs of an earlier release are taken up by the next one: the ledger, not the engine, is the truth.
APPLICATION_VERSION = "1"

_handlers: dict[str, Handler] = {}
_running: set[asyncio.Future[None]] = set()


@DBOS.workflow(name="skupnost_job", max_recovery_attempts=100)
async def _run_job(name: str, args: dict[str, Argument]) -> None:
    handler = _handlers[name]
    task = asyncio.ensure_future(run_logged(lambda: handler(**args)))
    _running.add(task)
    task.add_done_callback(_running.discard)
    await asyncio.shield(task)


class DbosJobs:
    """The engine of this process; DBOS allows one. Its own SQLite file is in WAL mode."""

    def __init__(self, path: Path, executor: str, *, poll_seconds: float = 0.25) -> None:
        self._path = path
        self._executor = executor
        self._poll_seconds = poll_seconds
        self._every: list[tuple[float, str]] = []
        self._timers = Timers()

    def register(self, name: str, handler: Handler) -> None:
        _handlers[name] = handler

    def every(self, seconds: float, name: str) -> None:
        self._every.append((seconds, name))

    async def start(self) -> None:
        """Take up what was left by an earlier life of this executor, and begin to poll."""
        await asyncio.to_thread(_use_wal, self._path)
        DBOS(
            config={
                "name": "skupnost",
                "system_database_url": f"sqlite:///{self._path}",
                "executor_id": self._executor,
                "application_version": APPLICATION_VERSION,
                "log_level": "ERROR",
                "enable_otlp": False,
            }
        )
        DBOS.launch()
        await DBOS.register_queue_async(
            QUEUE,
            partition_concurrency=1,
            polling_interval_sec=self._poll_seconds,
            on_conflict="always_update",
        )
        for seconds, name in self._every:
            self._timers.every(seconds, _handlers[name])

    async def enqueue(self, name: str, id: str, partition: str, **args: Argument) -> None:
        with SetWorkflowID(id), SetEnqueueOptions(queue_partition_key=partition):
            await DBOS.enqueue_workflow_async(QUEUE, _run_job, name, args)

    async def cancel(self, id: str) -> None:
        await DBOS.cancel_workflow_async(id)

    async def rescue(self, silent: list[str]) -> int:
        """Take up the work of executors that fell silent; how many jobs."""
        others = [executor for executor in silent if executor != self._executor]
        if not others:
            return 0
        found = await DBOS.list_workflows_async(
            status="PENDING", executor_id=others, load_input=False
        )
        ids = [workflow.workflow_id for workflow in found]
        if ids:
            await DBOS.resume_workflows_async(ids, queue_name=QUEUE)
        return len(ids)

    async def prune(self) -> int:
        """Forget jobs that ended a while ago; how many."""
        before = (datetime.now(UTC) - KEEP_FINISHED).isoformat()
        found = await DBOS.list_workflows_async(
            status=FINISHED,
            completed_before=before,
            limit=PRUNE_AT_ONCE,
            load_input=False,
            load_output=False,
        )
        ids = [workflow.workflow_id for workflow in found]
        if ids:
            await DBOS.delete_workflows_async(ids)
        return len(ids)

    async def stop(self, *, within_seconds: float) -> None:
        """Wait for the jobs that run, end those that take longer, and close the engine only when
        it has written down how each of them ended: its threads are needed for that."""
        await self._timers.stop()
        if _running:
            _, late = await asyncio.wait(set(_running), timeout=within_seconds)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)
        await asyncio.to_thread(DBOS.destroy, workflow_completion_timeout_sec=CLOSE_SECONDS)


def _use_wal(path: Path) -> None:
    with closing(sqlite3.connect(path)) as file:
        file.execute("PRAGMA journal_mode = WAL")
