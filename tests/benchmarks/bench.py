"""What the benchmarks share: an empty Skupnost, a sink, a worker process, channels."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from skupnost.channels.models import Channel
    from skupnost.clients.models import Client

ROOT = Path(__file__).parents[2]


@contextmanager
def empty_skupnost() -> Iterator[Path]:
    """A fresh data folder with its database, used by this process and its children."""
    with tempfile.TemporaryDirectory(prefix="skupnost-bench-") as folder:
        os.environ["SKUPNOST_DATA"] = folder
        os.environ["SKUPNOST_ALLOW_PRIVATE_HOSTS"] = "1"
        os.environ["DJANGO_SETTINGS_MODULE"] = "skupnost.config.settings"
        import django

        django.setup()
        from django.core.management import call_command
        from django.db import connections

        call_command("migrate", verbosity=0)
        try:
            yield Path(folder)
        finally:
            connections.close_all()


@contextmanager
def sink() -> Iterator[str]:
    """The address of a sink in a process of its own."""
    command = [sys.executable, "-m", "tests.benchmarks.sink"]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    try:
        yield f"http://127.0.0.1:{int(process.stdout.readline())}"
    finally:
        process.terminate()
        process.wait()
        process.stdout.close()


def ask(url: str) -> str:
    with urllib.request.urlopen(url, timeout=60) as answer:
        return answer.read().decode()


@contextmanager
def worker() -> Iterator[subprocess.Popen[bytes]]:
    """A real worker process, up and beating."""
    from skupnost.jobs.models import Heartbeat

    began = datetime.now(UTC)
    command = [sys.executable, "-m", "tests.crash.worker_process"]
    process = subprocess.Popen(command, cwd=ROOT)
    try:
        wait_until(lambda: Heartbeat.objects.filter(started_at__gte=began).exists(), 60)
        yield process
    finally:
        process.terminate()
        process.wait(60)


def wait_until(is_so: Callable[[], bool], seconds: float, every: float = 0.05) -> None:
    """Wait, but not for ever."""
    end = time.monotonic() + seconds
    while not is_so():
        if time.monotonic() > end:
            raise TimeoutError
        time.sleep(every)


def bakery() -> Client:
    """A client."""
    from skupnost.clients.models import Client

    return Client.objects.create(
        slug="bakery",
        name="Bakery",
        zone="Europe/Ljubljana",
        language="sl",
        colour="#b4532a",
        created_at=datetime.now(UTC),
    )


def mastodon_channels(client: Client, server: str, n: int) -> list[Channel]:
    """So many accounts on one Mastodon server."""
    from skupnost.channels import vault
    from skupnost.channels.models import Channel

    now = datetime.now(UTC)
    return [
        Channel.objects.create(
            client=client,
            network="mastodon",
            account_kind="account",
            server=server,
            handle=f"@bakery{number}@127.0.0.1",
            credentials_sealed=vault.seal({"token": f"token-{number}"}),
            created_at=now,
        )
        for number in range(n)
    ]
