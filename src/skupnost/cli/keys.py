"""`skupnost keys …`: the keys that seal credentials."""

from __future__ import annotations

import typer

from skupnost.cli.answers import Problem, answer
from skupnost.cli.options import AsJson
from skupnost.cli.site import open_data

app = typer.Typer(help="The keys that seal the channels' credentials.", no_args_is_help=True)


@app.callback()
def keys() -> None:
    """The keys that seal the channels' credentials."""


@app.command("rotate")
def rotate_(as_json: AsJson = False) -> None:
    """Seal every channel's credentials with a new key and forget the old ones."""
    open_data()
    from skupnost.channels.vault import KeyLost, rotate

    try:
        n_channels = rotate()
    except KeyLost as error:
        raise Problem(
            "key_lost",
            "Credentials cannot be opened with the key file there is, so nothing was changed. Put "
            "credentials.key back from a backup, or connect those channels again.",
        ) from error
    line = f"✓ A new key is in use; channels sealed again: {n_channels}"
    answer({"n_channels": n_channels}, as_json=as_json, lines=[line])
