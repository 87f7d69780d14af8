"""The strategy's pages of a client with nine channels that have histories: server time and queries.

    python -m tests.benchmarks.overview

Each channel has 300 posts with four figures each over 60 weeks, every third an experiment; the
client's hours are counted. Pages
are asked for through Django's test client, so that only the socket is left out. "cold" is the
first answer, when the adviser fits every channel; "warm" the median of twenty more, in processor
time too. Exits 1 where nine channels ask the database more often than two, or where a warm page
takes more processor time than the limit.
"""

from __future__ import annotations

import random
import statistics
import sys
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from tests.benchmarks.bench import empty_skupnost

LIMIT_MS = 150.0
SIZES = (2, 9)
N_POSTS = 300
N_REQUESTS = 20
NETWORKS = ("mastodon", "bluesky", "facebook", "instagram", "x", "linkedin", "youtube", "telegram",
            "wordpress")  # fmt: skip
FIGURES = ("reactions", "comments", "shares", "reach")


@dataclass(frozen=True, slots=True)
class Asked:
    """Milliseconds of the first answer and the median of the later ones, with their processor time;
    queries of a later one."""

    cold: float
    warm: float
    cpu: float
    n_queries: int


def main() -> int:
    with empty_skupnost():
        return _measure()


def _measure() -> int:
    from skupnost.people.models import User

    user = User.objects.create_user(username="ana")
    found: dict[str, list[Asked]] = {}
    for size in SIZES:
        for name, address in _world(user, size).items():
            asked = _ask(user, address)
            found.setdefault(name, []).append(asked)
            print(
                f"{size} channels  {name:9} cold {asked.cold:7.0f} ms   warm {asked.warm:6.1f} ms"
                f"   processor {asked.cpu:6.1f} ms   {asked.n_queries} queries"
            )
    is_flat = all(few.n_queries >= many.n_queries for few, many in found.values())
    return 0 if is_flat and all(many.cpu <= LIMIT_MS for _few, many in found.values()) else 1


def _ask(user: object, address: str) -> Asked:
    from django.conf import settings
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    settings.ALLOWED_HOSTS = ["testserver"]
    browser = Client()
    browser.force_login(user)  # type: ignore[arg-type]
    times, cpu = [], []
    for _ in range(N_REQUESTS + 1):
        began, worked = time.perf_counter(), time.process_time()
        answer = browser.get(address)
        times.append((time.perf_counter() - began) * 1000)
        cpu.append((time.process_time() - worked) * 1000)
        assert answer.status_code == 200, answer.status_code
    with CaptureQueriesContext(connection) as queries:
        browser.get(address)
    warm, worked = statistics.median(times[1:]), statistics.median(cpu[1:])
    return Asked(times[0], warm, worked, len(queries))


def _world(user: object, n_channels: int) -> dict[str, str]:
    """A client with so many channels; the addresses of its pages."""
    from skupnost.channels.models import Channel
    from skupnost.clients.models import Client, Membership
    from skupnost.strategy.models import Colleague, ContentKind

    now = datetime.now(UTC)
    client = Client.objects.create(
        slug=f"c{n_channels}", name="Big", zone="Europe/Ljubljana", language="sl",
        colour="#4b41c6", created_at=now,
    )  # fmt: skip
    Membership.objects.create(user=user, client=client)
    channels = [
        Channel.objects.create(client=client, network=network, account_kind="account",
                               handle=f"@{network}", health="ok", created_at=now)
        for network in NETWORKS[:n_channels]
    ]  # fmt: skip
    for number, channel in enumerate(channels):
        _fill(channel, number, now)
    Colleague.objects.create(client=client, name="Ana", hours_a_week=8)
    ContentKind.objects.create(client=client, name="Text", hours_each=1)
    room = f"/c/{client.slug}/strategy/"
    return {"overview": room, "advice": f"{room}{channels[1].pk}/", "document": f"{room}document/",
            "desk": "/"}  # fmt: skip


def _fill(channel: object, number: int, now: datetime) -> None:
    from skupnost.metrics.models import PastPost, Reading
    from skupnost.strategy.models import Experiment

    dice = random.Random(number)
    posts = PastPost.objects.bulk_create(
        PastPost(
            channel=channel,
            identity=f"id:{place}",
            digest=f"{place}",
            posted_at=now - timedelta(days=420 * (N_POSTS - place) / N_POSTS + dice.random()),
            type=dice.choice(("photo", "video", "link")),
        )
        for place in range(N_POSTS)
    )
    Reading.objects.bulk_create(
        Reading(post=post, metric=metric, unit="people" if metric == "reach" else "counts",
                value=dice.randint(1, 60), observed_at=now)
        for post in posts
        for metric in FIGURES
    )  # fmt: skip
    if number % 3 == 0:
        monday = (now - timedelta(days=now.weekday() + 21)).date()
        Experiment.objects.create(channel=channel, seed=1, starts_on=monday, levels=[3, 9],
                                  order=[3, 9, 9, 3, 9, 3, 3, 9], begun_at=now)  # fmt: skip


if __name__ == "__main__":
    sys.exit(main())
