"""`skupnost calendar export`: what is planned, as a calendar file, a table or JSON."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from skupnost.cli.answers import Problem, answer, moment
from skupnost.cli.options import AsJson
from skupnost.cli.site import open_data

if TYPE_CHECKING:
    from skupnost.clients.models import Client
    from skupnost.editorial.models import Post

app = typer.Typer(help="The calendar of a client.", no_args_is_help=True)
COLUMNS = ("at", "channels", "state", "title", "text", "url")
LINE_BYTES = 74
MINUTES = 15


class Format(StrEnum):
    """How the calendar is written."""

    ICS = "ics"
    CSV = "csv"
    JSON = "json"


@dataclass(frozen=True, slots=True)
class Entry:
    """One post as a calendar shows it."""

    id: str
    at: datetime
    channels: tuple[str, ...]
    states: tuple[str, ...]
    title: str
    text: str
    url: str

    @property
    def summary(self) -> str:
        return self.title or self.text.partition("\n")[0][:80]


@app.command("export")
def export(
    *,
    client: Annotated[str, typer.Option(help="Slug of the client.")],
    format_: Annotated[Format, typer.Option("--format", help="ics, csv or json.")] = Format.ICS,
    since: Annotated[str, typer.Option("--from", help="First day, such as 2026-11-01.")] = "",
    until: Annotated[str, typer.Option("--to", help="Last day.")] = "",
    output: Annotated[Path | None, typer.Option(help="A file; else stdout.")] = None,
    as_json: AsJson = False,
) -> None:
    """Export the planned posts of a client."""
    open_data()
    from skupnost.cli.lookups import client_of

    found = client_of(client)
    entries = _entries(found, since, until)
    if as_json or format_ is Format.JSON:
        answer([_value(entry) for entry in entries], as_json=True, lines=())
        return
    text = as_ics(entries, name=found.name) if format_ is Format.ICS else as_csv(entries)
    if output is None:
        print(text, end="")
        return
    _write(output, text)
    answer(None, as_json=False, lines=[f"✓ {len(entries)} posts in {output}"])


def _write(output: Path, text: str) -> None:
    try:
        output.write_text(text, encoding="utf-8", newline="")
    except OSError as error:
        raise Problem("cannot_write", f"Cannot write {output}: {error.strerror}.") from error


def _entries(client: Client, since: str, until: str) -> list[Entry]:
    from datetime import timedelta
    from zoneinfo import ZoneInfo

    from skupnost.editorial.models import Post

    zone = ZoneInfo(client.zone)
    rows = Post.objects.filter(client=client, deleted_at=None, planned_at__isnull=False)
    if since:
        rows = rows.filter(planned_at__gte=_day(since).replace(tzinfo=zone))
    if until:
        rows = rows.filter(planned_at__lt=(_day(until) + timedelta(days=1)).replace(tzinfo=zone))
    rows = rows.prefetch_related("variants__channel", "variants__delivery")
    return [_entry(row) for row in rows.order_by("planned_at", "pk")]


def _day(typed: str) -> datetime:
    try:
        return datetime.combine(datetime.fromisoformat(typed).date(), datetime.min.time())
    except ValueError:
        raise Problem("bad_day", f"{typed!r} is not a day; write it as 2026-11-01.") from None


def _entry(post: Post) -> Entry:
    variants = list(post.variants.all())
    deliveries = [row.delivery for row in variants if row.delivery]
    return Entry(
        id=str(post.pk),
        at=post.planned_at or datetime.now(UTC),
        channels=tuple(str(row.channel) for row in variants),
        states=tuple(sorted({row.state for row in deliveries})) or ("draft",),
        title=post.title,
        text=post.text,
        url=next((row.remote_url for row in deliveries if row.remote_url), ""),
    )


def _value(entry: Entry) -> Mapping[str, object]:
    return {
        "id": entry.id,
        "at": moment(entry.at),
        "channels": list(entry.channels),
        "states": list(entry.states),
        "title": entry.title,
        "text": entry.text,
        "url": entry.url or None,
    }


def as_csv(entries: Iterable[Entry]) -> str:
    """A table with a heading; what a spreadsheet would run as a formula is kept as text."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for entry in entries:
        cells = (", ".join(entry.channels), ", ".join(entry.states), entry.title, entry.text)
        writer.writerow([moment(entry.at), *map(_harmless, cells), entry.url])
    return out.getvalue()


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell


def as_ics(entries: Iterable[Entry], *, name: str) -> str:
    """An iCalendar file (RFC 5545) with one event of a quarter of an hour a post."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Skupnost//EN",
        _text("X-WR-CALNAME", name),
    ]
    for entry in entries:
        lines += _event(entry)
    lines.append("END:VCALENDAR")
    return "".join(f"{_folded(line)}\r\n" for line in lines)


def _event(entry: Entry) -> list[str]:
    stamp = f"{entry.at.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    told = f"{', '.join(entry.channels)}: {', '.join(entry.states)}\n\n{entry.text}"
    lines = [
        "BEGIN:VEVENT",
        f"UID:{entry.id}@skupnost",
        f"DTSTAMP:{stamp}",
        f"DTSTART:{stamp}",
        f"DURATION:PT{MINUTES}M",
        _text("SUMMARY", entry.summary),
        _text("DESCRIPTION", told),
    ]
    if entry.url:
        lines.append(f"URL:{entry.url}")
    return [*lines, "END:VEVENT"]


def _text(name: str, value: str) -> str:
    escaped = value.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return f"{name}:{escaped}".replace("\r\n", "\\n").replace("\n", "\\n").replace("\r", "")


def _folded(line: str) -> str:
    """Long lines continue on the next after a blank, cut between characters."""
    parts, size = [""], 0
    for sign in line:
        width = len(sign.encode())
        if size + width > LINE_BYTES:
            parts.append("")
            size = 1
        parts[-1] += sign
        size += width
    return "\r\n ".join(parts)
