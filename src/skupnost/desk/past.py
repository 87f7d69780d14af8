"""Lives through a past: lanes publish what was due, by a clock that walks instead of running."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from skupnost.channels.models import Channel
from skupnost.channels.opening import transport_for
from skupnost.domain.delivery import State
from skupnost.domain.payload import MediaItem
from skupnost.domain.preflight import check
from skupnost.kit.errors import Refused, Unreachable
from skupnost.kit.http.messages import Answer, Request
from skupnost.kit.registry import connector
from skupnost.library import storage
from skupnost.networks.queries import facts_for
from skupnost.publishing.lanes import Terms, ThreadDatabase, Tools, run_lane
from skupnost.publishing.lanes.outcomes import judge
from skupnost.publishing.ledger import FencedLedger
from skupnost.publishing.models import Delivery

LOWERED_LIMIT = 240
LOOK_FOR = timedelta(minutes=20)
MOST_LOOKS = 60


@dataclass(frozen=True, slots=True)
class Story:
    """A post of the past: when and where, and how it ends: `live`, `refused`, `needs_eye` or
    `missed`."""

    due_at: datetime
    channels: tuple[Channel, ...]
    ends: str


@dataclass
class WalkingClock:
    """Stands still but for those who sleep."""

    time: datetime

    def now(self) -> datetime:
        return self.time

    async def sleep(self, seconds: float) -> None:
        self.time += timedelta(seconds=seconds)


class NoNetwork:
    """The sample reaches the practice network only."""

    async def send(self, request: Request) -> Answer:
        raise Unreachable("connection_failed")


def live_through(stories: Sequence[Story], *, began: datetime, now: datetime) -> None:
    """Let every story come to its end, in the order of time, none later than `now`."""
    asyncio.run(_Past(WalkingClock(began)).walk(stories, now))


class _Past:
    def __init__(self, clock: WalkingClock) -> None:
        self.clock = clock
        self.database = ThreadDatabase()
        self.tools = _tools(clock, self.database)

    async def walk(self, stories: Sequence[Story], now: datetime) -> None:
        try:
            for story in sorted(stories, key=lambda story: story.due_at):
                await self._live(story)
            self.clock.time = max(now, self.clock.time)
        finally:
            self.database.close()

    async def _live(self, story: Story) -> None:
        """What a missed post needs is that nobody works at its hour."""
        self.clock.time = max(story.due_at, self.clock.time)
        if story.ends == "missed":
            return
        for channel in story.channels:
            if story.ends == "refused":
                await self._with(channel, live_limits={"text.text_max": LOWERED_LIMIT})
            elif story.ends == "needs_eye":
                await self._lose_sight(channel)
            else:
                await run_lane(channel.pk, self.tools)

    async def _with(self, channel: Channel, **values: object) -> None:
        """Run the lane while the channel is as told, then put it back."""
        before = {name: getattr(channel, name) for name in values}
        await self.database.run(_set, channel, values)
        await run_lane(channel.pk, self.tools)
        await self.database.run(_set, channel, before)

    async def _lose_sight(self, channel: Channel) -> None:
        """The answer is lost, and then the network cannot be asked until the product gives up."""
        await self._with(channel, practice_faults={"lost_after": 1.0})
        for _look in range(MOST_LOOKS):
            at = await self.database.run(_next_look, channel)
            if at is None:
                return
            self.clock.time = max(at, self.clock.time)
            await self._with(channel, practice_faults={"lost_before": 1.0})


def _set(channel: Channel, values: dict[str, object]) -> None:
    Channel.objects.filter(pk=channel.pk).update(**values)


def _next_look(channel: Channel) -> datetime | None:
    """When the network is asked next about a post that is out of sight; None where none is."""
    lost = Delivery.objects.filter(channel=channel, state=State.UNKNOWN)
    return lost.order_by("next_try_at").values_list("next_try_at", flat=True).first()


def _tools(clock: WalkingClock, database: ThreadDatabase) -> Tools:
    dice = random.Random(1911)  # noqa: S311
    network = NoNetwork()
    return Tools(
        clock=clock,
        dice=dice,
        database=database,
        ledger=FencedLedger(),
        connector_of=connector,
        facts_of=lambda row: facts_for(row.network, row.account_kind, row.live_limits or None),
        transport_of=lambda row: transport_for(row, network=network, clock=clock, dice=dice),
        open_media=_open_media,
        owner="sample",
        slots=asyncio.Semaphore(10),
        judge=judge,
        check=check,
        terms=Terms(look_for=LOOK_FOR),
    )


async def _open_media(item: MediaItem) -> bytes:
    try:
        return storage.read(item.sha256)
    except storage.MediaMissing as error:
        raise Refused("picture_missing", {"name": item.name}) from error
