"""`skupnost pause` and `skupnost resume`: the brake, for a client or one channel."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Any

import typer

from skupnost.cli.answers import Problem, answer
from skupnost.cli.options import AsJson
from skupnost.cli.site import open_data

ForClient = Annotated[str, typer.Option("--client", help="Slug of the client.")]
ForChannel = Annotated[str, typer.Option("--channel", help="Number of one channel.")]


def pause(client: ForClient = "", channel: ForChannel = "", as_json: AsJson = False) -> None:
    """Hold everything of a client, or of one channel."""
    _pause_or_resume("pause", client, channel, as_json=as_json)


def resume(client: ForClient = "", channel: ForChannel = "", as_json: AsJson = False) -> None:
    """Let it go out again; what is too late by now is called missed."""
    _pause_or_resume("resume", client, channel, as_json=as_json)


def _pause_or_resume(verb: str, slug: str, channel: str, *, as_json: bool) -> None:
    if bool(slug) == bool(channel):
        raise Problem("say_which", f"Say what to {verb}: --client SLUG or --channel NUMBER.")
    open_data()
    value = _client(verb, slug) if slug else _channel(verb, channel)
    told = ", ".join(f"{value[name]} {name}" for name in ("held", "scheduled", "missed"))
    answer(value, as_json=as_json, lines=[f"✓ {verb}d {slug or channel}: {told}"])


def _client(verb: str, slug: str) -> dict[str, Any]:
    from skupnost.cli.lookups import client_of
    from skupnost.cli.values import client_value
    from skupnost.publishing import switches

    client, now = client_of(slug), datetime.now(UTC)
    if verb == "pause":
        counts = _counts(held=switches.pause_client(client=client, now=now))
    else:
        counts = _counts(*switches.resume_client(client=client, now=now))
    client.refresh_from_db()
    return client_value(client) | counts


def _channel(verb: str, typed: str) -> dict[str, Any]:
    from skupnost.cli.lookups import channel_of
    from skupnost.cli.values import channel_value
    from skupnost.publishing import switches

    channel, now = channel_of(typed), datetime.now(UTC)
    if verb == "pause":
        counts = _counts(held=switches.pause_channel(channel=channel, now=now))
    else:
        counts = _counts(*switches.unpause_channel(channel=channel, now=now))
    channel.refresh_from_db()
    return channel_value(channel) | counts


def _counts(scheduled: int = 0, missed: int = 0, *, held: int = 0) -> dict[str, int]:
    """How many deliveries were held, scheduled again, or are missed by now."""
    return {"held": held, "scheduled": scheduled, "missed": missed}
