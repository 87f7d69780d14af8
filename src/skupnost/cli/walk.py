"""`skupnost walk`: the whole way once, on the practice network, as a person would go it.

Web and worker are started as they are; a client, a channel and a post are made by the actions of
the pages; the worker publishes; the pages are fetched over HTTP. `start.py --headless` runs it.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from skupnost.cli.answers import Problem, answer, note
from skupnost.cli.children import SETTLE_SECONDS
from skupnost.cli.options import AsJson
from skupnost.cli.ports import choose_port
from skupnost.cli.site import open_site

if TYPE_CHECKING:
    from skupnost.cli.browsing import Browser
    from skupnost.publishing.models import Delivery

HOST = "127.0.0.1"
TEXT = "Good morning from the oven: the first bread of our own."
DUE_IN_SECONDS = 2
PATIENCE_SECONDS = 60.0


def walk(
    port: Annotated[int | None, typer.Option(help="Port of the pages; else a free one.")] = None,
    as_json: AsJson = False,
) -> None:
    """Walk from an empty client to a live post, and say how it went."""
    began = time.monotonic()
    with _data_folder() as folder:
        open_site()
        chosen = choose_port(HOST, port)
        with _running(chosen) as link:
            _say("web and worker run", f"http://{HOST}:{chosen}", began)
            value = _walk(link, began)
    value |= {"data": str(folder), "seconds": round(time.monotonic() - began, 1)}
    answer(value, as_json=as_json, lines=[f"✓ The whole way in {value['seconds']} s."])


@contextmanager
def _data_folder() -> Iterator[Path]:
    """The chosen data folder, else one that is thrown away."""
    if chosen := os.environ.get("SKUPNOST_DATA"):
        yield Path(chosen)
        return
    with tempfile.TemporaryDirectory(prefix="skupnost-walk-", ignore_cleanup_errors=True) as made:
        os.environ["SKUPNOST_DATA"] = made
        yield Path(made)
        _let_go()


def _let_go() -> None:
    """Close what this process has open, so that the folder can be removed everywhere."""
    from django.db import connections

    connections.close_all()


@contextmanager
def _running(port: int) -> Iterator[str]:
    """`skupnost up` as a process; the link that it prints first."""
    command = [sys.executable, "-m", "skupnost.cli.main", "up", "--headless", "--port", str(port)]
    with subprocess.Popen(  # noqa: S603
        [*command, "--until-parent-ends"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    ) as process:
        link = process.stdout.readline().strip() if process.stdout else ""
        try:
            if not link.startswith("http"):
                raise Problem("not_started", "Web and worker did not start; see above.")
            yield link
        finally:
            if process.stdin:
                process.stdin.close()
            _wait(process)
    if process.returncode:
        raise Problem("not_ended", f"Skupnost ended with exit code {process.returncode}.")


def _wait(process: subprocess.Popen[str]) -> None:
    try:
        process.wait(SETTLE_SECONDS + 10)
    except subprocess.TimeoutExpired:
        process.kill()


def _walk(link: str, began: float) -> dict[str, object]:
    from skupnost.cli.browsing import Browser

    browser = Browser(link)
    _say("signed in by the one-time link", "", began)
    delivery = _write()
    _say("client, channel and post made, checked, approved, scheduled", "", began)
    delivery = _until_settled(delivery)
    if delivery.state != "published":
        from skupnost.publishing.queries import reason_of

        raise Problem("not_live", f"The post is {delivery.state}: {reason_of(delivery)}")
    _say("published by the worker, once", delivery.remote_url, began)
    client = delivery.channel.client
    _look(browser, f"/c/{client.slug}/calendar/?at={delivery.due_at:%Y-%m}")
    _look(browser, delivery.remote_url)
    _say("seen in the calendar and on the practice network", "", began)
    attempts = delivery.attempts.filter(kind="send").count()
    return {
        "client": client.slug,
        "delivery": str(delivery.pk),
        "state": delivery.state,
        "remote_url": delivery.remote_url,
        "attempts": attempts,
        "late_seconds": _lateness(delivery),
    }


def _write() -> Delivery:
    from skupnost.channels.actions import connect_practice
    from skupnost.cli.lookups import owner
    from skupnost.cli.writing import Plan, try_out
    from skupnost.clients.actions import create_client
    from skupnost.editorial.actions import schedule, write_post

    now, by = datetime.now(UTC), owner()
    at = now + timedelta(seconds=DUE_IN_SECONDS)
    client = create_client(name="Pekarna Zora", zone="UTC", language="en", by=by, now=now)
    channel = connect_practice(client=client, now=now)
    try_out(Plan((channel,), TEXT, at), is_approved=True, now=now)
    post = write_post(client=client, by=by, now=now, text=TEXT, channels=[channel], planned_at=at)
    return schedule(post=post, at=at, by=by, now=now).deliveries[0]


def _until_settled(delivery: Delivery) -> Delivery:
    """The delivery once it is final or needs a person, or when patience ends."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        delivery.refresh_from_db()
        if delivery.status.is_final or delivery.status.needs_person:
            break
        time.sleep(0.1)
    return delivery


def _look(browser: Browser, path: str) -> None:
    if TEXT[:12] not in browser.page(path):
        raise Problem("not_seen", f"The post cannot be seen at {path}.")


def _lateness(delivery: Delivery) -> float:
    published_at = delivery.published_at or delivery.due_at
    return round((published_at - delivery.due_at).total_seconds(), 2)


def _say(done: str, where: str, began: float) -> None:
    note(f"✓ {time.monotonic() - began:5.1f} s  {done} {where}".rstrip())
