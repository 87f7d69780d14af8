"""An engine that is stopped amid twenty jobs, in a process of its own: FOLDER SECONDS WITHIN.
Prints how many jobs began and how many ended."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

from skupnost.jobs.engine import DbosJobs


async def main(folder: str, seconds: float, within_seconds: float) -> None:
    """A life from start to stop."""
    began: list[int] = []
    ended: list[int] = []
    has_begun = asyncio.Event()

    async def work(number: int) -> None:
        began.append(number)
        has_begun.set()
        await asyncio.sleep(seconds)
        ended.append(number)

    jobs = DbosJobs(Path(folder) / "engine.sqlite3", "machine-0", poll_seconds=0.05)
    jobs.register("work", work)
    await jobs.start()
    for number in range(20):
        await jobs.enqueue("work", f"work:{number}", str(number), number=number)
    await asyncio.wait_for(has_begun.wait(), 30)
    await jobs.stop(within_seconds=within_seconds)
    print(len(began), len(ended))


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], float(sys.argv[2]), float(sys.argv[3])))
