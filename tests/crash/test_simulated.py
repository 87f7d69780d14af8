"""A tenth of the simulated kills; `python -m tests.crash` runs them all."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.mark.timeout(1500)
def test_nothing_is_lost_or_doubled_wherever_a_worker_dies():
    done = subprocess.run(
        [sys.executable, "-m", "tests.crash", "--tenth"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    print(done.stdout)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "NOT CAUGHT" not in done.stdout
    assert len(re.findall(r" caught +\d", done.stdout)) == 3
