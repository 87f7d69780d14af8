"""`skupnost channel …`: connect accounts, list them, ask whether they still work."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from skupnost.cli.answers import Problem, answer, table
from skupnost.cli.options import AsJson
from skupnost.cli.site import open_data

if TYPE_CHECKING:
    from skupnost.channels.actions import NotConnected
    from skupnost.kit.manifest import AccountKind

app = typer.Typer(help="Channels: the accounts of a client.", no_args_is_help=True)

# The same thing under the names that networks give it.
SAME = {
    "handle": ("username", "user", "identifier", "login"),
    "username": ("handle",),
    "password": ("app_password", "application_password"),
    "key": ("admin_key", "api_key"),
    "token": ("access_token",),
}


@app.command("add")
def add(
    *,
    client: Annotated[str, typer.Option(help="Slug of the client.")],
    network: Annotated[str, typer.Option(help="Such as mastodon; `skupnost rules list`.")],
    kind: Annotated[str, typer.Option(help="Account kind; else the network's first.")] = "",
    server: Annotated[str, typer.Option(help="Address of the server.")] = "",
    token: Annotated[str, typer.Option(help="Access token.")] = "",
    handle: Annotated[str, typer.Option(help="Name of the account.")] = "",
    username: Annotated[str, typer.Option(help="User name.")] = "",
    password: Annotated[str, typer.Option(help="Application password.")] = "",
    key: Annotated[str, typer.Option(help="Admin key.")] = "",
    as_json: AsJson = False,
) -> None:
    """Connect an account, after its network said whose it is."""
    typed = {
        "token": token,
        "handle": handle,
        "username": username,
        "password": password,
        "key": key,
    }
    open_data()
    from skupnost.channels.actions import NotConnected, connect
    from skupnost.cli.lookups import client_of
    from skupnost.cli.values import channel_value

    known = kind_of(network, kind)
    try:
        channel = connect(
            client=client_of(client),
            network=network,
            account_kind=known.slug,
            server=server,
            credentials=credentials_for(known, typed),
            now=datetime.now(UTC),
        )
    except NotConnected as error:
        raise problem_of(error) from error
    line = f"✓ {channel.pk}: {channel.name} on {channel.network}"
    answer(channel_value(channel), as_json=as_json, lines=[line])


def kind_of(network: str, kind: str) -> AccountKind:
    """The account kind of that name; the network's first where none was named."""
    from skupnost.kit.registry import UnknownNetwork, connector

    try:
        kinds = connector(network).manifest.kinds
    except UnknownNetwork as error:
        raise Problem("no_such_network", str(error)) from error
    if kind and kind not in kinds:
        known = ", ".join(kinds)
        raise Problem("no_such_kind", f"{network} has no kind {kind!r}. It has: {known}.")
    return kinds[kind] if kind else next(iter(kinds.values()))


def credentials_for(kind: AccountKind, typed: dict[str, str]) -> dict[str, str]:
    """What this kind of account asks for, out of what was typed; a Problem names what lacks."""
    found = {field.name: _pick(field.name, typed) for field in kind.machine.credentials}
    required = [field.name for field in kind.machine.credentials if field.required]
    lacking = [name for name in required if not found[name]]
    if lacking:
        raise Problem("credentials_missing", f"This account also needs: {', '.join(lacking)}.")
    return {name: value for name, value in found.items() if value}


def _pick(wanted: str, typed: dict[str, str]) -> str:
    if typed.get(wanted):
        return typed[wanted]
    twins = [name for name, others in SAME.items() if wanted in others or name == wanted]
    return next((typed[name] for name in twins if typed.get(name)), "")


def problem_of(error: NotConnected) -> Problem:
    """Why it is not connected, in words."""
    from skupnost.channels.sentences import why

    return Problem(error.code, why(error))


@app.command("list")
def list_(
    client: Annotated[str, typer.Option(help="Only of this client (slug).")] = "",
    as_json: AsJson = False,
) -> None:
    """List the channels."""
    open_data()
    from skupnost.channels.models import Channel
    from skupnost.cli.lookups import client_of
    from skupnost.cli.values import channel_value

    rows = Channel.objects.select_related("client").order_by("client__slug", "pk")
    if client:
        rows = rows.filter(client=client_of(client))
    values = [channel_value(row) for row in rows]
    lines = [(str(v["id"]), v["client"], v["network"], v["health"], v["name"]) for v in values]
    answer(values, as_json=as_json, lines=table(lines) or ["No channels yet."])


@app.command("check")
def check(
    channel: Annotated[str, typer.Argument(help="Its number.")], as_json: AsJson = False
) -> None:
    """Ask the network whether the credentials still hold, and read its limits anew."""
    open_data()
    from skupnost.channels.actions import NotConnected, check_channel
    from skupnost.cli.lookups import channel_of
    from skupnost.cli.values import channel_value

    row = channel_of(channel)
    try:
        check_channel(channel=row, now=datetime.now(UTC))
    except NotConnected as error:
        raise problem_of(error) from error
    row.refresh_from_db()
    answer(channel_value(row), as_json=as_json, lines=[f"✓ {row.name}: {row.health}"])
