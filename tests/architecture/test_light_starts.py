"""What web and worker do not load before somebody needs it: idle memory and a quick start are
promises."""

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
ONE_NETWORK = """
import sys
from skupnost.kit.registry import connector; connector("mastodon")
print(*sorted(name for name in sys.modules if name.startswith("skupnost.connectors.")))
"""
PREPARE = """
import sys
from skupnost.cli.preparing import prepare; prepare(with_sample=False)
print(*sorted(name for name in sys.modules if name.startswith("skupnost.") and "views" in name))
"""


def loaded(code: str, folder: Path) -> list[str]:
    """What the code prints, run by itself over an empty data folder."""
    environment = {
        **os.environ,
        "SKUPNOST_DATA": str(folder),
        "DJANGO_SETTINGS_MODULE": "skupnost.config.settings",
    }
    command = [sys.executable, "-c", code]
    done = subprocess.run(
        command, check=True, env=environment, capture_output=True, text=True, timeout=120
    )
    return done.stdout.split()


@pytest.mark.parametrize(
    "module", ["skupnost.config.urls", "skupnost.cli.working", "skupnost.strategy.refitting"]
)
def test_a_start_loads_no_heavy_library(tmp_path: Path, module: str) -> None:
    assert loaded(TELL.format(module=module, heavy=HEAVY), tmp_path) == []


def test_pages_load_no_way_to_the_world_before_one_asks_it(tmp_path: Path) -> None:
    code = TELL.format(module="skupnost.config.wsgi", heavy=("aiohttp", "skupnost.config.urls"))
    assert loaded(code, tmp_path) == ["skupnost.config.urls"]


def test_who_asks_for_one_network_reads_no_other(tmp_path: Path) -> None:
    found = {name.split(".")[2] for name in loaded(ONE_NETWORK, tmp_path)}
    assert found == {"mastodon"}


def test_preparing_loads_the_pages_of_signing_in_and_no_others(tmp_path: Path) -> None:
    *_path, views = loaded(PREPARE, tmp_path)
    assert views == "skupnost.people.views"
