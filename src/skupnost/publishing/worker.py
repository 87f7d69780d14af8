"""The worker: ties lanes and feeder to the task engine until it is told to stop."""

from __future__ import annotations

import asyncio
import gc
import random
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db import connections

from skupnost.channels import actions
from skupnost.channels.asking import Meeting, NotConnected, meet
from skupnost.channels.models import Channel
from skupnost.channels.opening import transport_for
from skupnost.domain.facts import Facts
from skupnost.domain.payload import MediaItem
from skupnost.domain.preflight import check
from skupnost.jobs import heartbeats
from skupnost.jobs.engine import DbosJobs
from skupnost.jobs.slots import Slot
from skupnost.kit.clock import Clock, SystemClock
from skupnost.kit.errors import Refused
from skupnost.kit.http.aiohttp_transport import AiohttpTransport
from skupnost.kit.http.port import Transport
from skupnost.kit.registry import connector
from skupnost.library import storage
from skupnost.networks.queries import facts_for
from skupnost.publishing import feeder, rechecking, switches
from skupnost.publishing.lanes import Terms, Tools, run_lane
from skupnost.publishing.lanes.checking import RememberedCheck
from skupnost.publishing.lanes.database import ThreadDatabase
from skupnost.publishing.lanes.outcomes import judge
from skupnost.publishing.lanes.recovering import bury
from skupnost.publishing.ledger import FencedLedger
from skupnost.publishing.letters import sending

FEED_SECONDS = 1.0
PULSE_SECONDS = 5.0
SWEEP_SECONDS = 30.0
LETTER_SECONDS = 10.0
RULES_SECONDS = 60.0
QUIET = timedelta(seconds=30)
BREATH_SECONDS = 0.2
FAR = datetime(9000, 1, 1, tzinfo=UTC)
CHECK_SECONDS = 600.0
REQUESTS_AT_ONCE = 150
STOP_SECONDS = 25.0
STOP_POLL_SECONDS = 0.2
COLLECT_AFTER = (20_000, 20, 50)


@dataclass(frozen=True, slots=True)
class Chore:
    """What another room wants done again and again beside publishing, in a thread of its own:
    `do(now)` may ask networks and use the database."""

    name: str
    seconds: float
    do: Callable[[datetime], object]


def run_worker(
    stop_event: threading.Event, *, terms: Terms | None = None, chores: Sequence[Chore] = ()
) -> None:
    """Publish until the event is set; then take no more, let what is in flight settle, and give
    the rest back. Raises `jobs.slots.SlotTaken` where a worker already runs here."""
    slot = Slot(Path(settings.DATA))
    slot.take()
    try:
        asyncio.run(_Worker(slot.executor, terms or Terms(), chores).run(stop_event))
    finally:
        slot.release()
        connections.close_all()


@dataclass
class _Worker:
    executor: str
    terms: Terms
    chores: Sequence[Chore] = ()
    clock: Clock = field(default_factory=SystemClock)
    database: ThreadDatabase = field(default_factory=ThreadDatabase)
    network: AiohttpTransport = field(
        default_factory=lambda: AiohttpTransport(
            allow_private=settings.ALLOW_PRIVATE_HOSTS,
            max_connections=REQUESTS_AT_ONCE,
            max_per_host=REQUESTS_AT_ONCE,
        )
    )
    fed: set[int] = field(default_factory=set)
    is_stopping: bool = False
    began_at: datetime = FAR

    async def run(self, stop_event: threading.Event) -> None:
        await self.database.run(self._begin)
        self.tools = self._tools()
        self.jobs = self._jobs()
        await self.jobs.start()
        _calm_collector()
        try:
            while not stop_event.is_set():
                await asyncio.sleep(STOP_POLL_SECONDS)
        finally:
            await self._stop()

    def _begin(self) -> None:
        """We hold the slot, so whoever had our name is dead: what it held is free at once."""
        now = self.began_at = self.clock.now()
        bury(self.executor, now)
        heartbeats.begin(self.executor, now)

    def _jobs(self) -> DbosJobs:
        jobs = DbosJobs(Path(settings.DATA) / "engine.sqlite3", self.executor)
        jobs.register("lane", self._lane)
        for seconds, name, handler in (
            (FEED_SECONDS, "feed", self._feed),
            (PULSE_SECONDS, "pulse", self._pulse),
            (SWEEP_SECONDS, "sweep", self._sweep),
            (LETTER_SECONDS, "letters", self._letters),
            (RULES_SECONDS, "rules", self._check_again),
            (CHECK_SECONDS, "check", self._check_channels),
        ):
            jobs.register(name, handler)
            jobs.every(seconds, name)
        for chore in self.chores:
            jobs.register(chore.name, partial(self._chore, chore))
            jobs.every(chore.seconds, chore.name)
        return jobs

    async def _chore(self, chore: Chore) -> None:
        await asyncio.to_thread(_done, chore, self.clock.now())

    def _tools(self) -> Tools:
        return Tools(
            clock=self.clock,
            dice=random.SystemRandom(),
            database=self.database,
            ledger=FencedLedger(),
            connector_of=connector,
            facts_of=current_facts,
            transport_of=self._transport_of,
            open_media=open_media,
            owner=self.executor,
            slots=asyncio.Semaphore(REQUESTS_AT_ONCE),
            judge=judge,
            check=RememberedCheck(check),
            is_stopping=lambda: self.is_stopping,
            terms=self.terms,
        )

    def _transport_of(self, channel: Channel) -> Transport:
        dice = random.SystemRandom()
        return transport_for(channel, network=self.network, clock=self.clock, dice=dice)

    async def _lane(self, channel: int) -> None:
        try:
            await run_lane(channel, self.tools)
        finally:
            self.fed.discard(channel)

    async def _feed(self) -> None:
        """Queue a lane for every channel with work; the tick in its id makes that idempotent."""
        now = self.clock.now()
        wanted = await self.database.run(feeder.channels_with_work, now)
        tick = int(now.timestamp() / FEED_SECONDS)
        for channel in wanted:
            if channel not in self.fed and not self.is_stopping:
                self.fed.add(channel)
                await self.jobs.enqueue(
                    "lane", f"lane:{channel}:{tick}", str(channel), channel=channel
                )

    async def _pulse(self) -> None:
        await self.database.run(heartbeats.beat, self.executor, self.clock.now())

    async def _sweep(self) -> None:
        now = self.clock.now()
        await self.database.run(feeder.miss_what_is_held, now)
        await self.database.run(lambda: switches.release_all(now=now))
        await self.jobs.rescue(await self.database.run(heartbeats.silent, now))
        await self.jobs.prune()

    async def _letters(self) -> None:
        """Tell by e-mail what a person has to post; a mail server that fails delays no post."""
        for bundle in await self.database.run(sending.due, self.clock.now()):
            outcome = await asyncio.to_thread(sending.attempt, bundle)
            await self.database.run(sending.settle, bundle, outcome, self.clock.now())

    async def _check_again(self) -> None:
        """Check what is scheduled by rules that changed, in steps that keep no post waiting; the
        first moments belong to what is due."""
        if self.clock.now() < self.began_at + QUIET:
            return
        for channel in await self.database.run(rechecking.changed_channels):
            mark = await self.database.run(rechecking.mark_of, channel)
            after: UUID | None = None
            while True:
                now = self.clock.now()
                after = await self.database.run(rechecking.check_some, channel, after, now)
                if after is None or self.is_stopping:
                    break
                await asyncio.sleep(BREATH_SECONDS)
            await self.database.run(rechecking.note_seen, channel, mark, self.clock.now())

    async def _check_channels(self) -> None:
        """Ask each network once a day whether it still lets us in and what it allows, so that a
        revoked access is known before a post is due. What was told last counts until then."""
        for channel in await self.database.run(actions.due_for_check, self.clock.now()):
            outcome = await asyncio.to_thread(_met, channel)
            now = self.clock.now()
            await self.database.run(
                actions.keep_check, channel_id=channel.pk, outcome=outcome, now=now
            )

    async def _stop(self) -> None:
        self.is_stopping = True
        await self.jobs.stop(within_seconds=STOP_SECONDS)
        await self.database.run(heartbeats.end, self.executor, self.clock.now())
        await self.network.close()
        self.database.close()


def _calm_collector() -> None:
    """What a worker has loaded stays for its life: the collector need not look at it again, nor
    run after every few hundred objects while thousands of posts are in hand."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*COLLECT_AFTER)


def _done(chore: Chore, now: datetime) -> None:
    try:
        chore.do(now)
    finally:
        connections.close_all()


def _met(channel: Channel) -> Meeting | NotConnected:
    """What a network says when it is asked who we are; uses no database."""
    try:
        return meet(channel)
    except NotConnected as error:
        return error


def current_facts(channel: Channel) -> Facts:
    """The facts of the channel's kind, with the limits that its server told."""
    return facts_for(channel.network, channel.account_kind, channel.live_limits or None)


async def open_media(item: MediaItem) -> bytes:
    """The bytes of a picture; Refused where its file is gone."""
    try:
        return await asyncio.to_thread(storage.read, item.sha256)
    except storage.MediaMissing as error:
        raise Refused("picture_missing", {"name": item.name}) from error
