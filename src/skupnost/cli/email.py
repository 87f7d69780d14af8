"""`skupnost email …`: whether letters leave."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

import typer

from skupnost.cli.answers import Problem, answer
from skupnost.cli.options import AsJson
from skupnost.cli.site import open_data

app = typer.Typer(help="Letters about posts that wait for a hand.", no_args_is_help=True)


@app.callback()
def email() -> None:
    """Letters about posts that wait for a hand."""


@app.command("test")
def send_test(
    to: Annotated[str, typer.Option(help="Who gets the letter.")], as_json: AsJson = False
) -> None:
    """Send a letter that says only that letters arrive."""
    open_data()
    from skupnost.publishing.letters.sending import send_test_letter
    from skupnost.publishing.letters.sentences import trouble
    from skupnost.publishing.letters.servers import NotSent, post_office

    try:
        send_test_letter(to, now=datetime.now(UTC))
    except NotSent as error:
        raise Problem(error.code, trouble(error.code)) from error
    post = post_office()
    host = post.host if post else ""
    answer({"to": to, "host": host}, as_json=as_json, lines=[f"✓ {host} took the letter to {to}."])
