"""`skupnost doctor`: whether the installation is sound, and every address of the site."""

from __future__ import annotations

import os
from typing import Annotated

import typer

from skupnost import __version__
from skupnost.cli.answers import answer, table
from skupnost.cli.options import AsJson
from skupnost.cli.site import open_data, open_site


def doctor(
    urls: Annotated[
        bool, typer.Option("--urls", help="List every address of the site instead.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Check the installation; exit code 1 where something is wrong."""
    if urls:
        _list_addresses(as_json=as_json)
        return
    _check_all(as_json=as_json)


def _check_all(*, as_json: bool) -> None:
    from skupnost.cli.checkup import check_up

    folder = open_site()
    found = check_up(folder)
    is_sound = all(row.ok for row in found)
    value = {
        "ok": is_sound,
        "version": __version__,
        "data": str(folder),
        "checks": [{"id": row.id, "ok": row.ok, "message": row.message} for row in found],
    }
    lines = table([("✓" if row.ok else "✗", row.id, row.message) for row in found])
    answer(value, as_json=as_json, lines=lines)
    if not is_sound:
        raise SystemExit(1)


def _list_addresses(*, as_json: bool) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "skupnost.config.settings")
    open_data()
    from skupnost.cli.addresses import addresses

    rows = addresses()
    value = [
        {
            "pattern": row.pattern,
            "name": row.name,
            "example": row.example,
            "is_public": row.is_public,
            "exists": row.exists,
        }
        for row in rows
    ]
    words = [("public" if row.is_public else "private", row.example, row.pattern) for row in rows]
    answer(value, as_json=as_json, lines=table(words))
