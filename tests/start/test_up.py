"""`skupnost up` as it runs: the link first, one a data folder, children that end with it."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import ProxyHandler, build_opener

import psutil
import pytest

BOUND_SECONDS = 90
SKUPNOST = [sys.executable, "-m", "skupnost.cli.main"]


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]


def until(said, *, seconds: float = BOUND_SECONDS):
    """The first true answer, or a failure when the time is over."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if answer := said():
            return answer
        time.sleep(0.1)
    raise AssertionError(f"did not happen within {seconds} s")


class Up:
    """A running `skupnost up --headless`."""

    def __init__(self, data: Path) -> None:
        self.data = data
        self.port = free_port()
        self.environment = {**os.environ, "SKUPNOST_DATA": str(data)}
        self.process = subprocess.Popen(
            [*SKUPNOST, "up", "--headless", "--port", str(self.port)],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            env=self.environment,
        )
        self.first_line = self.process.stdout.readline().strip()

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        command = [*SKUPNOST, *arguments]
        return subprocess.run(
            command, check=False, capture_output=True, text=True, env=self.environment, timeout=90
        )

    def child(self, word: str) -> psutil.Process | None:
        for child in psutil.Process(self.process.pid).children():
            if word in child.cmdline():
                return child
        return None

    def end(self) -> None:
        for child in psutil.Process(self.process.pid).children(recursive=True):
            child.kill()
        self.process.kill()
        self.process.wait()
        self.process.stdout.close()


@pytest.fixture(scope="module")
def up(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Up]:
    started = Up(tmp_path_factory.mktemp("up"))
    yield started
    if started.process.poll() is None:
        started.end()


@pytest.fixture
def own(tmp_path: Path) -> Iterator[Up]:
    started = Up(tmp_path)
    yield started
    if started.process.poll() is None:
        started.end()
    started.process.stdout.close()


def fetch(address: str) -> int:
    try:
        with build_opener(ProxyHandler({})).open(address, timeout=30) as page:
            return page.status
    except HTTPError as error:
        with error:
            return error.code


def test_the_first_line_is_a_link_that_signs_in_once(up):
    assert up.first_line.startswith(f"http://127.0.0.1:{up.port}/login/")
    assert fetch(up.first_line) in (200, 404)
    assert fetch(up.first_line) == 410


def test_no_sample_client_is_made_without_a_screen(up):
    assert json.loads(up.run("client", "list", "--json").stdout) == []


def test_a_second_start_leads_to_the_first(up):
    again = up.run("up", "--no-browser")
    assert again.returncode == 0
    assert again.stdout.startswith(f"http://127.0.0.1:{up.port}/login/")


def test_a_second_start_on_another_port_is_refused(up):
    again = up.run("up", "--headless", "--port", str(free_port()))
    assert again.returncode == 1
    assert f"already runs over this data folder, at http://127.0.0.1:{up.port}" in again.stderr


def test_a_port_that_is_taken_is_told(up, tmp_path):
    up_there = {**up.environment, "SKUPNOST_DATA": str(tmp_path)}
    command = [*SKUPNOST, "up", "--headless", "--port", str(up.port)]
    said = subprocess.run(
        command, check=False, capture_output=True, text=True, env=up_there, timeout=90
    )
    assert said.returncode == 1
    assert f"Port {up.port} is taken" in said.stderr


def test_a_worker_that_is_killed_comes_back(up):
    first = until(lambda: up.child("worker"))
    first.kill()
    first.wait()
    until(lambda: (second := up.child("worker")) and second.pid != first.pid)
    assert fetch(f"http://127.0.0.1:{up.port}/login/") == 200


def test_an_unknown_host_gets_400(up):
    with socket.create_connection(("127.0.0.1", up.port), timeout=30) as plug:
        plug.sendall(b"GET /login/ HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n")
        assert plug.recv(100).split()[1] == b"400"


def test_a_polite_end_settles_and_leaves_nobody_behind(own):
    children = psutil.Process(own.process.pid).children(recursive=True)
    own.process.send_signal(signal.SIGTERM)
    assert own.process.wait(BOUND_SECONDS) == 0
    _gone, alive = psutil.wait_procs(children, timeout=BOUND_SECONDS)
    assert children
    assert not alive


def test_children_end_when_their_parent_is_killed(own):
    children = psutil.Process(own.process.pid).children(recursive=True)
    own.process.kill()
    _gone, alive = psutil.wait_procs(children, timeout=BOUND_SECONDS)
    assert children
    assert not alive


def test_the_whole_way_is_walked_on_the_practice_network(tmp_path):
    environment = {**os.environ, "SKUPNOST_DATA": str(tmp_path)}
    said = subprocess.run(
        [*SKUPNOST, "walk", "--port", str(free_port()), "--json"],
        check=False,
        capture_output=True,
        text=True,
        env=environment,
        timeout=200,
    )
    assert said.returncode == 0, said.stderr
    told = json.loads(said.stdout)
    assert (told["state"], told["attempts"]) == ("published", 1)
