"""Posts from a CSV file. Every row is tried before the first is stored, so that a broken row never
leaves half a file behind; the same file a second time adds only what is not there yet."""

from __future__ import annotations

import csv
import io
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from skupnost.channels.models import Channel
from skupnost.cli.answers import Problem
from skupnost.cli.lookups import channels_of
from skupnost.cli.values import post_value
from skupnost.cli.writing import Plan, moment_in, pictures_of, store, try_out, with_assets
from skupnost.editorial.models import Post

NEEDED = ("channel", "text")
KNOWN = ("channel", "text", "at", "title", "media", "alt")
SEPARATOR = "|"
MAX_SHOWN = 20


@dataclass
class Imported:
    """How an import went."""

    n_new: int = 0
    n_known: int = 0
    posts: list[dict[str, Any]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the file: its number as an editor shows it, and its cells by column."""

    line: int
    cells: Mapping[str, str]


def import_rows(text: str, *, folder: Path, is_approved: bool, now: datetime) -> Imported:
    """Store every row of the file; a Problem names each broken row and stores none."""
    rows = list(read_rows(text))
    if not rows:
        raise Problem("empty_file", "The file has no rows below its heading.")
    file_id = sha256(text.encode()).hexdigest()
    plans = _plans(rows, folder=folder, file_id=file_id, is_approved=is_approved, now=now)
    known = set(_known([plan.post_id for plan in plans if plan.post_id]))
    done = Imported(n_known=len(known))
    for plan in plans:
        if plan.post_id not in known:
            done.posts.append(post_value(store(plan, is_approved=is_approved, now=now)))
            done.n_new += 1
    return done


def read_rows(text: str) -> Iterator[Row]:
    """The rows below the heading; empty lines are passed over."""
    reader = csv.reader(io.StringIO(text), dialect=_dialect(text), strict=True)
    try:
        heading = [cell.strip().lower() for cell in next(reader, [])]
        _check_heading(heading)
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield Row(reader.line_num, _named(heading, cells, reader.line_num))
    except csv.Error as error:
        raise Problem("bad_csv", f"Line {reader.line_num} is not CSV: {error}.") from error


def _dialect(text: str) -> type[csv.Dialect]:
    """Comma or semicolon, as the heading has it (spreadsheets differ by country)."""
    heading = text.partition("\n")[0]

    class Dialect(csv.excel):
        delimiter = ";" if heading.count(";") > heading.count(",") else ","

    return Dialect


def _check_heading(heading: list[str]) -> None:
    missing = [name for name in NEEDED if name not in heading]
    if missing:
        raise Problem(
            "no_such_column",
            f"The first line must name the columns. Missing: {', '.join(missing)}. Known: "
            f"{', '.join(KNOWN)}.",
        )


def _named(heading: list[str], cells: list[str], line: int) -> dict[str, str]:
    if len(cells) > len(heading):
        raise Problem(
            "bad_csv",
            f"Line {line} has {len(cells)} cells and the heading {len(heading)}. Put a text with "
            "commas into double quotes.",
        )
    filled = [*cells, *[""] * (len(heading) - len(cells))]
    return {name: cell.strip() for name, cell in zip(heading, filled, strict=True)}


def _plans(
    rows: list[Row], *, folder: Path, file_id: str, is_approved: bool, now: datetime
) -> list[Plan]:
    """What each row asks for, tried out; the pictures of the rows are in the library then."""
    plans, wrong = [], []
    channels: dict[str, tuple[Channel, ...]] = {}
    for number, row in enumerate(rows):
        try:
            plan = with_assets(_plan(row, folder, channels), now)
            try_out(plan, is_approved=is_approved, now=now)
        except Problem as problem:
            wrong.append({"line": row.line, "code": problem.code, "message": problem.message})
        else:
            name = uuid.uuid5(uuid.NAMESPACE_OID, f"{file_id}:{number}")
            plans.append(replace(plan, post_id=name))
    if wrong:
        raise _refusal(wrong)
    return plans


def _refusal(wrong: list[dict[str, Any]]) -> Problem:
    shown = [f"Line {row['line']}: {row['message']}" for row in wrong[:MAX_SHOWN]]
    rest = [f"… and {len(wrong) - MAX_SHOWN} more."] if len(wrong) > MAX_SHOWN else []
    words = [f"Nothing was imported: {len(wrong)} rows are wrong.", *shown, *rest]
    return Problem("bad_rows", "\n".join(words), rows=wrong)


def _plan(row: Row, folder: Path, channels: dict[str, tuple[Channel, ...]]) -> Plan:
    cells = row.cells
    typed = cells["channel"]
    if typed not in channels:
        channels[typed] = tuple(channels_of(typed.replace(SEPARATOR, ",")))
    at = cells.get("at", "")
    paths = [folder / name for name in _several(cells.get("media", ""))]
    return Plan(
        channels=channels[typed],
        text=cells["text"],
        at=moment_in(at, channels[typed][0].client) if at else None,
        title=cells.get("title", ""),
        pictures=pictures_of(paths, _several(cells.get("alt", ""))[: len(paths)]),
    )


def _several(cell: str) -> list[str]:
    return [part.strip() for part in cell.split(SEPARATOR)] if cell else []


def _known(ids: list[uuid.UUID]) -> Iterator[uuid.UUID]:
    for start in range(0, len(ids), 500):
        yield from Post.objects.filter(pk__in=ids[start : start + 500]).values_list("pk", flat=True)
