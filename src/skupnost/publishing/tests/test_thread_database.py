"""The worker's database thread: groups, failures, the end."""

from __future__ import annotations

import asyncio

import pytest
from django.db import connection

from skupnost.publishing.lanes import ThreadDatabase

pytestmark = pytest.mark.django_db(transaction=True)


def run(work):
    """What the coroutine function returns, given a database thread that is closed afterwards."""

    async def main():
        database = ThreadDatabase()
        try:
            return await work(database)
        finally:
            database.close()

    return asyncio.run(main())


def test_a_failure_reaches_who_asked_and_nobody_else():
    async def work(database):
        asked = (database.run(int, text) for text in ("1", "no number", "3"))
        return await asyncio.gather(*asked, return_exceptions=True)

    first, second, third = run(work)
    assert (first, third) == (1, 3)
    assert isinstance(second, ValueError)


def test_who_stopped_waiting_disturbs_nobody():
    async def work(database):
        impatient = asyncio.create_task(database.run(int, "1"))
        await asyncio.sleep(0)
        impatient.cancel()
        return await database.run(int, "2")

    assert run(work) == 2


def test_all_work_is_done_by_one_thread_and_in_a_transaction():
    async def work(database):
        return await database.run(lambda: connection.in_atomic_block)

    assert run(work)


def test_nobody_waits_for_a_thread_that_has_ended():
    async def work():
        database = ThreadDatabase()
        database.close()
        await database.run(int, "1")

    with pytest.raises(RuntimeError):
        asyncio.run(work())
