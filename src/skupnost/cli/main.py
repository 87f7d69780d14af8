"""The command `skupnost`: the same actions and queries as the pages."""

from __future__ import annotations

import io
import sys

import typer

from skupnost.cli import (
    cadence,
    calendars,
    channels,
    clients,
    deliveries,
    email,
    history,
    keys,
    posts,
    rules,
    strategies,
)
from skupnost.cli.answers import Problem, fail
from skupnost.cli.backups import backup, restore
from skupnost.cli.checking import check
from skupnost.cli.doctor import doctor
from skupnost.cli.messages import messages
from skupnost.cli.pausing import pause, resume
from skupnost.cli.scaffold import new_connector
from skupnost.cli.seed import seed
from skupnost.cli.up import up
from skupnost.cli.walk import walk
from skupnost.cli.worker import worker
from skupnost.domain.public_address import NoAddress

DATABASE = (
    "The database cannot be read or written. See whether its disk has room and its folder may be "
    "written to, then repeat the command."
)

app = typer.Typer(
    name="skupnost",
    help="The open, self-hosted workbench of a community manager.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.command()(up)
app.command()(doctor)
app.command()(backup)
app.command()(restore)
app.command()(check)
app.command()(pause)
app.command()(resume)
app.command()(seed)
app.command()(worker)
app.command(hidden=True)(walk)
app.command("new-connector", hidden=True)(new_connector)
app.command(hidden=True)(messages)
app.add_typer(clients.app, name="client")
app.add_typer(clients.user, name="user")
app.add_typer(channels.app, name="channel")
app.add_typer(posts.app, name="post")
app.add_typer(deliveries.app, name="delivery")
app.add_typer(email.app, name="email")
app.add_typer(rules.app, name="rules")
app.add_typer(calendars.app, name="calendar")
app.add_typer(cadence.app, name="cadence")
app.add_typer(history.app, name="history")
app.add_typer(strategies.app, name="strategy")
app.add_typer(keys.app, name="keys")


def main(arguments: list[str] | None = None) -> None:
    """Run one command (that of the process, unless told) and leave with its exit code."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")
    typed = sys.argv[1:] if arguments is None else arguments
    try:
        app(typed)
    except Problem as problem:
        fail(problem, as_json="--json" in typed)
    except NoAddress as wrong:
        fail(Problem("wrong_setting", str(wrong)), as_json="--json" in typed)
    except _database_errors() as error:
        fail(Problem("database", f"{DATABASE} It says: {error}."), as_json="--json" in typed)


def _database_errors() -> tuple[type[Exception], ...]:
    """What a database says that cannot work: its disk is full, it may not write. Most commands
    about files never load it."""
    found = sys.modules.get("django.db.utils")
    return () if found is None else (found.OperationalError,)


if __name__ == "__main__":
    main()
