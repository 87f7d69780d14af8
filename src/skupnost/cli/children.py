"""The web and the worker process of `skupnost up`: started, watched, ended by their own id.

A child ends in order when its standard input closes: that works alike on every system, and also
when the parent was killed and can no longer say anything.
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from skupnost.cli.answers import Problem, note

SETTLE_SECONDS = 30.0
EARLY_SECONDS = 10.0
ANSWER_SECONDS = 5.0
N_EARLY_DEATHS = 5
CHILD = (sys.executable, "-m", "skupnost.cli.child")
IS_WINDOWS = os.name == "nt"
# Ctrl+C of the terminal shall reach the parent only, which then ends the children in order.
NEW_GROUP = getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0)


@dataclass
class Child:
    """One process of ours; `n_early` counts how often in a row it died soon after its start."""

    name: str
    arguments: list[str]
    process: subprocess.Popen[bytes] | None = None
    started_at: float = field(default=0.0)
    n_early: int = 0

    def start(self) -> None:
        command = [*CHILD, *self.arguments]
        self.process = subprocess.Popen(  # noqa: S603
            command,
            stdin=subprocess.PIPE,
            creationflags=NEW_GROUP if IS_WINDOWS else 0,
            process_group=None if IS_WINDOWS else 0,
        )
        self.started_at = time.monotonic()

    @property
    def exit_code(self) -> int | None:
        return None if self.process is None else self.process.poll()

    def ask_to_stop(self) -> None:
        if self.process is not None and self.process.stdin is not None:
            self.process.stdin.close()

    def end(self, deadline: float) -> None:
        """Wait for an orderly end until the deadline, then end it without."""
        if self.process is None:
            return
        try:
            self.process.wait(max(0.0, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            note(f"The {self.name} did not stop in time and is ended.")
            _kill(self.process)


def _kill(process: subprocess.Popen[bytes]) -> None:
    """End the process and, where the system has groups, what it started."""
    if sys.platform == "win32":
        process.kill()
    else:
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def said_by(*arguments: str) -> str:
    """The last line of a child that does one thing and ends; what it cannot do it said itself."""
    done = subprocess.run(  # noqa: S603
        [*CHILD, *arguments], stdout=subprocess.PIPE, encoding="utf-8", check=False
    )
    if done.returncode:
        raise SystemExit(1)
    return done.stdout.strip().rpartition("\n")[2]


def stop_all(children: list[Child], seconds: float = SETTLE_SECONDS) -> None:
    """Let every child settle what is in flight, all at the same time."""
    deadline = time.monotonic() + seconds
    for child in children:
        child.ask_to_stop()
    for child in children:
        child.end(deadline)


def watch(children: list[Child], stop: threading.Event) -> None:
    """Keep the children alive until `stop`; a Problem where one cannot be kept alive."""
    while not stop.wait(0.2):
        for child in children:
            if child.exit_code is not None:
                _revive(child, stop)


def _revive(child: Child, stop: threading.Event) -> None:
    code = child.exit_code
    is_early = time.monotonic() - child.started_at < EARLY_SECONDS
    child.n_early = child.n_early + 1 if is_early else 0
    if child.n_early >= N_EARLY_DEATHS:
        raise Problem(
            "child_dies",
            f"The {child.name} process ends again and again (exit code {code}). Run `skupnost "
            "doctor` to see what is wrong.",
        )
    note(f"The {child.name} stopped by itself (exit code {code}); starting it again.")
    stop.wait(0.5 * child.n_early)
    child.start()


def wait_until_it_answers(child: Child, host: str, port: int, seconds: float = 60.0) -> None:
    """Return once the pages can be fetched; a Problem where the child died or is silent."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if child.exit_code is not None:
            raise Problem(
                "web_died", f"The web process ended at once (exit code {child.exit_code})."
            )
        if _answers(host, port):
            return
        threading.Event().wait(0.03)
    raise Problem("web_silent", f"The web process did not answer within {seconds:.0f} s.")


def _answers(host: str, port: int) -> bool:
    """Whether a page comes back. That it takes connections says nothing: the server does so from
    its first moment, a second before it has loaded the pages."""
    try:
        with socket.create_connection((host, port), timeout=ANSWER_SECONDS) as plug:
            plug.sendall(b"GET /login/ HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
            return bool(plug.recv(1))
    except OSError:
        return False


def stop_event() -> threading.Event:
    """Set by Ctrl+C and by a polite request to end; a second Ctrl+C interrupts at once."""
    event = threading.Event()

    def handle(number: int, _frame: object) -> None:
        if event.is_set() and number == signal.SIGINT:
            raise KeyboardInterrupt
        event.set()

    signal.signal(signal.SIGINT, handle)
    signal.signal(signal.SIGTERM, handle)
    return event


def when_parent_ends(stop: Callable[[], None]) -> None:
    """In a child: call `stop` once standard input closes."""

    def listen() -> None:
        descriptor = sys.stdin.fileno()
        while os.read(descriptor, 1024):
            pass
        stop()

    threading.Thread(target=listen, name="parent", daemon=True).start()
