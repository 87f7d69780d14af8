"""One post due at a time: how long after its moment it is on the wire.
python -m tests.benchmarks.punctual [--tenth]

Through the real path: written, approved and scheduled by the actions of the editorial room, sent by
a real worker process through the Mastodon connector to a sink in another process that notes when a
request came. The moments lie at random parts of a second: no tick of the feeder is favoured.
"""

from __future__ import annotations

import argparse
import json
import random
import statistics
import sys
import time
from datetime import UTC, datetime, timedelta

from .bench import ask, bakery, empty_skupnost, mastodon_channels, sink, wait_until, worker

GOAL_SECONDS = 3.0
GAP_SECONDS = 2.0


def prepare(url: str, n_posts: int) -> list[datetime]:
    """Schedules posts one after another; their moments in order."""
    from skupnost.editorial import actions

    client = bakery()
    channels = mastodon_channels(client, url, 5)
    dice = random.Random(20261123)
    first = datetime.now(UTC) + timedelta(seconds=12)
    moments = []
    for number in range(n_posts):
        now = datetime.now(UTC)
        due = first + timedelta(seconds=GAP_SECONDS * number + dice.random())
        channel = channels[number % len(channels)]
        text = f"Fresh rolls, number {number}"
        post = actions.write_post(client=client, by=None, now=now, text=text, channels=[channel])
        post = actions.approve(post=post, by=None, now=now)
        actions.schedule(post=post, at=due, by=None, now=now)
        moments.append(due)
    return moments


def lateness(n_posts: int) -> list[float]:
    """Seconds from each moment to the arrival of its request, smallest first."""
    with empty_skupnost(), sink() as url, worker():
        moments = prepare(url, n_posts)
        last = (moments[-1] - datetime.now(UTC)).total_seconds()
        time.sleep(max(0, last))
        wait_until(lambda: int(ask(f"{url}/count")) >= n_posts, 60)
        arrivals = json.loads(ask(f"{url}/times"))
    if len(arrivals) != n_posts:
        raise SystemExit("the sink did not get every post exactly once")
    pairs = zip(sorted(arrivals), moments, strict=True)
    return sorted(arrival - due.timestamp() for arrival, due in pairs)


def main() -> int:
    """0 where the 99th percentile is within the goal and nothing was early."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.punctual")
    parser.add_argument("--tenth", action="store_true", help="10 posts instead of 100")
    late = lateness(10 if parser.parse_args().tenth else 100)
    worst = late[min(len(late) - 1, round(0.99 * (len(late) - 1)))]
    print(f"{'posts':24}{len(late):>8}")
    print(f"{'earliest':24}{late[0]:>8.3f} s")
    print(f"{'median':24}{statistics.median(late):>8.3f} s")
    print(f"{'99th percentile':24}{worst:>8.3f} s (at most {GOAL_SECONDS})")
    print(f"{'latest':24}{late[-1]:>8.3f} s")
    return 0 if worst <= GOAL_SECONDS and late[0] >= 0 else 1


if __name__ == "__main__":
    sys.exit(main())
