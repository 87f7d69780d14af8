"""What web and worker do not load before somebody needs it: idle memory is a promise."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

HEAVY = ("numpy", "PIL", "av", "pillow_heif", "openpyxl", "fontTools", "holidays", "typst")
TELL = """
import sys
import django; django.setup()
from skupnost.kit.registry import connectors; connectors()
import {module}
print(*sorted(set({heavy}) & set(sys.modules)))
"""


@pytest.mark.parametrize(
    "module", ["skupnost.config.urls", "skupnost.cli.working", "skupnost.strategy.refitting"]
)
def test_a_start_loads_no_heavy_library(tmp_path: Path, module: str) -> None:
    environment = {
        **os.environ,
        "SKUPNOST_DATA": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "skupnost.config.settings",
    }
    code = TELL.format(module=module, heavy=HEAVY)
    done = subprocess.run(
        [sys.executable, "-c", code],
        check=True,
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
        timeout=120,
    )
    assert done.stdout.split() == []
