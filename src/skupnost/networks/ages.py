"""How old the rulebook is: everything in it that carries a date, oldest first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from skupnost.domain.facts import Confidence, Fact, Source
from skupnost.kit.manifest import AccountKind, Manifest
from skupnost.kit.manifest_places import Place, line_of
from skupnost.kit.manifest_toml import OURS, read_raw
from skupnost.kit.registry import connector
from skupnost.networks.queries import networks

STALE_DAYS = 90


@dataclass(frozen=True, slots=True)
class Dated:
    """One dated statement of a manifest. `kind` is empty where it is of the whole network, such as
    an error or a study; `place` is where it stands in the file."""

    network: str
    kind: str
    key: str
    value: str
    unit: str
    source: Source
    checked_on: date
    confidence: Confidence
    place: Place

    def age_days(self, today: date) -> int:
        return (today - self.checked_on).days


class _Row(Protocol):
    """What rows of errors, readings and cadences have in common."""

    @property
    def source(self) -> Source: ...
    @property
    def checked_on(self) -> date: ...
    @property
    def confidence(self) -> Confidence: ...


def by_age(network: str = "") -> list[Dated]:
    """Every dated statement of one network, or of all, the longest unchecked first. What a kind
    inherits is told once, for the kind that has it."""
    chosen = [known for known in networks() if network in ("", known.slug)]
    found = [row for manifest in chosen for row in dated(manifest)]
    return sorted(found, key=lambda row: (row.checked_on, row.network))


def stale(today: date, *, days: int = STALE_DAYS, network: str = "") -> list[Dated]:
    """What was looked at more than so many days ago, the oldest first."""
    return [row for row in by_age(network) if row.age_days(today) > days]


def is_old(fact: Fact, today: date) -> bool:
    """Whether the fact should be checked again; what a server told just now is never old."""
    return not fact.live and (today - fact.checked_on).days > STALE_DAYS


def dated(manifest: Manifest) -> Iterator[Dated]:
    """Every dated statement of a manifest, in the order of its file."""
    for kind in manifest.kinds.values():
        for fact in own_facts(manifest, kind):
            yield _of_fact(manifest, kind.slug, fact, ("kinds", kind.slug, *fact.key.split(".")))
    for key, fact in manifest.archive.items():
        yield _of_fact(manifest, "", fact, ("archive", key))
    for number, error in enumerate(manifest.errors):
        words = f"{error.meaning}: {error.match}"
        yield _of_row(manifest, ("errors", number), error, words)
    for number, reading in enumerate(manifest.readings):
        words = f"{reading.id}: {reading.address}"
        yield _of_row(manifest, ("public_reading", number), reading, words)
    for number, pace in enumerate(manifest.cadence):
        words = f"{pace.what}: {pace.low:g} to {pace.high:g} per {pace.per}"
        yield _of_row(manifest, ("cadence", number), pace, words)


def own_facts(manifest: Manifest, kind: AccountKind) -> list[Fact]:
    """The facts that stand in the kind's own tables, without those it inherits."""
    parent = manifest.kinds[kind.inherits].facts if kind.inherits else {}
    facts = (fact for fact in kind.facts.values() if fact.source is not OURS)
    return [fact for fact in facts if parent.get(fact.key) != fact]


def line_numbers(rows: list[Dated]) -> list[int | None]:
    """The line of its manifest on which each statement stands."""
    slugs = {row.network for row in rows}
    lines = {slug: read_raw(connector(slug).folder / "manifest.toml")[1] for slug in slugs}
    return [line_of(row.place, lines[row.network]) for row in rows]


def _of_fact(manifest: Manifest, kind: str, fact: Fact, place: Place) -> Dated:
    return Dated(
        network=manifest.slug,
        kind=kind,
        key=fact.key if kind else ".".join(map(str, place)),
        value=_shown(fact.value),
        unit=fact.unit,
        source=fact.source,
        checked_on=fact.checked_on,
        confidence=fact.confidence,
        place=place,
    )


def _of_row(manifest: Manifest, place: tuple[str, int], row: _Row, words: str) -> Dated:
    return Dated(
        network=manifest.slug,
        kind="",
        key=f"{place[0]}.{place[1] + 1}",
        value=words,
        unit="",
        source=row.source,
        checked_on=row.checked_on,
        confidence=row.confidence,
        place=place,
    )


def _shown(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)
