"""One simulated run: a channel on a network in a box, workers that die, the end of each post."""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from itertools import count
from uuid import UUID

from django.db import connection

from skupnost.channels import vault
from skupnost.channels.models import Channel
from skupnost.clients.models import Client
from skupnost.domain.delivery import State
from skupnost.domain.payload import MediaItem, Part, Payload
from skupnost.domain.preflight import check
from skupnost.kit.simulation import Fate
from skupnost.kit.testing.stages import Stage, Subject, picture, picture_bytes
from skupnost.publishing import actions, feeder
from skupnost.publishing.lanes import Terms, Tools, run_lane
from skupnost.publishing.lanes.recovering import bury
from skupnost.publishing.models import Delivery

from .builds import Build
from .mortality import Life, MortalLoop

TERMS = Terms(lease=timedelta(seconds=90), settle_seconds=0.0)
MOST_TICKS = 400
ENDS = frozenset({State.PUBLISHED, State.REFUSED, State.MISSED, State.CANCELLED, State.NEEDS_EYE})
_NUMBERS = count(1)


@dataclass(frozen=True, slots=True)
class Scenario:
    """What the network does to the n-th writing request, and how late it shows new posts."""

    name: str
    fates: Mapping[int, Fate] = field(default_factory=dict)
    visible_after_seconds: float = 0.0


class MortalDatabase:
    """Runs in this thread; every statement and both sides of every commit are points."""

    def __init__(self, life: Life) -> None:
        self._life = life

    async def run(self, do, *args, **kwargs):
        await asyncio.sleep(0)
        loop = asyncio.get_running_loop()
        asyncio._set_running_loop(None)
        try:
            with connection.execute_wrapper(self._life.statement):
                self._life.passes()
                result = do(*args, **kwargs)
        finally:
            asyncio._set_running_loop(loop)
        await asyncio.sleep(0)
        return result

    run_first = run


@dataclass
class World:
    """A channel with two deliveries: a plain one, and a thread or a picture where possible."""

    subject: Subject
    scenario: Scenario
    build: Build
    seed: int = 0

    def __post_init__(self) -> None:
        self.stage: Stage = self.subject.stage(
            fates=self.scenario.fates,
            visible_after_seconds=self.scenario.visible_after_seconds,
        )
        self.dice = random.Random(self.seed)
        self.channel = self._channel()
        self.payloads = {self._handed_over(payload): payload for payload in self._payloads()}

    def _channel(self) -> Channel:
        now = self.stage.clock.now()
        client, _ = Client.objects.get_or_create(
            slug="bakery",
            defaults={
                "name": "Bakery",
                "zone": "Europe/Ljubljana",
                "language": "sl",
                "colour": "#b4532a",
                "missed_window_minutes": 1440,
                "created_at": now,
            },
        )
        return Channel.objects.create(
            client=client,
            network="mastodon",
            account_kind=self.subject.kind.slug,
            server=self.stage.access.server,
            credentials_sealed=vault.seal(self.stage.access.credentials),
            created_at=now,
        )

    def _payloads(self) -> list[Payload]:
        plain, rich = self._marked("plain"), self._marked("rich")
        if "thread" in self.subject.kind.machine.fields:
            return [plain, replace(rich, thread=(Part(self._marked("second").text),))]
        if "media.images_max" in self.subject.kind.facts:
            return [plain, replace(rich, media=(picture(),))]
        return [plain, rich]

    def _marked(self, name: str) -> Payload:
        payload = self.subject.case.payload
        return replace(payload, text=f"mark-{name}-{next(_NUMBERS)}-end {payload.text}")

    def _handed_over(self, payload: Payload) -> UUID:
        now = self.stage.clock.now()
        delivery = actions.hand_over(
            channel=self.channel,
            payload=payload,
            approved_hash=payload.digest(),
            due_at=now,
            now=now,
            title=payload.title,
        )
        choose = self.subject.connector.client_id
        if choose is not None:
            micros = int(now.timestamp() * 1_000_000)
            name = choose(
                delivery_id=str(delivery.pk), title=payload.title, now_microseconds=micros
            )
            Delivery.objects.filter(pk=delivery.pk).update(client_id=name)
        return delivery.pk

    def tools(self, life: Life, owner: str) -> Tools:
        return Tools(
            clock=self.stage.clock,
            dice=self.dice,
            database=MortalDatabase(life),
            ledger=self.build.ledger(),
            connector_of=lambda slug: self.subject.connector,
            facts_of=lambda channel: self.subject.kind.facts,
            transport_of=lambda channel: self.stage.transport,
            open_media=_open_media,
            owner=owner,
            slots=asyncio.Semaphore(10),
            judge=self.build.judge,
            check=check,
            terms=TERMS,
        )

    def begin(self, life: Life, owner: str = "desk-0") -> tuple[MortalLoop, asyncio.Task]:
        """A worker serves the channel until it ends, dies or stalls."""
        loop = MortalLoop(life)
        asyncio.set_event_loop(loop)
        return loop, loop.live(run_lane(self.channel.pk, self.tools(life, owner)))

    def live(self, life: Life, owner: str = "desk-0") -> None:
        """A whole life; its fault, if it had one of its own, is raised."""
        loop, task = self.begin(life, owner)
        fault = task.exception() if task.done() and not life.is_dead else None
        loop.bury()
        if fault is not None:
            raise fault

    def settle(self) -> None:
        """Workers without faults until every delivery has come to an end."""
        for _ in range(MOST_TICKS):
            if not self.open_deliveries():
                return
            now = self.stage.clock.now()
            if self.channel.pk in feeder.channels_with_work(now):
                self.live(Life())
            else:
                self.stage.clock.step(3)

    def open_deliveries(self) -> bool:
        rows = Delivery.objects.filter(channel=self.channel)
        return rows.exclude(state__in=sorted(ENDS)).exists()

    def is_sending(self) -> bool:
        return Delivery.objects.filter(channel=self.channel, state=State.SENDING).exists()

    def restart_at_once(self) -> None:
        """The next worker took the dead one's place and knows that it is dead."""
        bury("desk-0", self.stage.clock.now())

    def wait_for_leases(self) -> None:
        self.stage.clock.step(TERMS.lease.total_seconds() + 1)

    def tally(self) -> Tally:
        """What became of the deliveries, and what the network's readers see of them."""
        posts = self.stage.posts()
        tally = Tally(runs=1)
        for delivery in Delivery.objects.filter(channel=self.channel):
            payload = self.payloads[delivery.pk]
            copies = [
                sum(_mark(part.text) in f"{post.title} {post.text}" for post in posts)
                for part in payload.parts
            ]
            tally += _judged(delivery, copies)
        return tally


@dataclass
class Tally:
    """Counts over runs. `lost`: not there though nothing asks a person, or never at an end;
    `doubled`: there more than once; `reconciled`: the outcome was unknown and became known."""

    runs: int = 0
    deliveries: int = 0
    lost: int = 0
    doubled: int = 0
    reconciled: int = 0
    needs_eye: int = 0

    def __add__(self, other: Tally) -> Tally:
        pairs = zip(vars(self).items(), vars(other).values(), strict=True)
        return Tally(**{name: mine + theirs for (name, mine), theirs in pairs})


def _judged(delivery: Delivery, copies: list[int]) -> Tally:
    outcomes = Counter(delivery.attempts.values_list("outcome", flat=True))
    is_asked = delivery.state == State.NEEDS_EYE
    is_there = delivery.state == State.PUBLISHED and min(copies) >= 1 and delivery.remote_url
    return Tally(
        deliveries=1,
        lost=int(not is_asked and not is_there),
        doubled=int(max(copies) > 1),
        reconciled=int(bool(outcomes["lose_sight"]) and not is_asked),
        needs_eye=int(is_asked),
    )


def _mark(text: str) -> str:
    return text.partition("-end")[0] + "-end"


async def _open_media(item: MediaItem) -> bytes:
    return picture_bytes(item.n_bytes)
