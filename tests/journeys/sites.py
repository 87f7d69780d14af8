"""The real product on a free port: migrated, filled, served by granian, ended by its own id."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from skupnost.ui.fonts import font_path, make_font

HERE = Path(__file__).parent
# The code of this checkout, whichever one is installed.
SOURCE = HERE.parents[1] / "src"
WORLD = "import django; django.setup(); import world; world.main()"


@dataclass(frozen=True)
class Site:
    """A running site: its address, and the addresses that only its world knows."""

    url: str
    landmarks: dict[str, str]
    sessions: list[str]

    def cookie(self, number: int) -> list[dict[str, str]]:
        """The cookie of a session that nobody else uses, so that no page remembers another's."""
        key = self.sessions[number % len(self.sessions)]
        return [{"name": "sessionid", "value": key, "url": self.url}]


@contextmanager
def running_site(folder: Path) -> Iterator[Site]:
    """The world served from a data folder of its own."""
    environment = {
        **os.environ,
        "SKUPNOST_DATA": str(folder),
        "DJANGO_SETTINGS_MODULE": "skupnost.config.settings",
        "PYTHONPATH": os.pathsep.join((str(HERE), str(SOURCE))),
    }
    make_font(font_path(folder))
    told = subprocess.run(
        [sys.executable, "-c", WORLD], env=environment, check=True, capture_output=True, timeout=120
    )
    port = _free_port()
    with (folder / "web.log").open("wb") as log:
        process = _serve(port, environment, log)
        try:
            _wait_for(port, process)
            yield Site(f"http://127.0.0.1:{port}", **json.loads(told.stdout))
        finally:
            process.terminate()
            process.wait(20)


def _serve(port: int, environment: dict[str, str], log: IO[bytes]) -> subprocess.Popen[bytes]:
    command = [
        *(sys.executable, "-m", "granian", "--interface", "wsgi"),
        *("--host", "127.0.0.1", "--port", str(port), "skupnost.config.wsgi:application"),
    ]
    return subprocess.Popen(command, env=environment, stdout=log, stderr=log)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise RuntimeError("the web process ended; look into web.log")
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise RuntimeError("the web process did not listen within 30 s")
