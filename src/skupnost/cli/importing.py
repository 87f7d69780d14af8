"""Posts from a table, which is read as histories are. Every row is tried before the first is
stored, so that a broken row never leaves half a file behind; the same file a second time adds only
what is not there yet."""

from __future__ import annotations

import uuid
from codecs import BOM_UTF8
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from hashlib import sha256
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO

from skupnost.channels.models import Channel
from skupnost.cli.answers import Problem
from skupnost.cli.history_rows import Row, table_in
from skupnost.cli.lookups import channels_of
from skupnost.cli.reading import opened
from skupnost.cli.values import post_value
from skupnost.cli.writing import Plan, moment_in, pictures_of, store, try_out, with_assets
from skupnost.clients.models import Client
from skupnost.domain.cadence import Notice
from skupnost.editorial.models import Post
from skupnost.metrics.sentences import notice

NEEDED = ("channel", "text")
SEPARATOR = "|"
MAX_SHOWN = 20
MOST_ROWS = 20_000
PIECE = 1_000_000


@dataclass
class Imported:
    """How an import went."""

    n_new: int = 0
    n_known: int = 0
    notices: list[dict[str, Any]] = field(default_factory=list)
    posts: list[dict[str, Any]] = field(default_factory=list)


def import_rows(path: Path, *, is_approved: bool, now: datetime) -> Imported:
    """Store every row of the table in a file; a Problem names each broken row and stores none.
    Pictures are looked for beside the file."""
    with opened(path) as file:
        file_id = _digest(file)
        with table_in(file, path, NEEDED, languages=_languages()) as table:
            rows = list(islice(table.rows, MOST_ROWS + 1))
    if not rows:
        raise Problem("empty_file", "The file has no rows below its heading.")
    if len(rows) > MOST_ROWS:
        raise Problem("too_many_rows", f"The table has more than {MOST_ROWS} rows. Divide it.")
    plans = _plans(rows, folder=path.parent, file_id=file_id, is_approved=is_approved, now=now)
    known = set(_known([plan.post_id for plan in plans if plan.post_id]))
    done = Imported(n_known=len(known), notices=[_noticed(odd) for odd in table.remarks])
    for plan in plans:
        if plan.post_id not in known:
            done.posts.append(post_value(store(plan, is_approved=is_approved, now=now)))
            done.n_new += 1
    return done


def _digest(file: BinaryIO) -> str:
    """What tells the file from others; that of a text is the same with and without a mark."""
    file.seek(0)
    found = sha256(file.read(len(BOM_UTF8)).removeprefix(BOM_UTF8))
    while piece := file.read(PIECE):
        found.update(piece)
    return found.hexdigest()


def _noticed(odd: Notice) -> dict[str, Any]:
    told = {"code": odd.code, "params": odd.params}
    return told | {"message": notice(told)}


def _languages() -> list[str]:
    """Those of the clients, which settle what the letters of a table leave open."""
    return list(Client.objects.order_by("pk").values_list("language", flat=True))


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
    if row.is_too_long:
        raise Problem(
            "bad_csv",
            f"It has {len(row.cells)} cells and the heading {len(row.table.heading)}. Put a text "
            "with commas into double quotes.",
        )
    typed = row["channel"]
    if typed not in channels:
        channels[typed] = tuple(channels_of(typed.replace(SEPARATOR, ",")))
    at = row["at"]
    paths = [folder / name for name in _several(row["media"])]
    return Plan(
        channels=channels[typed],
        text=row["text"],
        at=moment_in(at, channels[typed][0].client) if at else None,
        title=row["title"],
        pictures=pictures_of(paths, _several(row["alt"])[: len(paths)]),
    )


def _several(cell: str) -> list[str]:
    return [part.strip() for part in cell.split(SEPARATOR)] if cell else []


def _known(ids: list[uuid.UUID]) -> Iterator[uuid.UUID]:
    for start in range(0, len(ids), 500):
        yield from Post.objects.filter(pk__in=ids[start : start + 500]).values_list("pk", flat=True)
