"""`skupnost rules …`: the rulebook as data."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from skupnost.cli.answers import answer, note, table
from skupnost.cli.options import AsJson
from skupnost.cli.site import open_site

if TYPE_CHECKING:
    from skupnost.domain.facts import Fact
    from skupnost.kit.manifest import AccountKind, Manifest
    from skupnost.networks.ages import Dated

app = typer.Typer(help="What is known of each network, with source and date.", no_args_is_help=True)


@app.command("list")
def list_(as_json: AsJson = False) -> None:
    """List the networks and their account kinds; those that cannot be read are named on stderr."""
    open_site()
    from skupnost.networks.queries import broken, networks

    rows = networks()
    values = [_short(row) for row in rows]
    lines = table([(row.slug, ", ".join(row.kinds), row.name) for row in rows])
    answer(values, as_json=as_json, lines=lines)
    for slug, why in broken().items():
        note(f"{slug} cannot be used: {why}")


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
    value = _whole(manifest, kinds) if as_json else {}
    answer(value, as_json=as_json, lines=[line for row in kinds for line in _lines(row)])


def _whole(manifest: Manifest, kinds: list[AccountKind]) -> dict[str, Any]:
    """The network as it is used, kinds resolved, and under `manifest` its file as it stands."""
    from skupnost.kit.manifest_toml import read_raw
    from skupnost.kit.registry import connector

    raw, _lines = read_raw(connector(manifest.slug).folder / "manifest.toml")
    archive = [fact_value(fact) for fact in manifest.archive.values()]
    as_written = {key: raw.get(key, []) for key in ("errors", "public_reading", "cadence")}
    return _short(manifest) | {
        "kinds": [_kind_value(row) for row in kinds],
        "archive": archive,
        **as_written,
        "sources": raw["sources"],
        "guidance": list(manifest.guidance),
        "unknown": list(manifest.unknown),
        "manifest": raw,
    }


def _kind_value(kind: AccountKind) -> dict[str, Any]:
    from skupnost.kit.manifest_toml import OURS

    return {
        "slug": kind.slug,
        "label": kind.label,
        "for_whom": kind.for_whom,
        "inherits": kind.inherits or None,
        "publish": kind.publish,
        "fields": list(kind.machine.fields),
        "facts": [fact_value(fact) for fact in kind.facts.values() if fact.source is not OURS],
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
        "window_seconds": fact.window_seconds,
        "scope": fact.scope or None,
        "effect": fact.effect or None,
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


@app.command("stale")
def stale(
    *,
    days: Annotated[int, typer.Option(min=0, help="Looked at more than so many days ago.")] = 90,
    network: Annotated[str, typer.Option(help="Only this network.")] = "",
    unverified: Annotated[
        bool, typer.Option("--unverified", help="Also what nobody has found a source for.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Name the facts to look at again, oldest first; exit code 1 where there are any."""
    open_site()
    from skupnost.cli.channels import kind_of
    from skupnost.networks.ages import by_age, line_numbers

    if network:
        kind_of(network, "")
    today = datetime.now(UTC).date()
    rows = by_age(network)
    due = [
        row
        for row in rows
        if row.age_days(today) > days or (unverified and row.confidence == "memory_unverified")
    ]
    places = [
        f"{row.network}/manifest.toml:{n}" for row, n in zip(due, line_numbers(due), strict=True)
    ]
    values = [_stale_value(row, place, today) for row, place in zip(due, places, strict=True)]
    value = {"today": today.isoformat(), "days": days, "n_facts": len(rows), "stale": values}
    answer(value, as_json=as_json, lines=_stale_lines(due, places, len(rows), today))
    if due:
        raise SystemExit(1)


def _stale_value(row: Dated, place: str, today: date) -> dict[str, Any]:
    return {
        "network": row.network,
        "kind": row.kind or None,
        "key": row.key,
        "value": row.value,
        "unit": row.unit or None,
        "source": {"title": row.source.title, "address": row.source.address},
        "confidence": row.confidence.value,
        "checked_on": row.checked_on.isoformat(),
        "age_days": row.age_days(today),
        "place": place,
    }


def _stale_lines(due: list[Dated], places: list[str], n_facts: int, today: date) -> list[str]:
    rows = [
        (
            place,
            f"{row.age_days(today)} days",
            ".".join(filter(None, (row.kind, row.key))),
            f"{row.value} {row.unit}".strip(),
            f"{row.source.title} ({row.source.address})",
        )
        for row, place in zip(due, places, strict=True)
    ]
    return [*table(rows), f"{len(due)} of {n_facts} to look at again."]
