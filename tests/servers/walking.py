"""A person at a real Skupnost: its command line, its worker, its pages; all real processes."""

from __future__ import annotations

import http.cookiejar
import json
import os
import re
import signal
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from .readers import Place
from .running.processes import free_port

COMMAND = [sys.executable, "-m", "skupnost.cli.main"]
COMMAND_SECONDS = 120
START_SECONDS = 90
DATABASE = "skupnost.sqlite3"
SETTLE_SECONDS = 60


@dataclass(frozen=True)
class Skupnost:
    """An installation over a data folder that is thrown away."""

    folder: Path
    client: str = "bakery"

    @property
    def environment(self) -> dict[str, str]:
        """What every process of it is told."""
        own = {
            "SKUPNOST_DATA": str(self.folder / "data"),
            "SKUPNOST_ALLOW_PRIVATE_HOSTS": "1",
            "LANG": "C.UTF-8",
            "NO_COLOR": "1",
        }
        return {**os.environ, **own}

    def run(self, *arguments: str) -> Any:
        """What `skupnost … --json` answers; a failing command fails the test with its words."""
        done = subprocess.run(
            [*COMMAND, *arguments, "--json"],
            check=False,
            capture_output=True,
            cwd=self.folder,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            text=True,
            timeout=COMMAND_SECONDS,
        )
        assert done.returncode == 0, f"skupnost {arguments[:2]}: {done.stdout} {done.stderr}"
        return json.loads(done.stdout)

    def connect(self, place: Place) -> str:
        """The number of a new channel."""
        told = {"client": self.client, "network": place.network, "kind": place.kind}
        options = {**told, "server": place.server, **place.login}
        flags = [part for name, value in options.items() for part in (f"--{name}", value)]
        return str(self.run("channel", "add", *flags)["id"])

    def deliveries(self, channel: str) -> list[dict[str, Any]]:
        """Where each delivery of the channel stands."""
        found = self.run("delivery", "list", "--channel", channel)
        assert isinstance(found, list)
        return found

    def wait_until_sent(self, channel: str, *, seconds: float) -> list[dict[str, Any]]:
        """The channel's deliveries, once none of them is under way."""

        def settled() -> list[dict[str, Any]] | None:
            rows = self.deliveries(channel)
            moving = {"scheduled", "claimed", "sending", "retry_wait", "unknown"}
            return None if any(row["state"] in moving for row in rows) else rows

        return waited_for(settled, seconds=seconds, every=1.0)

    def n_in_state(self, state: str) -> int:
        """How many deliveries stand there, read from the database in well under a millisecond."""
        address = f"{(self.folder / 'data' / DATABASE).as_uri()}?mode=ro"
        with closing(sqlite3.connect(address, uri=True)) as database:
            query = "select count(*) from publishing_delivery where state = ?"
            (found,) = database.execute(query, (state,)).fetchone()
        return int(found)

    @contextmanager
    def process(self, *arguments: str) -> Iterator[subprocess.Popen[str]]:
        """A command that said its first word and runs until stopped; it must end in order."""
        path = self.folder / f"{arguments[0]}.log"
        with path.open("a") as log:
            n_before = log.tell()
            process = subprocess.Popen(
                [*COMMAND, *arguments],
                cwd=self.folder,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
            )
        try:
            waited_for(lambda: path.stat().st_size > n_before, seconds=START_SECONDS)
            yield process
        finally:
            _end(process)


def new_skupnost(folder: Path) -> Skupnost:
    """An installation with one client and no channel."""
    made = Skupnost(folder)
    told = made.run("client", "add", "Bakery", "--zone", "Europe/Ljubljana", "--language", "en")
    return Skupnost(folder, told["slug"])


def _end(process: subprocess.Popen[str]) -> None:
    was_running = process.poll() is None
    process.terminate()
    try:
        code = process.wait(SETTLE_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
        raise
    finally:
        if process.stdout is not None:
            process.stdout.close()
    assert not was_running or code == 0, f"ended with {code}"


def kill(process: subprocess.Popen[str]) -> None:
    """`kill -9`: no chance to settle anything."""
    os.kill(process.pid, signal.SIGKILL)
    process.wait(SETTLE_SECONDS)


def waited_for(look: Callable[[], Any], *, seconds: float, every: float = 0.1) -> Any:
    """The first answer of `look` that is something; an error when the patience is over."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if found := look():
            return found
        time.sleep(every)
    raise AssertionError(f"nothing within {seconds:.0f} s")


@dataclass
class Page:
    """What a browser without JavaScript got."""

    url: str
    status: int
    text: str


class Browser:
    """Keeps cookies, follows redirects, sends forms with their hidden fields."""

    def __init__(self) -> None:
        cookies = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        self._opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), cookies)

    def open(self, url: str, fields: Mapping[str, str] | None = None) -> Page:
        """The page at the address; with fields it is a form that is sent."""
        body = None if fields is None else urllib.parse.urlencode(fields).encode()
        request = urllib.request.Request(url, data=body, headers={"Referer": url})
        try:
            with self._opener.open(request, timeout=COMMAND_SECONDS) as answer:
                return Page(answer.url, answer.status, answer.read().decode())
        except urllib.error.HTTPError as error:
            with error:
                return Page(url, error.code, error.read().decode())

    def send_form(self, url: str) -> Page:
        """Open the page and send the form on it as it is."""
        page = self.open(url)
        assert page.status == 200, page.text[:500]
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.text)
        assert token, "the page has no form"
        return self.open(url, {"csrfmiddlewaretoken": token[1]})


@dataclass(frozen=True)
class Desk:
    """A running Skupnost and a browser that is signed in."""

    skupnost: Skupnost
    address: str
    browser: Browser

    def remove(self, delivery: Mapping[str, Any]) -> Page:
        """Take a live post away, by the page that asks once more."""
        path = f"/c/{self.skupnost.client}/posts/{delivery['post']}/remove/{delivery['id']}/"
        return self.browser.send_form(self.address + path)


@contextmanager
def running_desk(folder: Path) -> Iterator[Desk]:
    """`skupnost up --headless` (web and worker), with the one-time link used."""
    skupnost = new_skupnost(folder)
    port = free_port()
    with skupnost.process("up", "--headless", "--port", str(port)) as process:
        assert process.stdout is not None
        link = process.stdout.readline().strip()
        browser = Browser()
        signed_in = browser.open(link)
        assert signed_in.status == 200, (link, (folder / "up.log").read_text())
        yield Desk(skupnost, f"http://127.0.0.1:{port}", browser)


def in_seconds(seconds: float) -> str:
    """A moment ahead, as the command line takes it."""
    return datetime.fromtimestamp(time.time() + seconds, UTC).isoformat()
