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
# What is said of files that are of another kind than tables; `path` stands before it.
OTHER_KINDS = {
    "old_excel": "this is a file of an old Excel. Open it and save it as .xlsx or CSV.",
    "protected": "the workbook is protected by a password. Save it without one.",
    "other_program": "this is a file of {program}. Save or export it as .xlsx or CSV there.",
    "document": "this is a {kind} file. Take the table itself, as .xlsx or CSV.",
    "web_page": "this is a web page without a table. Download the file once more.",
}
WAYS_OUT = {
    FileNotFoundError: " Check its name and folder.",
    IsADirectoryError: " Name a file in it.",
    PermissionError: " Give yourself the right to read it.",
}


def _way_out(error: OSError) -> str:
    return next((words for kind, words in WAYS_OUT.items() if isinstance(error, kind)), "")


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
        words = f"{path} cannot be read: {error.strerror or error}.{_way_out(error)}"
        raise Problem("no_such_file", words) from error


@contextmanager
def _bytes(path: Path) -> Iterator[BinaryIO]:
    if path == PIPED:
        yield cast("BinaryIO", sys.stdin.buffer)
    else:
        with path.open("rb") as found:
            yield found
