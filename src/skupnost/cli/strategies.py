"""`skupnost strategy export`: a client's strategy as a file to hand over."""

from __future__ import annotations

import json
import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from skupnost.cli.answers import Problem, answer, moment
from skupnost.cli.options import AsJson
from skupnost.cli.site import open_data

if TYPE_CHECKING:
    from skupnost.strategy.models import StrategyVersion

app = typer.Typer(help="The strategy of a client.", no_args_is_help=True)


class Format(StrEnum):
    """How the strategy is written."""

    MD = "md"
    PDF = "pdf"
    HTML = "html"
    JSON = "json"


@app.callback()
def strategy() -> None:
    """The strategy of a client."""


@app.command("export")
def export(
    *,
    client: Annotated[str, typer.Option(help="Slug of the client.")],
    version: Annotated[int, typer.Option(help="Number of a version; else the newest.")] = 0,
    format_: Annotated[Format, typer.Option("--format", help="md, pdf, html or json.")] = Format.MD,
    out: Annotated[Path, typer.Option(help="The file; - writes to stdout.")] = Path("-"),
    as_json: AsJson = False,
) -> None:
    """Write a client's strategy as Markdown, PDF, HTML or JSON, in the client's language."""
    open_data()
    found = _version(client, version)
    content = _content(found, format_)
    if str(out) == "-":
        if as_json:
            raise Problem("no_file", "With --json name a file by --out.")
        sys.stdout.buffer.write(content)
        sys.stdout.flush()
        return
    _write(out, content)
    value = {
        "client": client,
        "version": found.number,
        "saved_at": moment(found.saved_at),
        "format": format_.value,
        "file": str(out),
        "n_bytes": len(content),
    }
    answer(value, as_json=as_json, lines=[f"✓ version {found.number} in {out}"])


def _version(slug: str, number: int) -> StrategyVersion:
    from skupnost.cli.lookups import client_of
    from skupnost.strategy.versions import latest, numbered

    client = client_of(slug)
    found = numbered(client, number) if number else latest(client)
    if found is None:
        which = f"version {number} of the strategy" if number else "strategy yet"
        raise Problem("no_such_version", f"{client.name} has no {which}.")
    return found


def _content(version: StrategyVersion, format_: Format) -> bytes:
    from skupnost.strategy import exporting
    from skupnost.ui.typesetting import NotInstalled

    if format_ is Format.JSON:
        value = exporting.as_value(version) | {"saved_at": moment(version.saved_at)}
        return json.dumps(value, ensure_ascii=False, indent=1).encode() + b"\n"
    try:
        if format_ is Format.PDF:
            return exporting.as_pdf(version)
    except NotInstalled as error:
        words = "PDFs need the extra: pip install skupnost[pdf]."
        raise Problem("no_extra", words) from error
    text = exporting.as_html(version) if format_ is Format.HTML else exporting.as_markdown(version)
    return text.encode()


def _write(out: Path, content: bytes) -> None:
    try:
        out.write_bytes(content)
    except OSError as error:
        raise Problem("cannot_write", f"Cannot write {out}: {error.strerror}.") from error
