"""The month page of a client with 100,000 posts in the year: server time and queries.

    python tests/benchmarks/month.py           100,000 posts
    python tests/benchmarks/month.py --tenth   10,000 posts, as `.ci/run` does

Pages are asked for through Django's test client: middleware, session, queries and templates are
those of the product; only the socket is left out. Exits 1 where the month's median is above the
limit, or where a full period asks the database more often than an empty one (which has no posts to
look up the channels of, and so saves one query).
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import tempfile
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from skupnost.channels.models import Channel
    from skupnost.clients.models import Client
    from skupnost.publishing.models import Delivery

LIMIT_MS = 60.0
YEAR = 2026
N_POSTS = 100_000
N_CHANNELS = 5
N_REQUESTS = 60


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tenth", action="store_true", help="a tenth of the posts")
    n_posts = N_POSTS // 10 if parser.parse_args().tenth else N_POSTS
    with tempfile.TemporaryDirectory() as folder:
        os.environ["SKUPNOST_DATA"] = folder
        os.environ["DJANGO_SETTINGS_MODULE"] = "skupnost.config.settings"
        return _run(n_posts, Path(folder))


def _run(n_posts: int, folder: Path) -> int:
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connections

    call_command("migrate", verbosity=0)
    try:
        return _measure(n_posts)
    finally:
        connections.close_all()


def _measure(n_posts: int) -> int:
    user = _world(n_posts)
    is_good = True
    print(f"{n_posts:,} posts in {YEAR}, {N_CHANNELS} channels, {N_REQUESTS} requests a page")
    for name, address in PAGES.items():
        full, empty = _ask(user, address), _ask(user, EMPTY[name], n_requests=2)
        median = statistics.median(full.times)
        p95 = statistics.quantiles(full.times, n=20)[-1]
        print(
            f"{name:6} median {median:6.1f} ms   p95 {p95:6.1f} ms   "
            f"processor {statistics.median(full.cpu):6.1f} ms   {full.n_queries} queries "
            f"(empty period: {empty.n_queries})   {full.n_bytes / 1024:.0f} KB"
        )
        is_good = is_good and full.n_queries <= empty.n_queries + 1
        is_good = is_good and (name != "month" or median <= LIMIT_MS)
    return 0 if is_good else 1


PAGES = {
    "month": f"/c/big/calendar/?view=month&at={YEAR}-06",
    "week": f"/c/big/calendar/?view=week&at={YEAR}-06-15",
    "day": f"/c/big/calendar/?view=day&at={YEAR}-06-15",
}
EMPTY = {name: address.replace(str(YEAR), str(YEAR + 10)) for name, address in PAGES.items()}


@dataclass(frozen=True, slots=True)
class Asked:
    """Times and processor times in milliseconds; queries and size of the last answer."""

    times: list[float]
    cpu: list[float]
    n_queries: int
    n_bytes: int


def _ask(user: object, address: str, n_requests: int = N_REQUESTS) -> Asked:
    """The page asked for again and again by one browser."""
    from django.conf import settings
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    settings.ALLOWED_HOSTS = ["testserver"]
    browser = Client()
    browser.force_login(user)  # type: ignore[arg-type]
    browser.get(address)
    times: list[float] = []
    cpu: list[float] = []
    for _ in range(n_requests):
        began, worked = time.perf_counter(), time.process_time()
        answer = browser.get(address)
        times.append((time.perf_counter() - began) * 1000)
        cpu.append((time.process_time() - worked) * 1000)
        assert answer.status_code == 200, answer.status_code
    with CaptureQueriesContext(connection) as queries:
        answer = browser.get(address)
    return Asked(times, cpu, len(queries), len(answer.content))


def _world(n_posts: int) -> object:
    """A client with the posts spread evenly over the year; half are handed over, one channel each
    or two."""
    from skupnost.channels.models import Channel
    from skupnost.clients.models import Client, Membership
    from skupnost.people.models import User

    now = datetime(YEAR, 1, 1, tzinfo=UTC)
    user = User.objects.create_user(username="ana")
    client = Client.objects.create(
        slug="big",
        name="Big",
        zone="Europe/Ljubljana",
        language="sl",
        colour="#4b41c6",
        created_at=now,
    )
    Membership.objects.create(user=user, client=client)
    channels = [
        Channel.objects.create(
            client=client,
            network="mastodon",
            account_kind="account",
            server="practice:big",
            handle=f"@big{number}",
            created_at=now,
        )
        for number in range(N_CHANNELS)
    ]
    _fill(client, channels, n_posts, now)
    return user


def _fill(client: Client, channels: list[Channel], n_posts: int, start: datetime) -> None:
    from skupnost.domain.identity import uuid7
    from skupnost.editorial.models import Post, Variant
    from skupnost.publishing.models import Delivery

    step = timedelta(days=365) / n_posts
    for first in range(0, n_posts, 5_000):
        posts, deliveries, variants = [], [], []
        for number in range(first, min(first + 5_000, n_posts)):
            at = start + number * step
            name = uuid7(now=at, entropy=number.to_bytes(10, "big"))
            text = (
                f"Post {number}: fresh potica on Friday, come early. https://example.org/{number}"
            )
            posts.append(
                Post(id=name, client=client, text=text, planned_at=at, created_at=at, changed_at=at)
            )
            for place in range(1 + number % 2):
                channel = channels[(number + place) % len(channels)]
                row = _delivery(channel, at, number * 2 + place) if number % 4 else None
                deliveries += [row] if row else []
                variants.append(Variant(post_id=name, channel=channel, delivery=row))
        Post.objects.bulk_create(posts)
        Delivery.objects.bulk_create(deliveries)
        Variant.objects.bulk_create(variants)


def _delivery(channel: Channel, at: datetime, number: int) -> Delivery:
    from skupnost.domain.delivery import State
    from skupnost.domain.identity import uuid7
    from skupnost.publishing.models import Delivery

    state = State.PUBLISHED if number % 97 else State.REFUSED
    return Delivery(
        id=uuid7(now=at, entropy=number.to_bytes(10, "big")),
        channel=channel,
        state=state,
        due_at=at,
        window_minutes=120,
        payload='{"text":"Post"}',
        payload_hash="0" * 64,
        client_id=str(number),
        created_at=at,
    )


if __name__ == "__main__":
    sys.exit(main())
