"""Work that is due again and again, whatever became of the last time."""

from __future__ import annotations

import asyncio

from skupnost.jobs.timers import Timers


def test_what_fails_is_logged_and_comes_again(caplog):
    async def fail():
        tries.append(1)
        if len(tries) == 3:
            enough.set()
        raise ValueError("no bread today")

    async def life():
        timers.every(0, fail)
        await asyncio.wait_for(enough.wait(), 10)
        await timers.stop()

    tries, enough, timers = [], asyncio.Event(), Timers()
    asyncio.run(life())
    assert len(tries) >= 3
    assert caplog.text.count("no bread today") >= 3


def test_after_the_stop_nothing_comes_again():
    async def note():
        runs.append(1)

    async def life():
        timers.every(0, note)
        await asyncio.sleep(0)
        await timers.stop()
        before = len(runs)
        await asyncio.sleep(0.01)
        assert len(runs) == before > 0

    runs, timers = [], Timers()
    asyncio.run(life())
