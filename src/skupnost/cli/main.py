"""The command `skupnost`: the same actions and queries as the pages."""

from __future__ import annotations

import sys

import typer

from skupnost.cli import calendars, channels, clients, rules
from skupnost.cli.answers import Problem, fail
from skupnost.cli.backups import backup, restore
from skupnost.cli.doctor import doctor
from skupnost.cli.messages import messages
from skupnost.cli.pausing import pause, resume
from skupnost.cli.up import up
from skupnost.cli.web import web

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
app.command()(pause)
app.command()(resume)
app.command(hidden=True)(web)
app.command(hidden=True)(messages)
app.add_typer(clients.app, name="client")
app.add_typer(clients.user, name="user")
app.add_typer(channels.app, name="channel")
app.add_typer(rules.app, name="rules")
app.add_typer(calendars.app, name="calendar")


def main() -> None:
    """Run the command line; a Problem becomes a sentence and exit code 1."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        app()
    except Problem as problem:
        fail(problem, as_json="--json" in sys.argv)


if __name__ == "__main__":
    main()
