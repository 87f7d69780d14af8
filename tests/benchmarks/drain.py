"""10,000 posts due in the same second on 300 channels, against a bare aiohttp loop:
python -m tests.benchmarks.drain [--tenth]

Through the real path: written, approved and scheduled by the actions of the editorial room, sent by
a real worker process through the Mastodon connector to a sink in another process. The bare loop
posts the same requests to the same sink with as many connections, before and after.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import aiohttp
import psutil

from .bench import ask, bakery, empty_skupnost, mastodon_channels, sink, wait_until, worker

AT_ONCE = 150
CHANNELS_A_POST = 20
LEAST_RATIO = 0.25
READY_SECONDS = 4
TEXT = "Fresh rolls from six, number {number}. https://bakery.example/rolls #bread"


@dataclass(frozen=True)
class Pace:
    """How fast it went, and how much work of the processor each post took: other work on the
    machine changes the first, hardly the second."""

    posts_a_second: float
    microseconds_each: float

    def __str__(self) -> str:
        return f"{self.posts_a_second:>8.0f} posts/s{self.microseconds_each:>8.0f} µs of CPU each"


async def bare(url: str, n: int) -> Pace:
    """A loop that does nothing else."""
    numbers = iter(range(n))
    headers = {"Authorization": "Bearer token", "Content-Type": "application/json"}
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=AT_ONCE)) as session:

        async def one_after_another() -> None:
            for number in numbers:
                body = {"status": TEXT.format(number=number), "visibility": "public"}
                key = {"Idempotency-Key": str(number)}
                address = f"{url}/api/v1/statuses"
                async with session.post(address, json=body, headers=headers | key) as answer:
                    await answer.read()

        began, worked = time.perf_counter(), time.process_time()
        await asyncio.gather(*(one_after_another() for _ in range(AT_ONCE)))
        seconds, work = time.perf_counter() - began, time.process_time() - worked
        return Pace(n / seconds, 1e6 * work / n)


def prepare(url: str, n_posts: int, n_channels: int) -> datetime:
    """Writes, approves and schedules; the second in which all is due."""
    from skupnost.editorial import actions

    client = bakery()
    channels = mastodon_channels(client, url, n_channels)
    began = time.monotonic()
    posts = []
    for number in range(n_posts // CHANNELS_A_POST):
        first = number * CHANNELS_A_POST % n_channels
        now = datetime.now(UTC)
        chosen = (channels + channels)[first : first + CHANNELS_A_POST]
        post = actions.write_post(
            client=client, by=None, now=now, text=TEXT.format(number=number), channels=chosen
        )
        posts.append(actions.approve(post=post, by=None, now=now))
    written = time.monotonic() - began
    due = (datetime.now(UTC) + timedelta(seconds=15 + 1.5 * written)).replace(microsecond=0)
    for post in posts:
        actions.schedule(post=post, at=due, by=None, now=datetime.now(UTC))
    spent = time.monotonic() - began
    print(f"written, approved and scheduled: {n_posts / spent:.0f} deliveries/s", flush=True)
    return due


def n_open() -> int:
    from skupnost.publishing.models import Delivery

    return Delivery.objects.exclude(state="published").count()


def cpu_seconds(process: psutil.Process) -> float:
    """What the process and those it started have worked so far."""
    times = [one.cpu_times() for one in (process, *process.children(recursive=True))]
    return sum(each.user + each.system for each in times)


def drain(url: str, n_posts: int, n_channels: int) -> Pace:
    """From the due second until the last post is settled; the last seconds of waiting for it are
    counted as work too, since lanes get ready in them."""
    due = prepare(url, n_posts, n_channels)
    before = int(ask(f"{url}/count"))
    with worker() as process:
        publisher = psutil.Process(process.pid)
        left = (due - datetime.now(UTC)).total_seconds()
        if left < READY_SECONDS:
            raise SystemExit("preparing took too long: the posts were due before the worker ran")
        time.sleep(left - READY_SECONDS)
        worked = cpu_seconds(publisher)
        time.sleep(READY_SECONDS)
        wait_until(lambda: int(ask(f"{url}/count")) - before >= n_posts, 600)
        wait_until(lambda: n_open() == 0, 60)
        seconds = (datetime.now(UTC) - due).total_seconds()
        work = cpu_seconds(publisher) - worked
    if int(ask(f"{url}/count")) - before != n_posts:
        raise SystemExit("the sink did not get every post exactly once")
    return Pace(n_posts / seconds, 1e6 * work / n_posts)


def main() -> int:
    """0 where the ratio is as promised."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.drain")
    parser.add_argument("--tenth", action="store_true", help="1,000 posts on 30 channels")
    parser.add_argument("--least", type=float, default=LEAST_RATIO)
    arguments = parser.parse_args()
    n_posts, n_channels = (1000, 30) if arguments.tenth else (10_000, 300)
    with empty_skupnost(), sink() as url:
        first = asyncio.run(bare(url, n_posts))
        ours = drain(url, n_posts, n_channels)
        second = asyncio.run(bare(url, n_posts))
    ratio = 2 * ours.posts_a_second / (first.posts_a_second + second.posts_a_second)
    print(f"{'bare loop, before':24}{first}")
    print(f"{'bare loop, after':24}{second}")
    print(f"{'Skupnost':24}{ours}")
    print(f"{'ratio of posts/s':24}{ratio:>8.2f} (at least {arguments.least})")
    return 0 if ratio >= arguments.least else 1


if __name__ == "__main__":
    sys.exit(main())
