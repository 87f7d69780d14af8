"""Unicode's own tests of grapheme clusters, from Debian's package `unicode-data` (15.0)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from skupnost.domain.text.units import each_grapheme
from tests.contract.conformance import Outcome

SUITE = "unicode"
FILE = Path("/usr/share/unicode/auxiliary/GraphemeBreakTest.txt")


def outcomes(_folder: Path) -> Iterator[Outcome]:
    for line in FILE.read_text("utf-8").splitlines():
        marks = line.partition("#")[0].strip()
        if marks:
            pieces = [_text(piece) for piece in marks.strip("÷ ").split("÷")]
            whole = "".join(pieces)
            found = [whole[start:end] for start, end in each_grapheme(whole)]
            yield Outcome(SUITE, "grapheme breaks", marks, pieces, found)


def _text(codes: str) -> str:
    return "".join(chr(int(code, 16)) for code in codes.split() if code != "×")
