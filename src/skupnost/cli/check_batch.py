"""`skupnost check --batch`: many posts, one JSON object a line in, one a line out."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, BinaryIO

from skupnost.cli.answers import Problem
from skupnost.cli.checks import Value, answer_of, post_of, rules
from skupnost.domain.facts import Facts

Rules = Callable[[str, str], tuple[str, Facts]]


def check_batch(file: Path, *, network: str, kind: str, found: Rules = rules) -> bool:
    """Answer every line as soon as it is read; whether all of them are ok. `network` and `kind`
    stand in where a line names none."""
    if str(file) == "-":
        return _answered(sys.stdin.buffer, Path(), network, kind, found)
    try:
        with file.open("rb") as lines:
            return _answered(lines, file.parent, network, kind, found)
    except OSError as error:
        raise Problem("no_such_file", f"Cannot read {file}: {error.strerror}.") from error


def _answered(lines: BinaryIO, folder: Path, network: str, kind: str, found: Rules) -> bool:
    is_all_ok = True
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        value = _one(line, number, folder, {"network": network, "kind": kind}, found)
        print(written(value), flush=True)
        is_all_ok = is_all_ok and value["ok"] is True
    return is_all_ok


def _one(line: bytes, number: int, folder: Path, usual: Mapping[str, str], found: Rules) -> Value:
    """The answer to one line; `error` says why there is none."""
    asked: dict[str, Any] = {}
    try:
        asked = _read(line)
        network, kind = (str(asked.get(name) or usual[name]) for name in ("network", "kind"))
        if not network:
            raise Problem("say_which", "Say by whose rules: network is missing.")
        chosen, facts = found(network, kind)
        answer = answer_of(post_of(asked, folder), facts)
        return {"id": asked.get("id"), "network": network, "kind": chosen, **answer}
    except Problem as problem:
        error = {"code": problem.code, "message": problem.message, **problem.more}
        return {"id": asked.get("id"), "line": number, "error": error, "ok": False}


def _read(line: bytes) -> dict[str, Any]:
    """The object of a line. Halves of surrogate pairs are let through, as escapes or as bytes, for
    preflight to name."""
    try:
        value = json.loads(line.decode("utf-8-sig", "surrogatepass"))
    except UnicodeDecodeError as error:
        words = f"The line is not text in UTF-8 (byte {error.start + 1})."
        raise Problem("not_text", words) from error
    except (ValueError, RecursionError) as error:
        raise Problem("not_json", f"The line is no JSON: {error}.") from error
    if not isinstance(value, dict):
        raise Problem("not_an_object", "The line is no JSON object.")
    return value


def written(value: Value) -> str:
    """One line of JSON; halves of characters, which no output can carry, are escaped."""
    line = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    if line.isascii() or not any(True for _ in _halves(line)):
        return line
    return json.dumps(value, separators=(",", ":"))


def _halves(text: str) -> Iterator[int]:
    try:
        text.encode()
    except UnicodeEncodeError as error:
        yield error.start
