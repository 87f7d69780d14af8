"""Servers are found by nothing but their process id, and nothing of them is left behind."""

import sys
import time
from pathlib import Path

import pytest

from .running.processes import (
    ServerDidNotStart,
    ServerNotInstalled,
    free_port,
    program,
    started,
    wait_for_port,
)

PARENT_OF_ONE = """
import subprocess, sys, time
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
print(child.pid, flush=True)
time.sleep(600)
"""


def is_alive(process_id: int) -> bool:
    """Whether the process runs; one that nobody has buried yet does not count."""
    status = Path(f"/proc/{process_id}/status")
    return status.exists() and "State:\tZ" not in status.read_text()


def wait_for_line(log: Path) -> str:
    """The first line of the log, once it is there."""
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        if lines := log.read_text().splitlines():
            return lines[0]
        time.sleep(0.05)
    raise AssertionError("the process printed nothing")


def test_a_child_ends_with_its_parent(tmp_path: Path) -> None:
    with started("parent", [sys.executable, "-c", PARENT_OF_ONE], folder=tmp_path) as parent:
        child = int(wait_for_line(parent.log))
        assert is_alive(child)
    deadline = time.monotonic() + 10
    while is_alive(child) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not is_alive(child)
    assert not is_alive(parent.process.pid)


def test_a_server_that_dies_at_its_start_tells_its_last_words(tmp_path: Path) -> None:
    command = [sys.executable, "-c", "raise SystemExit('no disk left')"]
    with (
        started("dying", command, folder=tmp_path) as server,
        pytest.raises(ServerDidNotStart, match="no disk left"),
    ):
        wait_for_port(free_port(), server, patience_seconds=30)


def test_a_server_that_stays_silent_is_not_waited_for_without_end(tmp_path: Path) -> None:
    command = [sys.executable, "-c", "import time; time.sleep(600)"]
    with (
        started("silent", command, folder=tmp_path) as server,
        pytest.raises(ServerDidNotStart, match="within 1 s"),
    ):
        wait_for_port(free_port(), server, patience_seconds=1)


def test_what_is_missing_comes_with_the_command_that_installs_it() -> None:
    with pytest.raises(ServerNotInstalled, match=r"install\.py snac"):
        program("a-program-nobody-has", component="snac")


def test_two_free_ports_are_never_the_same() -> None:
    assert len({free_port() for _ in range(50)}) == 50
