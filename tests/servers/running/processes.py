"""Start a server on a free loopback port, wait until it answers, end it by its process id."""

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from .asking import NoAnswer

LOOPBACK = "127.0.0.1"
SECONDS_TO_END = 10
SECONDS_FOR_ONE_COMMAND = 120
_handed_out: set[int] = set()


class ServerNotInstalled(Exception):
    """Something the server needs is not on this machine; the message says how to get it."""


def not_installed(component: str) -> ServerNotInstalled:
    """The error for a part that `install.py` brings in."""
    return ServerNotInstalled(
        f"{component} is not installed: run python3 tests/servers/install.py {component}"
    )


class ServerDidNotStart(Exception):
    """The server died, or did not answer in time; the message ends with its log's last lines."""


@dataclass(frozen=True)
class Running:
    """A started process that leads its own group, and where its output goes."""

    name: str
    process: subprocess.Popen[bytes]
    log: Path
    stop_signal: signal.Signals = field(default=signal.SIGTERM)

    def log_tail(self, n_lines: int = 20) -> str:
        """The last lines the process wrote."""
        lines = self.log.read_text(errors="replace").splitlines()
        return "\n".join(lines[-n_lines:])


def free_port() -> int:
    """A loopback port nobody listens on, never the same one twice in this test run."""
    while True:
        with socket.socket() as probe:
            probe.bind((LOOPBACK, 0))
            port: int = probe.getsockname()[1]
        if port not in _handed_out:
            _handed_out.add(port)
            return port


def program(name: str, *, component: str) -> str:
    """The program's path, also from where only administrators look; `component` brings it in."""
    path = os.pathsep.join([os.environ.get("PATH", os.defpath), "/usr/sbin", "/sbin"])
    found = shutil.which(name, path=path)
    if found is None:
        raise not_installed(component)
    return found


@contextmanager
def temp_folder(name: str) -> Iterator[Path]:
    """A folder other system users may walk through (databases run as their own), then removed."""
    with tempfile.TemporaryDirectory(prefix=f"skupnost-{name}-") as made:
        folder = Path(made)
        folder.chmod(0o711)
        yield folder


def system_user(name: str) -> str | None:
    """The user (and group) to run a database as: it refuses root, others cannot change user."""
    return name if os.geteuid() == 0 else None


def give_to(user: str | None, folder: Path) -> None:
    """Make the folder the system user's own, where there is one to give it to."""
    folder.mkdir(parents=True, exist_ok=True)
    if user is not None:
        owner = pwd.getpwnam(user)
        os.chown(folder, owner.pw_uid, owner.pw_gid)


def run_once(
    command: Sequence[str],
    *,
    user: str | None = None,
    answer: str = "",
    env: dict[str, str] | None = None,
) -> str:
    """Run a command to its end, `answer` typed into it; what it printed, or an error with that."""
    done = subprocess.run(
        command,
        input=answer,
        capture_output=True,
        text=True,
        user=user,
        group=user,
        cwd="/",
        env={**os.environ, **(env or {})},
        timeout=SECONDS_FOR_ONE_COMMAND,
        check=False,
    )
    if done.returncode != 0:
        raise ServerDidNotStart(f"{command[0]} failed: {(done.stderr or done.stdout)[-2000:]}")
    return done.stdout


@contextmanager
def started(
    name: str,
    command: Sequence[str],
    *,
    folder: Path,
    env: dict[str, str] | None = None,
    user: str | None = None,
    stop_signal: signal.Signals = signal.SIGTERM,
) -> Iterator[Running]:
    """The process of the command, in a session of its own, ended with its children at the exit."""
    log = folder / f"{name}.log"
    with log.open("ab") as sink:
        process = subprocess.Popen(
            command,
            cwd=folder,
            env={**os.environ, **(env or {})},
            user=user,
            group=user,
            stdin=subprocess.DEVNULL,
            stdout=sink,
            stderr=sink,
            start_new_session=True,
        )
    running = Running(name, process, log, stop_signal)
    try:
        yield running
    finally:
        end(running)


def end(running: Running) -> None:
    """Ask the process to stop, then kill whatever is left of its group."""
    process = running.process
    if process.poll() is None:
        process.send_signal(running.stop_signal)
        with suppress(subprocess.TimeoutExpired):
            process.wait(SECONDS_TO_END)
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait(SECONDS_TO_END)


def wait_until(answers: Callable[[], bool], running: Running, *, patience_seconds: float) -> None:
    """Return once the server answers; ServerDidNotStart if it dies or the patience is over."""
    deadline = time.monotonic() + patience_seconds
    while time.monotonic() < deadline:
        if running.process.poll() is not None:
            raise ServerDidNotStart(f"{running.name} ended at its start:\n{running.log_tail()}")
        with suppress(NoAnswer):
            if answers():
                return
        time.sleep(0.1)
    raise ServerDidNotStart(
        f"{running.name} did not answer within {patience_seconds:.0f} s:\n{running.log_tail()}"
    )


def wait_for_port(port: int, running: Running, *, patience_seconds: float) -> None:
    """Return once something listens on the loopback port."""

    def is_open() -> bool:
        with socket.socket() as probe:
            probe.settimeout(1)
            return probe.connect_ex((LOOPBACK, port)) == 0

    wait_until(is_open, running, patience_seconds=patience_seconds)
