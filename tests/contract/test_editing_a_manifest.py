"""A fact is one line of TOML: whoever changes it changes counting, commands and pages; a slip of
the pen in one manifest is named with file and line, and all other networks go on."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import skupnost

PACKAGE = Path(skupnost.__file__).parent
PAGES = """
import sys
import django
django.setup()
from django.core.management import call_command
from django.test import Client
from skupnost.people.models import User
call_command("migrate", verbosity=0)
reader = Client()
reader.force_login(User.objects.create(username="alice"))
answers = [reader.get(address, headers={"host": "localhost"}) for address in sys.argv[1:]]
assert {answer.status_code for answer in answers} == {200}
print("".join(answer.text for answer in answers))
"""


class Copy:
    """The product in a folder of its own, whose manifests may be written in."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "site"
        left_out = shutil.ignore_patterns("tests", "__pycache__")
        shutil.copytree(PACKAGE, self.folder / "skupnost", ignore=left_out)
        self.environment = {
            **os.environ,
            "PYTHONPATH": str(self.folder),
            "SKUPNOST_DATA": str(folder / "data"),
            "DJANGO_SETTINGS_MODULE": "skupnost.config.settings",
        }

    def change(self, network: str, old: str, new: str) -> int:
        """Writes `new` for `old` in one manifest; the line on which it stands."""
        path = self.folder / "skupnost" / "connectors" / network / "manifest.toml"
        text = path.read_text(encoding="utf-8")
        assert text.count(old) >= 1
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
        return text[: text.index(old)].count("\n") + 1

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, *arguments],
            check=False,
            capture_output=True,
            env=self.environment,
            cwd=self.folder,
            text=True,
            encoding="utf-8",
            timeout=120,
        )

    def skupnost(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return self.run("-m", "skupnost.cli.main", *arguments)

    def pages(self, *addresses: str) -> str:
        done = self.run("-c", PAGES, *addresses)
        assert done.returncode == 0, done.stderr
        return done.stdout


@pytest.fixture
def copy(tmp_path: Path) -> Copy:
    return Copy(tmp_path)


def test_one_edited_line_changes_what_check_says_and_what_the_page_shows(copy, tmp_path):
    text = tmp_path / "post.txt"
    text.write_text("a" * 120, encoding="utf-8")
    asked = ("check", "--network", "threads", "--text-file", str(text), "--json")
    before = json.loads(copy.skupnost(*asked).stdout)
    assert (before["ok"], before["length"]["max"]) == (True, 500)
    copy.change("threads", "text_max = { value = 500,", "text_max = { value = 119,")
    after = json.loads(copy.skupnost(*asked).stdout)
    assert (after["ok"], after["length"]["max"]) == (False, 119)
    assert "text_too_long" in [finding["code"] for finding in after["findings"]]
    assert "119 characters" in copy.pages("/networks/threads/")


def test_a_typo_is_named_with_file_and_line_and_the_rest_starts(copy):
    line = copy.change("threads", "text_max = { value = 500,", "text_max = { valeu = 500,")
    other = copy.change("x", "[kinds.standard]", "[kinds.standard")
    listed = copy.skupnost("rules", "list", "--json")
    slugs = {row["slug"] for row in json.loads(listed.stdout)}
    assert listed.returncode == 0
    assert len(slugs) == 23
    assert not {"threads", "x"} & slugs
    threads, x = listed.stderr.splitlines()[-2:]
    assert f"manifest.toml, line {line}" in threads
    assert "valeu" in threads
    assert f"line {other}" in x


def test_the_page_of_networks_names_the_one_that_cannot_be_read(copy):
    line = copy.change("threads", "text_max = { value = 500,", "text_max = { valeu = 500,")
    page = copy.pages("/networks/")
    assert f"manifest.toml, line {line}" in page
    assert page.count('is-link" data-network=') == 24
