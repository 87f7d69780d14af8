"""Reads `manifest.toml` into a `Manifest`; says file, line, key and remedy where it cannot."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from skupnost.domain.facts import Confidence, Fact, Source
from skupnost.kit.manifest import (
    AccountKind,
    BadManifest,
    Cadence,
    CredentialField,
    Machine,
    Manifest,
    NetworkError,
    Publishing,
    Reading,
)
from skupnost.kit.manifest_complaints import Complaint, complaints
from skupnost.kit.manifest_places import Place, line_of, lines_of, written
from skupnost.kit.manifest_shapes import FACT_GROUPS, KIND

FIELDS = "machine.fields"
PUBLISH = "machine.publish"
MEDIA = "machine.media"
OURS = Source("machine", "What our connector sends", "manifest.toml", Confidence.OFFICIAL_CONTRACT)


def load_manifest(path: Path) -> Manifest:
    """The manifest of one file; BadManifest lists everything that has to be mended, by line."""
    raw, text = _read(path)
    found = complaints(raw)
    if not found:
        return _manifest(raw)
    lines = lines_of(text)
    raise BadManifest(*(_told(path, one, line_of(one.place, lines)) for one in found))


def read_raw(path: Path) -> tuple[dict[str, Any], dict[Place, int]]:
    """A manifest as TOML has it, unchecked, and the line of each of its tables and keys."""
    raw, text = _read(path)
    return raw, lines_of(text)


def _told(path: Path, one: Complaint, line: int | None) -> str:
    where = f"{path}, line {line}" if line else f"{path}"
    return f"{where}: {' '.join(filter(None, (written(one.place), one.words)))}"


def _read(path: Path) -> tuple[dict[str, Any], str]:
    try:
        text = path.read_text(encoding="utf-8")
        return tomllib.loads(text), text
    except UnicodeDecodeError as error:
        raise BadManifest(f"{path}: is not UTF-8 (byte {error.start}); save it as UTF-8") from error
    except OSError as error:
        raise BadManifest(f"{path}: cannot be read ({error.strerror})") from error
    except tomllib.TOMLDecodeError as error:
        raise BadManifest(f"{path}: is not TOML: {error}") from error


def _manifest(raw: Mapping[str, Any]) -> Manifest:
    sources = {name: _source(name, row) for name, row in raw["sources"].items()}
    kinds = {slug: _kind(slug, raw, sources) for slug in raw["account_kinds"]}
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
        cadence=tuple(_cadence(row, sources) for row in raw.get("cadence", ())),
        readings=tuple(_reading(row, sources) for row in raw.get("public_reading", ())),
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


def _cadence(row: Mapping[str, Any], sources: Mapping[str, Source]) -> Cadence:
    return Cadence(
        what=row["what"],
        low=row["low"],
        high=row["high"],
        per=row["per"],
        study=row["study"],
        source=sources[row["source"]],
        checked_on=row["checked_on"],
        confidence=Confidence(row["confidence"]),
        study_year=row.get("study_year"),
        note=row.get("note", ""),
    )


def _reading(row: Mapping[str, Any], sources: Mapping[str, Source]) -> Reading:
    return Reading(
        id=row["id"],
        address=row["address"],
        auth=row["auth"],
        terms=row["terms"],
        source=sources[row["source"]],
        checked_on=row["checked_on"],
        confidence=Confidence(row["confidence"]),
        note=row.get("note", ""),
    )


def _kind(slug: str, raw: Mapping[str, Any], sources: Mapping[str, Source]) -> AccountKind:
    """A kind with all it inherits: its own keys go before those of its parent."""
    facts: dict[str, Fact] = {}
    machine: dict[str, Any] = {}
    for table in reversed(_line_of_descent(slug, raw["kinds"])):
        facts.update(_facts(table, sources))
        machine.update(table.get("machine", {}))
    made = _machine(machine)
    publish = _publishing(str(facts["publish"].value), made)
    facts[FIELDS] = _ours(FIELDS, made.fields, raw["checked_on"])
    facts[PUBLISH] = _ours(PUBLISH, publish, raw["checked_on"])
    if made.media:
        facts[MEDIA] = _ours(MEDIA, made.media, raw["checked_on"])
    own = raw["kinds"][slug]
    return AccountKind(
        slug=slug,
        label=own["label"],
        for_whom=own["for_whom"],
        publish=publish,
        facts=facts,
        machine=made,
        inherits=own.get("inherits", ""),
    )


def _line_of_descent(slug: str, tables: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    line = [tables[slug]]
    while "inherits" in line[-1]:
        line.append(tables[line[-1]["inherits"]])
    return line


def _publishing(ability: str, machine: Machine) -> Publishing:
    """How posts go out with this product: what the network allows, as far as we have the code.

    Compound words (`api_after_review`) mean assisted until their condition is proven.
    """
    if ability == "none":
        return "none"
    return "api" if ability == "api" and "publishes" in machine.ports else "assisted"


def _ours(key: str, value: str | tuple[str, ...], checked_on: date) -> Fact:
    """What our connector does, as a fact: preflight reads nothing but facts."""
    return Fact(key, value, OURS, checked_on, OURS.confidence)


def _facts(table: Mapping[str, Any], sources: Mapping[str, Source]) -> dict[str, Fact]:
    rows = {key: row for key, row in table.items() if key not in KIND.keys}
    for group in FACT_GROUPS:
        rows |= {f"{group}.{name}": row for name, row in table.get(group, {}).items()}
    return {key: _fact(key, row, sources) for key, row in rows.items()}


def _fact(key: str, row: Mapping[str, Any], sources: Mapping[str, Source]) -> Fact:
    value = row["value"]
    return Fact(
        key=key,
        value=tuple(value) if isinstance(value, list) else value,
        source=sources[row["source"]],
        checked_on=row["checked_on"],
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
    for name in ("ports", "fields", "media"):
        values[name] = tuple(raw.get(name, ()))
    return Machine(**values)
