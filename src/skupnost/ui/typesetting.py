"""PDFs by the typesetter Typst, which comes with the extra `skupnost[pdf]`.

A document is one of our files `<name>.typ` and data. The data travel as JSON and are read by the
file as text, so nothing that a person writes is taken for markup.
"""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
import unicodedata
import warnings
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

LONGEST_SECONDS = 60


class NotInstalled(Exception):
    """The extra is not there; `pip install skupnost[pdf]` brings it."""


def is_installed() -> bool:
    """Whether PDFs can be made; looks without importing, since the typesetter is heavy."""
    return importlib.util.find_spec("typst") is not None


def typeset(template: Path, data: Mapping[str, Any], *, at: datetime) -> bytes:
    """The template filled with the data, as PDF dated `at`; made by a child process, since the
    typesetter needs 70 MB that the web process should not keep."""
    if not is_installed():
        raise NotInstalled
    moment = at.replace(microsecond=0).isoformat()
    command = [sys.executable, "-m", "skupnost.ui.typesetting", str(template), moment]
    told = json.dumps(_printable(data)).encode()
    done = subprocess.run(  # noqa: S603 - our own module
        command, input=told, stdout=subprocess.PIPE, check=True, timeout=LONGEST_SECONDS
    )
    return done.stdout


def _printable(part: Any) -> Any:
    """Without control characters, which no font can draw; line ends stay."""
    if isinstance(part, str):
        return "".join(sign for sign in part if sign == "\n" or unicodedata.category(sign) != "Cc")
    if isinstance(part, Mapping):
        return {name: _printable(inner) for name, inner in part.items()}
    if isinstance(part, Sequence):
        return [_printable(inner) for inner in part]
    return part


def _compiled(template: Path, told: str, at: datetime) -> bytes:
    """Tagged by PDF/UA-1; only where a character is in no font of this machine it is tagged without
    that promise, and a box stands for the character. Inter is the font of the pages."""
    import fontpkg_inter
    import typst

    warnings.simplefilter("ignore", typst.TypstWarning)
    fonts = typst.Fonts(font_paths=[str(fontpkg_inter.ROOT / "files")])
    compiler = typst.Compiler(template, font_paths=fonts, sys_inputs={"data": told})
    try:
        found = compiler.compile(format="pdf", pdf_standards="ua-1", timestamp=at)
    except typst.TypstError:
        found = compiler.compile(format="pdf", timestamp=at)
    assert isinstance(found, bytes)
    return found


if __name__ == "__main__":
    told = sys.stdin.buffer.read().decode()
    at = datetime.fromisoformat(sys.argv[2])
    sys.stdout.buffer.write(_compiled(Path(sys.argv[1]), told, at))
