"""`skupnost check`: what preflight finds in a text, before anything is stored."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from skupnost.cli.answers import Problem, answer
from skupnost.cli.options import AsJson
from skupnost.cli.posts import read_text
from skupnost.cli.site import open_site

if TYPE_CHECKING:
    from skupnost.domain.facts import Facts
    from skupnost.domain.payload import Payload
    from skupnost.kit.manifest import AccountKind


def check(
    *,
    text_file: Annotated[
        Path, typer.Option("--text-file", help="File with the text, UTF-8; - reads stdin.")
    ],
    network: Annotated[str, typer.Option(help="Such as mastodon.")] = "",
    kind: Annotated[str, typer.Option(help="Account kind; else the network's first.")] = "",
    channel: Annotated[str, typer.Option(help="Instead: the number of a channel.")] = "",
    title: Annotated[str, typer.Option(help="Title, where the network knows one.")] = "",
    as_json: AsJson = False,
) -> None:
    """Check a text by a network's rules; exit code 1 where it would be refused."""
    if bool(network) == bool(channel):
        raise Problem("say_which", "Say by whose rules: --network NAME or --channel NUMBER.")
    text = read_text(text_file)
    open_site()
    known, facts = _rules(network, kind, channel)
    value = _checked(_payload(text, title, known, facts), facts)
    lines = [f"{row['level']}: {row['message']}" for row in value["findings"]]
    length = value["length"]
    lines.append(f"{length['value']} of {length['max'] or 'any number of'} {length['unit']}")
    answer(value, as_json=as_json, lines=lines)
    if not value["ok"]:
        raise SystemExit(1)


def _rules(network: str, kind: str, channel: str) -> tuple[AccountKind, Facts]:
    from skupnost.cli.channels import kind_of
    from skupnost.networks.queries import facts_for

    if not channel:
        known = kind_of(network, kind)
        return known, facts_for(network, known.slug)
    from skupnost.cli.lookups import channel_of
    from skupnost.cli.site import open_data

    open_data()
    row = channel_of(channel)
    known = kind_of(row.network, row.account_kind)
    return known, facts_for(row.network, row.account_kind, row.live_limits or None)


def _payload(text: str, title: str, kind: AccountKind, facts: Facts) -> Payload:
    from skupnost.editorial.payloads import Content, freeze

    content = Content(text=text, title=title)
    return freeze(content, facts=facts, fields=frozenset(kind.machine.fields))


def _checked(payload: Payload, facts: Facts) -> dict[str, Any]:
    from skupnost.domain.preflight import check as preflight
    from skupnost.domain.text import measure
    from skupnost.networks.findings import sentence

    found = preflight(payload, facts)
    length = measure(payload.text, facts, content_warning=payload.content_warning)
    return {
        "ok": all(row.level != "error" for row in found),
        "length": {"value": length.value, "max": length.max, "unit": length.unit},
        "findings": [
            {
                "level": row.level,
                "code": row.code,
                "where": row.where,
                "message": sentence(row),
                "source": row.fact.source.title if row.fact else None,
            }
            for row in found
        ],
    }
