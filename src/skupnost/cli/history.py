"""`skupnost history …`: what a channel published before, and what came back."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from skupnost.cli.answers import Problem, answer, moment, note
from skupnost.cli.options import AsJson
from skupnost.cli.site import open_data

if TYPE_CHECKING:
    from skupnost.metrics.models import HistoryImport
    from skupnost.metrics.queries import History, Row

app = typer.Typer(help="Past posts of a channel and what came back.", no_args_is_help=True)
COLUMNS = ("time", "response", "type", "reach", "followers", "account", "boosted")
# What answers the question that a file leaves open.
OPTIONS = {
    "no_zone": " For instance: --zone Europe/Ljubljana.",
    "date_order_unknown": " That is --dates day-first or --dates month-first.",
    "unknown_format": " That is --map time=Column,response=Column.",
    "no_time_column": " Name it: --map time=Column,response=Column.",
    "nothing_readable": " If the time stands in another column, name it: --map time=Column.",
}
ChannelNumber = Annotated[str, typer.Option("--channel", help="Its number.")]


@app.command("import")
def import_(
    *,
    channel: ChannelNumber,
    file: Annotated[
        Path, typer.Argument(help="CSV, XLSX, or an archive as you got it; - is piped in.")
    ],
    zone: Annotated[str, typer.Option("--zone", help="Zone of times that have none.")] = "",
    map_: Annotated[
        str, typer.Option("--map", help="For any table: time=Column,response=Column.")
    ] = "",
    units: Annotated[str, typer.Option("--units", help="Such as reactions=people.")] = "",
    dates: Annotated[str, typer.Option("--dates", help="day-first or month-first.")] = "",
    as_json: AsJson = False,
) -> None:
    """Import a file of past posts; again does no harm."""
    from skupnost.cli.histories import zone_of

    known = zone_of(zone)
    told, said = _pairs(map_), _units(units)
    day_first = _order(dates)
    open_data()
    from skupnost.cli.lookups import channel_of
    from skupnost.cli.reading import opened
    from skupnost.metrics.actions import BadExport, import_history
    from skupnost.metrics.sentences import file_problem

    row = channel_of(channel)
    try:
        with opened(file) as found:
            done = import_history(
                channel=row, file=found, name=file.name, now=datetime.now(UTC), zone=known,
                mapping=told, units=said, is_day_first=day_first,
            )  # fmt: skip
    except BadExport as error:
        words = f"{file}: {file_problem(error)}{OPTIONS.get(error.code, '')}"
        raise Problem(error.code, words, params=error.params) from error
    answer(_import_value(done), as_json=as_json, lines=_import_lines(done))


@app.command("list")
def list_(*, channel: ChannelNumber, as_json: AsJson = False) -> None:
    """List the past posts that are known, oldest first, and what counts as their response."""
    past = _history(channel)
    from skupnost.metrics.sentences import response_words

    value = {
        "n_posts": len(past.rows),
        "response": _response_value(past),
        "posts": [_row_value(row) for row in past.rows],
    }
    lines = [f"{row.at:%Y-%m-%d %H:%M}  {_shown(row.response):>8}  {row.text[:60]}" for row in
             past.rows]  # fmt: skip
    answer(value, as_json=as_json, lines=[*lines, response_words(past.response)])


@app.command("judge")
def judge(
    *,
    channel: ChannelNumber,
    by: Annotated[str, typer.Option("--by", help="Such as reach; automatic takes it back.")],
    as_json: AsJson = False,
) -> None:
    """Say what counts as the response of the channel's posts, for all advice from now on."""
    past = _history(channel)
    from skupnost.cli.lookups import channel_of
    from skupnost.metrics.actions import judge_by
    from skupnost.metrics.sentences import response_words

    name, unit = _judged(past, by)
    judge_by(channel=channel_of(channel), name=name, unit=unit, now=datetime.now(UTC))
    past = _history(channel)
    answer(_response_value(past), as_json=as_json, lines=[response_words(past.response)])


def _judged(past: History, typed: str) -> tuple[str, str]:
    """The choice by its name, and by its unit where there are two (`reactions:people`)."""
    from skupnost.metrics.responses import choosable

    if typed == "automatic":
        return "", ""
    offered = choosable([row.figures for row in past.rows], past.response)
    wanted, _sign, unit = typed.partition(":")
    for row in offered:
        if row.name == wanted and unit in ("", row.unit):
            return row.key
    names = ", ".join(["automatic", *(":".join(row.key) for row in offered)])
    raise Problem("no_such_figure", f"{typed} is not known of enough posts. There is: {names}.")


def _response_value(past: History) -> dict[str, Any]:
    response = past.response
    return {
        "name": response.name,
        "metrics": list(response.metrics),
        "unit": response.unit,
        "n_known": response.n_known,
        "n_posts": response.n_posts,
        "is_chosen": response.is_chosen,
    }


@app.command("export")
def export(
    *,
    channel: ChannelNumber,
    output: Annotated[Path | None, typer.Option("--output", help="A file; else stdout.")] = None,
    as_json: AsJson = False,
) -> None:
    """Export the past posts as the table that `skupnost cadence advise --history` reads."""
    past = _history(channel)
    if as_json:
        answer([_table_row(past, row) for row in past.rows], as_json=True, lines=())
        return
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(_table_row(past, row) for row in past.rows)
    if output is None:
        print(text.getvalue(), end="")
        return
    try:
        output.write_text(text.getvalue(), encoding="utf-8", newline="")
    except OSError as error:
        raise Problem("cannot_write", f"{output} cannot be written: {error.strerror}.") from error
    note(f"✓ {len(past.rows)} posts in {output}")


def _history(channel: str) -> History:
    open_data()
    from skupnost.cli.lookups import channel_of
    from skupnost.metrics.queries import history

    return history(channel_of(channel))


def _table_row(past: History, row: Row) -> dict[str, str]:
    return {
        "time": row.at.isoformat(),
        "response": "" if row.left_out else _shown(row.response),
        "type": row.type,
        "reach": _shown(row.reach),
        "followers": _shown(row.followers),
        "account": past.account,
        "boosted": "1" if row.left_out == "boosted" else "0",
    }


def _shown(value: float | None) -> str:
    return "" if value is None else f"{value:.15g}"


def _row_value(row: Row) -> dict[str, Any]:
    figures = [
        {"metric": metric, "unit": unit, "value": value}
        for (metric, unit), value in row.figures.items()
    ]
    return {
        "time": row.at.isoformat(),
        "is_day_only": row.is_day_only,
        "response": row.response,
        "type": row.type,
        "followers": row.followers,
        "left_out": row.left_out,
        "url": row.url,
        "text": row.text,
        "figures": figures,
    }


def _import_value(done: HistoryImport) -> dict[str, Any]:
    from skupnost.metrics.sentences import notice, row_problem

    return {
        "format": done.format,
        "file": done.file_name,
        "imported_at": moment(done.imported_at),
        "n_new": done.n_new,
        "n_merged": done.n_merged,
        "n_same": done.n_same,
        "n_skipped": done.n_skipped,
        "n_refused": done.n_refused,
        "unknown_columns": done.unknown_columns,
        "refused": [row | {"message": row_problem(row)} for row in done.refused],
        "notices": [row | {"message": notice(row)} for row in done.notices],
    }


def _import_lines(done: HistoryImport) -> list[str]:
    value = _import_value(done)
    lines = [f"✓ {done.n_new} new, {done.n_merged} with new figures, {done.n_same} the same."]
    if done.unknown_columns:
        lines.append(f"Columns not used: {', '.join(done.unknown_columns)}.")
    return [*lines, *(row["message"] for row in [*value["notices"], *value["refused"]])]


def _pairs(typed: str) -> dict[str, str]:
    """`time=Published,response=Likes`; a piece without a sign belongs to the column before it, as
    names such as `Reactions, comments and shares` have commas."""
    found: dict[str, str] = {}
    for pair in filter(None, typed.split(",")):
        role, sign, column = pair.partition("=")
        if not sign and found:
            last = next(reversed(found))
            found[last] = f"{found[last]},{pair}".strip()
        elif not sign or not role.strip():
            raise Problem("bad_map", f"{pair} is no pair such as time=Published.", exit_code=2)
        else:
            found[role.strip()] = column.strip()
    return found


def _units(typed: str) -> dict[str, Any]:
    from skupnost.kit.exports import Unit

    try:
        return {role: Unit(unit) for role, unit in _pairs(typed).items()}
    except ValueError as error:
        raise Problem("bad_unit", "A unit is people or counts.", exit_code=2) from error


def _order(typed: str) -> bool | None:
    orders = {"": None, "day-first": True, "month-first": False}
    if typed not in orders:
        raise Problem("bad_dates", "--dates is day-first or month-first.", exit_code=2)
    return orders[typed]
