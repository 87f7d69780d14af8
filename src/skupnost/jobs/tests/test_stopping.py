"""The engine stops in peace: what runs is written down, what takes too long is ended."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

LIFE = Path(__file__).with_name("engine_life.py")


def live(folder: Path, *, seconds: float, within: float) -> tuple[int, int]:
    """How many jobs of one life began and ended; nothing was said on the way."""
    done = subprocess.run(
        [sys.executable, str(LIFE), str(folder), str(seconds), str(within)],
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert done.stderr == ""
    began, ended = done.stdout.split()
    return int(began), int(ended)


@pytest.mark.parametrize("seconds", [0.0, 0.05])
def test_nothing_is_said_when_the_engine_stops_amid_its_work(tmp_path, seconds):
    began, ended = live(tmp_path, seconds=seconds, within=20)
    assert began == ended > 0


def test_what_takes_too_long_is_left_to_the_next_start(tmp_path):
    began, ended = live(tmp_path, seconds=60, within=0.1)
    assert began > ended == 0
    assert live(tmp_path, seconds=0, within=20)[1] > 0
