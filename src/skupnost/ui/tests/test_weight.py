"""Pages stay light: no more than 20 KB of sheets and 40 KB of scripts on the wire."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders

STATIC = Path(__file__).parents[1] / "static" / "ui"
SRC = Path(__file__).parents[2]
# A file that is handed to the client and stands alone; no page of ours.
HANDED_OUT = "paper.html"
PAGES = [path for path in SRC.glob("*/templates/**/*.html") if path.name != HANDED_OUT]


def zipped(paths) -> int:
    return sum(len(gzip.compress(Path(path).read_bytes(), 9)) for path in paths)


def test_all_sheets_together_are_light():
    assert zipped(SRC.glob("*/static/**/*.css")) <= 20_000


def test_all_scripts_together_are_light():
    htmx = finders.find("django_htmx/htmx-4.min.js")
    assert htmx
    assert zipped([htmx, *SRC.glob("*/static/**/*.js")]) <= 40_000


@pytest.mark.parametrize("path", sorted(PAGES), ids=lambda p: p.name)
def test_templates_hold_no_inline_script_or_style(path):
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=|javascript:", text)
    assert not re.search(r"<script(?![^>]*\ssrc=)", text)


def test_every_network_colour_has_its_drawing():
    named = re.findall(r"glyphs/(\w+)\.svg", (STATIC / "css/networks.css").read_text("utf-8"))
    assert sorted({f"{name}.svg" for name in named}) == sorted(
        path.name for path in (STATIC / "glyphs").glob("*.svg")
    )
