"""atproto interop: strings of the protocol, its data model, its lexicons."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from skupnost.kit.dialects.atproto.syntax import FORMATS
from tests.contract.conformance import Outcome

SUITE = "atproto-interop"
NAMES = {"atidentifier": "at-identifier", "aturi": "at-uri", "recordkey": "record-key"}


def outcomes(folder: Path) -> Iterator[Outcome]:
    yield from _strings(folder / SUITE / "syntax")


def _strings(folder: Path) -> Iterator[Outcome]:
    for file in sorted(folder.glob("*.txt")):
        name = file.stem.partition("_")[0]
        is_valid = FORMATS[NAMES.get(name, name)]
        for line in file.read_text("utf-8").split("\n"):
            if line.strip() and not line.startswith("#"):
                wanted = file.stem.endswith("_valid")
                yield Outcome(SUITE, file.stem, line[:200], wanted, is_valid(line))
