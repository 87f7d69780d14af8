"""A real command line over a data folder of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from skupnost.cli.main import main

FORGOTTEN = ("TZ", "SKUPNOST_MACHINE_TZ", "SKUPNOST_HOSTS", "SKUPNOST_ADDRESS")


@dataclass(frozen=True)
class Said:
    """What a command answered."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """The data folder of one test."""
    return tmp_path / "data"


@pytest.fixture
def environment(data: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name not in FORGOTTEN}
    return {**kept, "SKUPNOST_DATA": str(data), "LANG": "C.UTF-8", "NO_COLOR": "1"}


@pytest.fixture
def skupnost(
    db: None, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Callable[..., Said]:
    """Runs one command to its end, inside this process and over the database of the test."""
    monkeypatch.chdir(tmp_path)

    def run(*arguments: str) -> Said:
        capsys.readouterr()
        with pytest.raises(SystemExit) as left:
            main(list(arguments))
        said = capsys.readouterr()
        return Said(int(left.value.code or 0), said.out, said.err)

    return run


@pytest.fixture
def installed(environment: dict[str, str], tmp_path: Path) -> Callable[..., Said]:
    """Runs one command to its end as a process of its own, over the folder `data`."""

    def run(*arguments: str, **more: str) -> Said:
        done = subprocess.run(
            [sys.executable, "-m", "skupnost.cli.main", *arguments],
            check=False,
            capture_output=True,
            cwd=tmp_path,
            env={**environment, **more},
            stdin=subprocess.DEVNULL,
            text=True,
            timeout=120,
        )
        return Said(done.returncode, done.stdout, done.stderr)

    return run
