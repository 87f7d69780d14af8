"""linkify-it: links in Markdown, with and without a scheme."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from skupnost.domain.text.linkify import find_links
from tests.contract.conformance import Outcome

SUITE = "linkify-it"


def outcomes(folder: Path) -> Iterator[Outcome]:
    for block in _blocks(folder / SUITE / "links.txt"):
        yield Outcome(SUITE, "links", block[0], block[-1], _first(block[0]))
    for block in _blocks(folder / SUITE / "not_links.txt"):
        for line in block:
            yield Outcome(SUITE, "not_links", line, "", _first(line))


def _blocks(file: Path) -> Iterator[list[str]]:
    """The runs of lines between blank lines and comments."""
    block: list[str] = []
    for line in [*file.read_text("utf-8").split("\n"), ""]:
        if line.strip() and not line.startswith("%"):
            block.append(line)
        elif block:
            yield block
            block = []


def _first(text: str) -> str:
    """The first link in a text, as written."""
    return next((text[found.start : found.end] for found in find_links(text)), "")
