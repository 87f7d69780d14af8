"""What a command answers: JSON for scripts, lines for people, a sentence where it failed.

Exit codes: 0 done; 1 refused or failed, with one sentence on stderr (and with `--json` also
`{"error": {"code", "message", …}}` on stdout); 2 the command itself was mistyped.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, NoReturn


class Problem(Exception):
    """Why a command cannot do what it was asked: a stable code, a sentence, more for JSON;
    `exit_code` 2 where what was typed means nothing."""

    def __init__(self, code: str, message: str, *, exit_code: int = 1, **more: object) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.exit_code = exit_code
        self.more = more


def answer(value: object, *, as_json: bool, lines: Iterable[str]) -> None:
    """Print the JSON value or the lines, whichever was asked for."""
    try:
        if as_json:
            print(json.dumps(value, ensure_ascii=False, indent=1, default=_plain), flush=True)
            return
        for line in lines:
            print(line, flush=True)
    except BrokenPipeError:
        raise
    except OSError as error:
        _give_up(error)


def _give_up(error: OSError) -> NoReturn:
    """Leave where stdout takes no more, as on a full disk, without Python trying once again."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    note(f"The answer cannot be written: {error.strerror or error}.")
    sys.exit(1)


def note(words: str) -> None:
    """A word by the way, kept out of stdout."""
    print(words, file=sys.stderr, flush=True)


def fail(problem: Problem, *, as_json: bool) -> NoReturn:
    """Say the problem in both channels and leave with its exit code."""
    if as_json:
        told: Mapping[str, object] = {
            "code": problem.code,
            "message": problem.message,
            **problem.more,
        }
        answer({"error": told}, as_json=True, lines=())
    note(problem.message)
    sys.exit(problem.exit_code)


def table(rows: Sequence[tuple[str, ...]]) -> list[str]:
    """Lines with the columns aligned; the last column runs free."""
    if not rows:
        return []
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]) - 1)]
    return [_line(row, widths) for row in rows]


def _line(row: tuple[str, ...], widths: list[int]) -> str:
    cells = [cell.ljust(width) for cell, width in zip(row, widths, strict=False)]
    return "  ".join([*cells, row[-1]]).rstrip()


def moment(value: datetime | None) -> str | None:
    """An instant as ISO 8601 in UTC, to the second where it has no fraction."""
    return None if value is None else value.astimezone(UTC).isoformat()


def _plain(value: Any) -> str:
    return value.astimezone(UTC).isoformat() if isinstance(value, datetime) else str(value)
