"""A clock that a test moves."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

MORNING = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)


class SteppingClock:
    """Begins on a Wednesday morning; sleeping takes no time and moves it on."""

    def __init__(self, begin: datetime = MORNING) -> None:
        self._now = begin

    def now(self) -> datetime:
        return self._now

    async def sleep(self, seconds: float) -> None:
        self.step(seconds)
        await asyncio.sleep(0)

    def step(self, seconds: float) -> None:
        self._now += timedelta(seconds=seconds)
