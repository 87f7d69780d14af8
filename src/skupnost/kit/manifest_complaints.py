"""Everything that is wrong with a manifest, each with its place and what to write instead."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from typing import Any

from skupnost.kit import manifest_shapes as shapes
from skupnost.kit.manifest_places import Place
from skupnost.kit.manifest_shapes import Shape

Table = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Complaint:
    """One thing that is wrong, and where."""

    place: Place
    words: str


def complaints(raw: Table) -> list[Complaint]:
    """All complaints about a manifest that is TOML, in the order of the file; empty: it is fine."""
    top = list(_table((), raw, shapes.TOP))
    if top:
        return top
    found = [*_sources(raw), *_kinds(raw), *_rows(raw), *_prose(raw)]
    archive = raw.get("archive", {})
    found += _facts(("archive",), archive, raw)
    return found


def _table(place: Place, table: Any, shape: Shape) -> Iterator[Complaint]:
    """Missing, unknown and wrongly typed keys of one table."""
    if not isinstance(table, dict):
        yield Complaint(place, "must be a table")
        return
    keys = shape.keys
    for key in shape.required:
        if key not in table:
            words = f"{key} is missing; write {key} = {shape.required[key].words}"
            yield Complaint(place, words)
    for key, value in table.items():
        kind = keys.get(key)
        if kind is None:
            yield Complaint((*place, key), f"is not a key here{_nearest(key, keys)}")
        elif not kind.holds(value):
            yield Complaint((*place, key), f"must be {kind.words}, not {value!r}")
        elif key in shape.words:
            yield from _words((*place, key), value, shape.words[key])


def _words(place: Place, value: Any, known: tuple[str, ...]) -> Iterator[Complaint]:
    for word in value if isinstance(value, list) else [value]:
        if word not in known:
            yield Complaint(place, f"{word!r} is not known{_nearest(word, known)}")


def _nearest(word: str, known: Iterable[str]) -> str:
    """`; did you mean …?`, or what may stand there."""
    known = list(known)
    if near := get_close_matches(word, known, n=1, cutoff=0.6):
        return f"; did you mean {near[0]!r}?"
    return f"; known: {', '.join(known)}"


def _sources(raw: Table) -> Iterator[Complaint]:
    for name, row in raw["sources"].items():
        yield from _table(("sources", name), row, shapes.SOURCE)


def _kinds(raw: Table) -> Iterator[Complaint]:
    listed, tables = raw["account_kinds"], raw["kinds"]
    if not listed:
        yield Complaint(("account_kinds",), 'is empty; list the tables of kinds, such as ["page"]')
    for slug in listed:
        if slug not in tables:
            words = f"names {slug!r}, but there is no table [kinds.{slug}]{_nearest(slug, tables)}"
            yield Complaint(("account_kinds",), words)
    for slug, table in tables.items():
        if slug not in listed:
            yield Complaint(("kinds", slug), f'is not listed; add "{slug}" to account_kinds')
        yield from _kind(slug, table, raw)


def _kind(slug: str, table: Any, raw: Table) -> Iterator[Complaint]:
    place = ("kinds", slug)
    if not isinstance(table, dict):
        yield Complaint(place, "must be a table")
        return
    plain = {key: value for key, value in table.items() if key in shapes.KIND.keys}
    yield from _table(place, plain, shapes.KIND)
    abilities = {key: value for key, value in table.items() if key not in shapes.KIND.keys}
    yield from _abilities(place, abilities, raw)
    for group in shapes.FACT_GROUPS:
        if isinstance(table.get(group), dict):
            yield from _facts((*place, group), table[group], raw)
    yield from _inherited(slug, raw)
    if isinstance(table.get("machine"), dict):
        yield from _machine(place, table["machine"], raw)


def _abilities(place: Place, abilities: Table, raw: Table) -> Iterator[Complaint]:
    """The facts of a kind itself; what is no fact is a misspelt key or table."""
    facts = {}
    for key, value in abilities.items():
        if isinstance(value, dict) and "value" in value:
            facts[key] = value
        else:
            near = _nearest(key, (*shapes.KIND.keys, "publish"))
            yield Complaint((*place, key), f"is neither a known key nor a fact{near}")
    yield from _facts(place, facts, raw)
    yield from _chosen(place, facts)


def _chosen(place: Place, facts: Table) -> Iterator[Complaint]:
    """A fact that says no word of its list, or is written a letter off."""
    for key, row in facts.items():
        known = shapes.FACT_WORDS.get(key)
        if known and row["value"] not in known:
            near = _nearest(str(row["value"]), known)
            yield Complaint((*place, key), f"cannot say {row['value']!r}{near}")
        for name in shapes.FACT_WORDS:
            if key != name and _is_one_letter_off(key, name):
                yield Complaint((*place, key), f"nobody reads this key; did you mean {name!r}?")


def _inherited(slug: str, raw: Table) -> Iterator[Complaint]:
    """A loop or a hole in what kinds inherit, and the one fact that every kind must have."""
    tables, seen, at = raw["kinds"], [slug], slug
    has_publish = "publish" in tables[slug]
    while isinstance(parent := tables[at].get("inherits"), str):
        if parent in seen:
            words = f"goes round in a circle: {' → '.join((*seen, parent))}; remove one of them"
            yield Complaint(("kinds", slug, "inherits"), words)
            return
        if not isinstance(tables.get(parent), dict):
            near = _nearest(parent, (name for name in tables if name != at))
            yield Complaint(("kinds", at, "inherits"), f"{parent!r} is no kind of this file{near}")
            return
        has_publish = has_publish or "publish" in tables[parent]
        seen.append(parent)
        at = parent
    if not has_publish:
        example = 'publish = { value = "api", source = …, checked_on = …, confidence = … }'
        yield Complaint(("kinds", slug), f"publish is missing; write {example}")


def _facts(place: Place, facts: Table, raw: Table) -> Iterator[Complaint]:
    for key, row in facts.items():
        here = (*place, key)
        if not isinstance(row, dict):
            words = f"must be a fact: {key} = {{ value = {row!r}, source = …, checked_on = …, "
            yield Complaint(here, words + "confidence = … }")
            continue
        yield from _table(here, row, shapes.FACT)
        yield from _source_of(here, row, raw)
        yield from _slip(here, key)


def _slip(place: Place, key: str) -> Iterator[Complaint]:
    """A key that is one letter away from one that preflight reads."""
    group = str(place[-2]) if len(place) > 3 else ""
    if meant := _meant_by(group, key):
        yield Complaint(place, f"nobody reads this key; did you mean {meant!r}?")


@cache
def _meant_by(group: str, key: str) -> str:
    """The key that is read and was probably meant; empty where the key is one, or like none.
    Kept, since networks share most of their keys."""
    dotted = f"{group}.{key}"
    if dotted in shapes.READ_KEYS or dotted in shapes.LOOKALIKES:
        return ""
    for known in shapes.READ_KEYS:
        if known.startswith(f"{group}.") and _is_one_letter_off(dotted, known):
            return known.partition(".")[2]
    return ""


def _is_one_letter_off(a: str, b: str) -> bool:
    short, long = sorted((a, b), key=len)
    if len(long) - len(short) > 1:
        return False
    at = next((i for i, (x, y) in enumerate(zip(short, long, strict=False)) if x != y), len(short))
    if len(short) < len(long):
        return short[at:] == long[at + 1 :]
    is_swap = a[at : at + 2] == b[at : at + 2][::-1] and a[at + 2 :] == b[at + 2 :]
    return is_swap or a[at + 1 :] == b[at + 1 :]


def _source_of(place: Place, row: Table, raw: Table) -> Iterator[Complaint]:
    name = row.get("source")
    if isinstance(name, str) and name not in raw["sources"]:
        words = f"there is no table [sources.{name}]{_nearest(name, raw['sources'])}"
        yield Complaint((*place, "source"), words)


def _machine(kind: Place, machine: Table, raw: Table) -> Iterator[Complaint]:
    place = (*kind, "machine")
    yield from _table(place, machine, shapes.MACHINE)
    rows = machine.get("credentials", ())
    for number, row in enumerate(rows if isinstance(rows, list) else ()):
        yield from _table((*place, "credentials", number), row, shapes.CREDENTIAL)
    bucket = machine.get("bucket")
    if isinstance(bucket, str) and bucket and bucket not in _rates(str(kind[1]), raw):
        near = _nearest(bucket, _rates(str(kind[1]), raw))
        yield Complaint((*place, "bucket"), f"{bucket!r} is no rate of this kind{near}")


def _rates(slug: str, raw: Table) -> list[str]:
    """The rates of a kind and of those it inherits from."""
    tables, seen = raw["kinds"], [slug]
    while (parent := tables[seen[-1]].get("inherits")) in tables and parent not in seen:
        seen.append(parent)
    return [f"rate.{key}" for kind in seen for key in tables[kind].get("rate", {})]


def _rows(raw: Table) -> Iterator[Complaint]:
    tables = (
        ("errors", shapes.ERROR),
        ("public_reading", shapes.READING),
        ("cadence", shapes.CADENCE),
    )
    for name, shape in tables:
        for number, row in enumerate(raw.get(name, ())):
            yield from _table((name, number), row, shape)
            yield from _source_of((name, number), row, raw)


def _prose(raw: Table) -> Iterator[Complaint]:
    for name, shape in (("guidance", shapes.GUIDANCE), ("unknown", shapes.UNKNOWN)):
        if name in raw:
            yield from _table((name,), raw[name], shape)
    sentences = raw.get("guidance", {}).get("sentences")
    if isinstance(sentences, list) and not 5 <= len(sentences) <= 8:
        words = f"has {len(sentences)} sentences; write 5 to 8"
        yield Complaint(("guidance", "sentences"), words)
