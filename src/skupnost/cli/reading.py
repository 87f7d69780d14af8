"""Files named on the command line: `-` is what is piped in."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryFile
from typing import BinaryIO, cast

from skupnost.cli.answers import Problem

PIPED = Path("-")


@contextmanager
def opened(path: Path) -> Iterator[BinaryIO]:
    """The bytes of a file from its start, as often as wanted; those of a pipe are put aside first.
    A Problem where they cannot be read."""
    try:
        with _bytes(path) as found:
            if found.seekable():
                yield found
            else:
                with TemporaryFile() as aside:
                    shutil.copyfileobj(found, aside)
                    yield cast("BinaryIO", aside)
    except OSError as error:
        words = f"{path} cannot be read: {error.strerror or error}."
        raise Problem("no_such_file", words) from error


@contextmanager
def _bytes(path: Path) -> Iterator[BinaryIO]:
    if path == PIPED:
        yield cast("BinaryIO", sys.stdin.buffer)
    else:
        with path.open("rb") as found:
            yield found


def text_of(path: Path) -> str:
    """What a text file says; a Problem where it cannot be read."""
    try:
        with opened(path) as found:
            return found.read().decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as error:
        raise Problem("not_utf8", f"{path} is not a UTF-8 text file.") from error
