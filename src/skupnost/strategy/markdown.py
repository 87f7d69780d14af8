"""Words as people typed them, for a file of Markdown in which they stay just that: a star stays a
star, a line that begins with "1." is no list. By CommonMark 0.31.2, sections 2.4, 4 and 6."""

from __future__ import annotations

import re

# A sign within a word is left alone where it means nothing there: addresses stay readable.
_INLINE = re.compile(r"[\\`*\[\]<|~$]|(?<![^\W_])_|_(?![^\W_])|&(?=#?\w+;)")
_OPENING = re.compile(r"^(#{1,6}(?=\s|$)|>|[-+](?=\s|$)|(?:-+|=+)\s*$)")
_NUMBERED = re.compile(r"^(\d{1,9})([.)])(?=\s|$)")


def as_plain(line: str) -> str:
    """One line that Markdown shows as it is, wherever it stands."""
    signs = _INLINE.sub(r"\\\g<0>", line.strip())
    return _NUMBERED.sub(r"\1\\\2", _OPENING.sub(r"\\\1", signs))


def paragraphs(words: str) -> str:
    """Lines and paragraphs as they were typed: a line ends where it ended."""
    parts = re.split(r"\n[ \t]*\n", words)
    return "\n\n".join("  \n".join(map(as_plain, part.split("\n"))) for part in parts)
