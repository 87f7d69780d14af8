"""Real workers, really killed: python -m tests.crash.kill9 [--posts N --kills N] [--server snac]

A worker runs as a process of its own and is ended by `kill -9` at random instants while posts come
due; another one takes its place. At last one worker ends all that is left, and every post is
counted where the readers of the networks see it. Without `--server` the networks are simulators on
real sockets in processes of their own, with every fault, and now and then all their tokens are
revoked amid the posts and given anew later; the names of real servers are those of
tests/servers.
"""

from __future__ import annotations

import argparse
import os
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

if TYPE_CHECKING:
    from skupnost.channels.models import Channel

    from .grounds import Ground

ROOT = Path(__file__).parents[2]
START_SECONDS = 60
# Pacing (300 posts in three hours on the Mastodon API) can hold the last ones back for long.
SETTLE_SECONDS = 1800
REVOKED_AT_A_STEP = 0.05
ENDS = ("published", "refused", "missed", "cancelled", "needs_eye")
HEAD = ("posts", "lost", "doubled", "reconciled", "needs_eye", "revoked", "held")


@dataclass
class Worker:
    """The process that is killed."""

    process: subprocess.Popen[bytes] | None = None
    n_kills: int = 0

    def start(self) -> None:
        command = [sys.executable, "-m", "tests.crash.worker_process"]
        self.process = subprocess.Popen(command, cwd=ROOT)
        began = datetime.now(UTC)
        wait_until(lambda: self._is_up(began), START_SECONDS)

    def _is_up(self, began: datetime) -> bool:
        from skupnost.jobs.models import Heartbeat

        assert self.process is not None
        if self.process.poll() is not None:
            raise RuntimeError("the worker ended by itself")
        return Heartbeat.objects.filter(started_at__gte=began).exists()

    def kill(self) -> None:
        assert self.process is not None
        self.process.kill()
        self.process.wait()
        self.n_kills += 1

    def stop(self) -> int:
        assert self.process is not None
        self.process.terminate()
        return self.process.wait(60)


@dataclass
class Run:
    """Channels on the networks, and every post that was handed over."""

    grounds: list[Ground]
    dice: random.Random
    channels: list[tuple[Ground, Channel]] = field(default_factory=list)
    marks: dict[UUID, str] = field(default_factory=dict)
    number: dict[int, int] = field(default_factory=dict)
    n_revoked: Counter[str] = field(default_factory=Counter)
    revoked: dict[str, int] = field(default_factory=dict)

    def connect(self) -> None:
        from skupnost.channels import vault
        from skupnost.channels.models import Channel
        from skupnost.clients.models import Client
        from skupnost.kit.registry import connector

        now = datetime.now(UTC)
        client = Client.objects.create(
            slug="bakery", name="Bakery", zone="UTC", language="en", colour="#b4532a",
            created_at=now,
        )  # fmt: skip
        for ground in self.grounds:
            kinds = connector(ground.network).manifest.kinds.values()
            kind = next(kind for kind in kinds if "publishes" in kind.machine.ports)
            for number in range(ground.n_channels):
                channel = Channel.objects.create(
                    client=client, network=ground.network, account_kind=kind.slug,
                    server=ground.server, created_at=now,
                    credentials_sealed=vault.seal(ground.credentials(number)),
                )  # fmt: skip
                self.channels.append((ground, channel))
                self.number[channel.pk] = number

    def hand_over(self, n_posts: int) -> None:
        """So many posts on random channels, due within the next second."""
        for _ in range(n_posts):
            ground, channel = self.dice.choice(self.channels)
            self._hand_over(ground, channel)

    def _hand_over(self, ground: Ground, channel: Channel) -> None:
        from skupnost.domain.payload import Payload
        from skupnost.publishing import actions

        now = datetime.now(UTC)
        mark = f"mark{len(self.marks)}end"
        title = f"Rolls {mark}" if ground.needs_title else ""
        payload = Payload(text=f"Fresh rolls {mark}", title=title)
        delivery = actions.hand_over(
            channel=channel,
            payload=payload,
            approved_hash=payload.digest(),
            due_at=now + timedelta(seconds=self.dice.random()),
            now=now,
            title=title,
        )
        self.marks[delivery.pk] = mark

    def revoke(self, step: int) -> None:
        """Now and then all tokens of a network become worthless, for one or two more steps."""
        for ground in self.grounds:
            if ground.revoke and ground.name not in self.revoked and self._is_time(ground, step):
                ground.revoke()
                self.n_revoked[ground.name] += 1
                self.revoked[ground.name] = step + self.dice.randint(0, 1)

    def _is_time(self, ground: Ground, step: int) -> bool:
        """At random, and by the third step once in any case."""
        is_late = step >= 2 and not self.n_revoked[ground.name]
        return is_late or self.dice.random() < REVOKED_AT_A_STEP

    def restore(self, step: int) -> None:
        """The permission is given anew where its time has come, and a person connects again."""
        for ground in self.grounds:
            if ground.restore and self.revoked.get(ground.name, step + 1) <= step:
                ground.restore()
                del self.revoked[ground.name]
        self.reconnect()

    def reconnect(self) -> None:
        """What a person does with every channel that asks for it and can be connected."""
        from skupnost.channels import actions
        from skupnost.channels.models import Channel, Health

        for ground, channel in self.channels:
            asks = Channel.objects.filter(pk=channel.pk, health=Health.NEEDS_RECONNECT).first()
            if asks is None or ground.name in self.revoked:
                continue
            credentials = ground.credentials(self.number[channel.pk])
            with suppress(actions.NotConnected):  # the network is faulty: the next time, then
                actions.reconnect(channel=asks, credentials=credentials, now=datetime.now(UTC))

    def is_settled(self) -> bool:
        from skupnost.publishing.models import Delivery

        self.reconnect()
        return not Delivery.objects.exclude(state__in=ENDS).exists()

    def report(self, n_kills: int) -> bool:
        """Prints the table; whether nothing was lost or doubled, and nobody is asked."""
        print(f"{'network':28}" + "".join(f"{name:>11}" for name in HEAD))
        verdicts = [self._line(ground) for ground in self.grounds]
        print(f"kill -9: {n_kills}", flush=True)
        return all(verdicts)

    def _line(self, ground: Ground) -> bool:
        from skupnost.publishing.models import Delivery

        mine = [channel.pk for known, channel in self.channels if known is ground]
        rows = Delivery.objects.filter(channel__in=mine)
        copies = Counter(mark for text in ground.texts() for mark in _marks(text))
        lost = [row for row in rows if self._is_lost(row, copies)]
        doubled = [row for row in rows if copies[self.marks[row.pk]] > 1]
        known = rows.filter(attempts__outcome="lose_sight", state="published").distinct().count()
        asked = rows.filter(state="needs_eye").count()
        held = rows.filter(attempts__outcome="hold").distinct().count()
        revoked = self.n_revoked[ground.name]
        figures = (rows.count(), len(lost), len(doubled), known, asked, revoked, held)
        print(f"{ground.name:28}" + "".join(f"{figure:>11}" for figure in figures))
        for row in [*lost, *doubled][:5]:
            print("  ", row.state, row.reason, copies[self.marks[row.pk]], row.pk)
        return not lost and not doubled and not asked

    def _is_lost(self, row, copies: Counter[str]) -> bool:
        is_there = copies[self.marks[row.pk]] > 0
        if row.state == "needs_eye":
            return False
        return not (row.state == "published" and is_there and row.remote_url)


def _marks(text: str) -> set[str]:
    import re

    return set(re.findall(r"mark\d+end", text))


def wait_until(is_so, seconds: float) -> None:
    """Wait, but not for ever."""
    end = time.monotonic() + seconds
    while not is_so():
        if time.monotonic() > end:
            raise TimeoutError
        time.sleep(0.05)


def attack(run: Run, *, n_posts: int, n_kills: int) -> tuple[int, bool]:
    """Hand over, kill, start again; then let one worker end it. (kills, was all settled)"""
    worker = Worker()
    shares = [n_posts * (n + 1) // n_kills - n_posts * n // n_kills for n in range(n_kills)]
    worker.start()
    for step, share in enumerate(shares):
        run.hand_over(share)
        time.sleep(run.dice.random())
        run.revoke(step)
        time.sleep(run.dice.random())
        worker.kill()
        run.restore(step)
        worker.start()
    run.restore(len(shares) + 1)
    try:
        wait_until(run.is_settled, SETTLE_SECONDS)
        is_settled = True
    except TimeoutError:
        is_settled = False
    if worker.stop() != 0:
        raise RuntimeError("the worker did not stop in peace")
    return worker.n_kills, is_settled


def begin(folder: str) -> None:
    """An empty Skupnost in this folder."""
    os.environ["SKUPNOST_DATA"] = folder
    os.environ["SKUPNOST_ALLOW_PRIVATE_HOSTS"] = "1"
    os.environ["DJANGO_SETTINGS_MODULE"] = "skupnost.config.settings"
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)


def main() -> int:
    """0 where nothing was lost, doubled or left to a person."""
    parser = argparse.ArgumentParser(prog="python -m tests.crash.kill9", description=__doc__)
    parser.add_argument("--posts", type=int, default=0)
    parser.add_argument("--kills", type=int, default=0)
    parser.add_argument(
        "--server", default="", help="snac, mastodon_mock, wordpress, ghost, bluesky"
    )
    parser.add_argument("--seed", type=int, default=int(time.time()))
    arguments = parser.parse_args()
    n_posts = arguments.posts or (200 if arguments.server else 2000)
    n_kills = arguments.kills or (10 if arguments.server else 50)
    with tempfile.TemporaryDirectory(prefix="skupnost-kill9-") as folder:
        begin(folder)
        from .grounds import real, simulators

        print(f"seed {arguments.seed}", flush=True)
        with real(arguments.server) if arguments.server else simulators(5) as grounds:
            run = Run(grounds, random.Random(arguments.seed))
            run.connect()
            killed, is_settled = attack(run, n_posts=n_posts, n_kills=n_kills)
            is_sound = run.report(killed)
        from django.db import connections

        connections.close_all()
    return 0 if is_sound and is_settled else 1


if __name__ == "__main__":
    sys.exit(main())
