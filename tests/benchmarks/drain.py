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
from datetime import UTC, datetime, timedelta

import aiohttp

from .bench import ask, bakery, empty_skupnost, mastodon_channels, sink, wait_until, worker

AT_ONCE = 150
CHANNELS_A_POST = 20
LEAST_RATIO = 0.25
TEXT = "Fresh rolls from six, number {number}. https://bakery.example/rolls #bread"


async def bare(url: str, n: int) -> float:
    """Requests a second of a loop that does nothing else."""
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

        began = time.perf_counter()
        await asyncio.gather(*(one_after_another() for _ in range(AT_ONCE)))
        return n / (time.perf_counter() - began)


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


def drain(url: str, n_posts: int, n_channels: int) -> float:
    """Posts a second from the due second until the last one is settled."""
    due = prepare(url, n_posts, n_channels)
    before = int(ask(f"{url}/count"))
    with worker():
        left = (due - datetime.now(UTC)).total_seconds()
        if left < 4:
            raise SystemExit("preparing took too long: the posts were due before the worker ran")
        time.sleep(left)
        wait_until(lambda: int(ask(f"{url}/count")) - before >= n_posts, 600)
        wait_until(lambda: n_open() == 0, 60)
        seconds = (datetime.now(UTC) - due).total_seconds()
    if int(ask(f"{url}/count")) - before != n_posts:
        raise SystemExit("the sink did not get every post exactly once")
    return n_posts / seconds


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
    loop = (first + second) / 2
    print(f"{'bare loop':24}{first:>8.0f} and {second:.0f} posts/s")
    print(f"{'Skupnost':24}{ours:>8.0f} posts/s")
    print(f"{'ratio':24}{ours / loop:>8.2f} (at least {arguments.least})")
    return 0 if ours / loop >= arguments.least else 1


if __name__ == "__main__":
    sys.exit(main())
