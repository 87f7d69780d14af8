"""No machine's paths, no registry's address, no secret in what is handed out."""

from __future__ import annotations

import re

import pytest

from tests.architecture.sources import ROOT, tracked, where

TEXT = {".py", ".md", ".toml", ".html", ".css", ".js", ".json", ".lock", ".cfg", ".yml", ".php", ""}
HOSTS = ("pypi" + ".org", "pythonhosted" + ".org", "registry.npm" + "js.org", "deb.debian" + ".org")
PATHS = re.compile(r"(?<![\w.])/(?:" + "|".join(("work", "root", "home/[a-z]+")) + r")/\w")
LOCKS = ("requirements.lock", "requirements-dev.lock")


def _texts():
    for path in tracked():
        if path.suffix in TEXT and path != ROOT / "tests/architecture/test_nothing_private.py":
            yield path, path.read_text(encoding="utf-8", errors="replace")


def test_no_registry_is_named():
    found = [where(path) for path, text in _texts() if any(host in text for host in HOSTS)]
    assert not found


def test_no_path_of_a_machine_is_named():
    found = [f"{where(p)}: {m.group()}" for p, text in _texts() for m in PATHS.finditer(text)]
    assert not found


@pytest.mark.parametrize("name", LOCKS)
def test_locks_hold_pins_and_hashes_and_no_address(name):
    lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
    pins = [line for line in lines if "==" in line]
    assert len(pins) > 30
    assert "://" not in "\n".join(lines)
    assert all(line.startswith((" ", "#")) or "==" in line for line in lines if line.strip())
    assert all(line.rstrip().endswith("\\") for line in pins)


def test_no_key_lies_among_the_files():
    secret = [where(path) for path in tracked() if path.suffix in {".key", ".pem", ".sqlite3"}]
    assert not secret
