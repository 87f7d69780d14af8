"""`skupnost client …` and `skupnost user …`."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

import typer

from skupnost.cli.answers import Problem, answer, table
from skupnost.cli.options import AsJson
from skupnost.cli.running import DataLock, Instance
from skupnost.cli.site import open_data, open_ready

app = typer.Typer(help="Clients: the brands you speak for.", no_args_is_help=True)
user = typer.Typer(help="People who work here.", no_args_is_help=True)


@app.command("add")
def add(
    name: Annotated[str, typer.Argument(help="As people write it.")],
    zone: Annotated[str, typer.Option(help="Time zone, such as Europe/Ljubljana.")] = "",
    language: Annotated[str, typer.Option(help="Language of its posts.")] = "",
    colour: Annotated[str, typer.Option(help="Such as #1f7a5c.")] = "",
    as_json: AsJson = False,
) -> None:
    """Add a client; without a zone it gets the machine's."""
    open_ready()
    from skupnost.cli.lookups import owner
    from skupnost.cli.values import client_value
    from skupnost.clients.actions import create_client

    by = owner()
    client = create_client(
        name=_named(name),
        zone=_zone(zone),
        language=language or by.language or "en",
        colour=_colour(colour),
        by=by,
        now=datetime.now(UTC),
    )
    answer(client_value(client), as_json=as_json, lines=[f"✓ {client.name} ({client.slug})"])


def _named(name: str) -> str:
    if not name.strip() or len(name) > 120:
        raise Problem("bad_name", "A client needs a name of 1 to 120 characters.")
    return name.strip()


def _colour(colour: str) -> str:
    from django.core.exceptions import ValidationError

    from skupnost.clients.models import Client

    try:
        return str(Client._meta.get_field("colour").clean(colour.lower(), None)) if colour else ""
    except ValidationError:
        raise Problem("bad_colour", f"{colour!r} is not a colour such as #1f7a5c.") from None


def _zone(zone: str) -> str:
    from skupnost.clients.zones import is_zone, machine_zone

    if zone and not is_zone(zone):
        raise Problem(
            "no_such_zone", f"There is no time zone {zone!r}. Write it as Europe/Ljubljana."
        )
    return zone or machine_zone()


@app.command("list")
def list_(as_json: AsJson = False) -> None:
    """List the clients."""
    open_data()
    from skupnost.cli.values import client_value
    from skupnost.clients.models import Client

    rows = list(Client.objects.all())
    lines = table([(row.slug, row.zone, row.name) for row in rows]) or ["No clients yet."]
    answer([client_value(row) for row in rows], as_json=as_json, lines=lines)


@user.command("login-link")
def login_link(
    name: Annotated[str, typer.Argument(help="User name; else the owner.")] = "",
    as_json: AsJson = False,
) -> None:
    """Print an address that signs a person in, once, within a quarter of an hour."""
    folder = open_ready()
    from skupnost.cli.lookups import owner
    from skupnost.people.actions import make_login_link
    from skupnost.people.models import User

    person = User.objects.filter(username=name).first() if name else owner()
    if person is None:
        raise Problem("no_such_person", f"There is nobody called {name!r} here.")
    instance = DataLock(folder).read() or Instance(0, "127.0.0.1", 8000)
    url = instance.origin + make_login_link(user=person, now=datetime.now(UTC))
    answer({"url": url, "user": person.username}, as_json=as_json, lines=[url])
