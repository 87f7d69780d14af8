"""`skupnost rules …`: the rulebook as data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from skupnost.cli.answers import answer, table
from skupnost.cli.options import AsJson
from skupnost.cli.site import open_site

if TYPE_CHECKING:
    from skupnost.domain.facts import Fact
    from skupnost.kit.manifest import AccountKind, Manifest

app = typer.Typer(help="What is known of each network, with source and date.", no_args_is_help=True)


@app.command("list")
def list_(as_json: AsJson = False) -> None:
    """List the networks and their account kinds."""
    open_site()
    from skupnost.networks.queries import networks

    rows = networks()
    values = [_short(row) for row in rows]
    lines = table([(row.slug, ", ".join(row.kinds), row.name) for row in rows])
    answer(values, as_json=as_json, lines=lines)


def _short(manifest: Manifest) -> dict[str, Any]:
    kinds = manifest.kinds.values()
    return {
        "slug": manifest.slug,
        "name": manifest.name,
        "owner": manifest.owner,
        "checked_on": manifest.checked_on.isoformat(),
        "kinds": [
            {"slug": kind.slug, "label": kind.label, "publish": kind.publish} for kind in kinds
        ],
    }


@app.command("show")
def show(
    network: Annotated[str, typer.Argument(help="Such as mastodon.")],
    kind: Annotated[str, typer.Option(help="Only this account kind.")] = "",
    as_json: AsJson = False,
) -> None:
    """Show every fact of a network with its source."""
    open_site()
    from skupnost.cli.channels import kind_of
    from skupnost.networks.queries import network as manifest_of

    first = kind_of(network, kind)
    manifest = manifest_of(network)
    kinds = [first] if kind else list(manifest.kinds.values())
    value = _short(manifest) | {
        "kinds": [_kind_value(row) for row in kinds],
        "guidance": list(manifest.guidance),
        "unknown": list(manifest.unknown),
    }
    answer(value, as_json=as_json, lines=[line for row in kinds for line in _lines(row)])


def _kind_value(kind: AccountKind) -> dict[str, Any]:
    return {
        "slug": kind.slug,
        "label": kind.label,
        "for_whom": kind.for_whom,
        "publish": kind.publish,
        "facts": [fact_value(fact) for fact in kind.facts.values()],
    }


def fact_value(fact: Fact) -> dict[str, Any]:
    """A fact with all that says how far to trust it."""
    return {
        "key": fact.key,
        "value": list(fact.value) if isinstance(fact.value, tuple) else fact.value,
        "unit": fact.unit or None,
        "confidence": fact.confidence.value,
        "checked_on": fact.checked_on.isoformat(),
        "as_of": fact.as_of.isoformat() if fact.as_of else None,
        "source": {"title": fact.source.title, "address": fact.source.address},
        "note": fact.note or None,
        "discovered": fact.discovered,
    }


def _lines(kind: AccountKind) -> list[str]:
    rows = [
        (fact.key, _shown(fact), f"{fact.confidence}, {fact.checked_on}: {fact.source.title}")
        for fact in kind.facts.values()
    ]
    return [f"{kind.label} ({kind.slug}): {kind.for_whom}", *table(rows), ""]


def _shown(fact: Fact) -> str:
    value = ", ".join(map(str, fact.value)) if isinstance(fact.value, tuple) else str(fact.value)
    return f"{value} {fact.unit}".strip()
