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
    from skupnost.channels.models import Channel
    from skupnost.clients.models import Client
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
    url: Annotated[str, typer.Option(help="Address of the account, where you post by hand.")] = "",
    as_json: AsJson = False,
) -> None:
    """Connect an account, after its network said whose it is; where no program may publish, note
    the account on which you will post by hand."""
    typed = {
        "token": token,
        "handle": handle,
        "username": username,
        "password": password,
        "key": key,
    }
    open_data()
    from skupnost.cli.lookups import client_of

    known, owner = kind_of(network, kind), client_of(client)
    if known.publish == "none":
        raise Problem("nothing_published", f"Nothing can be published to {network} {known.slug}.")
    if known.publish == "assisted":
        channel = _noted(owner, network, known, handle=handle or username, url=url or server)
    else:
        channel = _connected(owner, network, known, server=server, typed=typed)
    _say(channel, f"✓ {channel.pk}: {channel.name} on {channel.network}", as_json=as_json)


def _say(channel: Channel, line: str, *, as_json: bool) -> None:
    """The channel, and what is to be seen to on its account before a post is due."""
    from skupnost.channels.accounts import told_about
    from skupnost.cli.values import channel_value, finding_value

    notes = told_about(channel, datetime.now(UTC))
    value = channel_value(channel) | {"findings": [finding_value(note) for note in notes]}
    lines = [line, *(f"{note.level}: {note.message}" for note in notes)]
    answer(value, as_json=as_json, lines=lines)


def _connected(
    client: Client, network: str, kind: AccountKind, *, server: str, typed: dict[str, str]
) -> Channel:
    from skupnost.channels.actions import NotConnected, connect

    try:
        return connect(
            client=client,
            network=network,
            account_kind=kind.slug,
            server=server,
            credentials=credentials_for(kind, typed),
            now=datetime.now(UTC),
        )
    except NotConnected as error:
        raise problem_of(error) from error


def _noted(client: Client, network: str, kind: AccountKind, *, handle: str, url: str) -> Channel:
    """The channel on which a person posts; a Problem where its address cannot be one there."""
    from skupnost.channels.actions import connect_assisted
    from skupnost.channels.forms import AssistedForm
    from skupnost.kit.registry import connector

    if not handle:
        raise Problem("handle_missing", "Name the account with --handle.")
    name = connector(network).manifest.name
    form = AssistedForm({"handle": handle, "url": url}, network=network, name=name, kind=kind.slug)
    if not form.is_valid():
        words = " ".join(str(error) for errors in form.errors.values() for error in errors)
        raise Problem("bad_address", words)
    return connect_assisted(
        client=client,
        network=network,
        account_kind=kind.slug,
        handle=form.cleaned_data["handle"],
        url=form.cleaned_data["url"],
        now=datetime.now(UTC),
    )


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
    """Ask the network whether the credentials still hold, and read its limits anew; name what is
    to be seen to on the account before a post is due."""
    open_data()
    from skupnost.channels.actions import NotConnected, check_channel
    from skupnost.cli.lookups import channel_of

    row, now = channel_of(channel), datetime.now(UTC)
    try:
        check_channel(channel=row, now=now)
    except NotConnected as error:
        raise problem_of(error) from error
    row.refresh_from_db()
    _say(row, f"✓ {row.name}: {row.health}", as_json=as_json)
