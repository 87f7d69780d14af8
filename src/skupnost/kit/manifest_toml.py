"""Reads `manifest.toml` into a `Manifest`; says file, table and remedy where it cannot."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from skupnost.domain.facts import Confidence, Fact, Source
from skupnost.kit.manifest import (
    AccountKind,
    BadManifest,
    CredentialField,
    Machine,
    Manifest,
    NetworkError,
)

_GROUPS = ("text", "media", "publishing", "rate", "oauth", "exactly_once")
FIELDS = "machine.fields"
OURS = Source("machine", "What our connector sends", "manifest.toml", Confidence.OFFICIAL_CONTRACT)
_PLAIN = ("label", "for_whom", "inherits", "machine")


def load_manifest(path: Path) -> Manifest:
    """The manifest of one file; BadManifest names the file and the place."""
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise BadManifest(f"{path}: {error}") from error
    try:
        return _manifest(raw)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise BadManifest(f"{path}: {error!r}") from error


def _manifest(raw: Mapping[str, Any]) -> Manifest:
    sources = {name: _source(name, row) for name, row in raw["sources"].items()}
    tables = raw["kinds"]
    kinds = {
        slug: _with_fields(_kind(slug, tables, sources), raw["checked_on"])
        for slug in raw["account_kinds"]
    }
    return Manifest(
        slug=raw["slug"],
        name=raw["name"],
        owner=raw["owner"],
        checked_on=raw["checked_on"],
        kinds=kinds,
        sources=sources,
        errors=tuple(_error(row, sources) for row in raw.get("errors", ())),
        guidance=tuple(raw.get("guidance", {}).get("sentences", ())),
        unknown=tuple(raw.get("unknown", {}).get("items", ())),
        priority=raw.get("priority", 100),
        archive={key: _fact(key, row, sources) for key, row in raw.get("archive", {}).items()},
    )


def _source(name: str, row: Mapping[str, Any]) -> Source:
    confidence = Confidence(row["confidence"])
    return Source(name, row["title"], row["address"], confidence, row.get("date"))


def _error(row: Mapping[str, Any], sources: Mapping[str, Source]) -> NetworkError:
    return NetworkError(
        meaning=row["meaning"],
        match=row["match"],
        source=sources[row["source"]],
        checked_on=row["checked_on"],
        confidence=Confidence(row["confidence"]),
        note=row.get("note", ""),
    )


def _kind(slug: str, tables: Mapping[str, Any], sources: Mapping[str, Source]) -> AccountKind:
    table = tables[slug]
    facts: dict[str, Fact] = {}
    machine: Mapping[str, Any] = {}
    if "inherits" in table:
        parent = _kind(table["inherits"], tables, sources)
        facts.update(parent.facts)
        machine = tables[table["inherits"]].get("machine", {})
    facts.update(_facts(table, sources))
    ability = str(facts["publish"].value)
    return AccountKind(
        slug=slug,
        label=table["label"],
        for_whom=table["for_whom"],
        publish="api" if ability == "api" else "none" if ability == "none" else "assisted",
        facts=facts,
        machine=_machine({**machine, **table.get("machine", {})}),
    )


def _with_fields(kind: AccountKind, checked_on: date) -> AccountKind:
    """The kind with a fact that names the payload's fields it has: preflight reads only facts."""
    fact = Fact(FIELDS, kind.machine.fields, OURS, checked_on, OURS.confidence)
    return replace(kind, facts={**kind.facts, FIELDS: fact})


def _facts(table: Mapping[str, Any], sources: Mapping[str, Source]) -> dict[str, Fact]:
    facts = {}
    for key, value in table.items():
        if key in _GROUPS:
            for name, row in value.items():
                facts[f"{key}.{name}"] = _fact(f"{key}.{name}", row, sources)
        elif key not in _PLAIN:
            facts[key] = _fact(key, value, sources)
    return facts


def _fact(key: str, row: Mapping[str, Any], sources: Mapping[str, Source]) -> Fact:
    value = row["value"]
    checked_on = row["checked_on"]
    if not isinstance(checked_on, date):
        raise ValueError(f"{key}: checked_on must be a date such as 2026-11-23")
    return Fact(
        key=key,
        value=tuple(value) if isinstance(value, list) else value,
        source=sources[row["source"]],
        checked_on=checked_on,
        confidence=Confidence(row["confidence"]),
        unit=row.get("unit", ""),
        as_of=row.get("as_of"),
        window_seconds=row.get("window_seconds"),
        scope=row.get("scope", ""),
        note=row.get("note", ""),
        discovered=row.get("discovered", False),
        effect=row.get("effect", ""),
        careful=row.get("careful", False),
    )


def _machine(raw: Mapping[str, Any]) -> Machine:
    values = dict(raw)
    values["credentials"] = tuple(CredentialField(**row) for row in raw.get("credentials", ()))
    for name in ("ports", "fields"):
        values[name] = tuple(raw.get(name, ()))
    return Machine(**values)
