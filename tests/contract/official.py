"""The networks' own contracts, read: which calls there are and how much they take.

A place in a contract is written `post /pins title:maxLength`; the item of a list is `0`, a
parameter of the address begins with `?`. A fact of ours is written `business.text.title_max`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path
from typing import Any

from skupnost.domain.facts import Confidence, Fact
from skupnost.kit.manifest_toml import read_raw
from skupnost.kit.registry import connector
from skupnost.networks.ages import own_facts

Schema = Mapping[str, Any]
BOUNDS = ("maxLength", "minLength", "maxItems", "minItems", "maximum", "minimum")
METHODS = ("get", "post", "put", "patch", "delete")


@cache
def read_json(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


class OpenApi:
    """An OpenAPI document, with references and unions followed."""

    def __init__(self, path: Path) -> None:
        self.document = read_json(path)

    @property
    def version(self) -> str:
        return self.document["info"]["version"]

    @property
    def operations(self) -> set[str]:
        rows = self.document["paths"].items()
        return {f"{method} {path}" for path, row in rows for method in METHODS if method in row}

    def limits(self, *operations: str) -> dict[str, float | None]:
        """Every numeric bound on what the operations take, by place; None where a place may be
        one of several things with different bounds."""
        found: dict[str, float | None] = {}
        for operation in operations:
            for place, schema in self._taken(operation):
                for bound in BOUNDS:
                    if bound in schema:
                        at, value = f"{operation} {place}:{bound}", schema[bound]
                        found[at] = value if found.get(at, value) == value else None
        return found

    def fields(self, operation: str) -> set[str]:
        """The places of everything the operation takes."""
        return {place for place, _schema in self._taken(operation)}

    def words(self, operation: str, place: str) -> set[str]:
        """What may stand at a place that knows only some words."""
        rows = [schema for at, schema in self._taken(operation) if at == place]
        return {word for schema in rows for word in schema.get("enum", ())}

    def required(self, operation: str) -> set[str]:
        """The fields that a body must have."""
        return {name for body in self._bodies(operation) for name in self._all_required(body)}

    def text(self, operation: str, place: str) -> str:
        """What the contract says in words about a field or a parameter."""
        rows = [schema for at, schema in self._taken(operation) if at == place]
        return " ".join(schema.get("description", "") for schema in rows)

    def scopes(self, operation: str, flow: str) -> set[str]:
        """The permissions one way of signing in needs for the operation."""
        (found,) = [row[flow] for row in self._row(operation)["security"] if flow in row]
        return set(found)

    def at(self, pointer: str) -> Any:
        """What stands at a JSON pointer."""
        node = self.document
        for step in pointer.strip("/").split("/"):
            name = step.replace("~1", "/").replace("~0", "~")
            node = node[int(name)] if isinstance(node, list) else node[name]
        return node

    def _row(self, operation: str) -> Schema:
        method, path = operation.split(" ", 1)
        return self.document["paths"][path][method]

    def _bodies(self, operation: str) -> list[Schema]:
        content = self._row(operation).get("requestBody", {}).get("content", {})
        return [self._follow(row.get("schema", {})) for row in content.values()]

    def _taken(self, operation: str) -> Iterator[tuple[str, Schema]]:
        for body in self._bodies(operation):
            yield from self._walk(body, "", ())
        shared = self.document["paths"][operation.split(" ", 1)[1]].get("parameters", [])
        for row in (*self._row(operation).get("parameters", ()), *shared):
            parameter = self._follow(row)
            name = f"?{parameter['name']}"
            yield name, parameter
            yield from self._walk(parameter.get("schema", {}), name, ())

    def _follow(self, node: Schema) -> Schema:
        return self.at(node["$ref"].removeprefix("#")) if "$ref" in node else node

    def _walk(
        self, node: Schema, place: str, seen: tuple[str, ...]
    ) -> Iterator[tuple[str, Schema]]:
        if "$ref" in node:
            if node["$ref"] in seen:
                return
            seen, node = (*seen, node["$ref"]), self._follow(node)
        yield place, node
        for name, child in node.get("properties", {}).items():
            yield from self._walk(child, f"{place}.{name}".lstrip("."), seen)
        if isinstance(node.get("items"), dict):
            yield from self._walk(node["items"], f"{place}.0", seen)
        for union in ("oneOf", "anyOf", "allOf"):
            for child in node.get(union, ()):
                yield from self._walk(child, place, seen)

    def _all_required(self, node: Schema) -> Iterator[str]:
        node = self._follow(node)
        yield from node.get("required", ())
        for child in node.get("allOf", ()):
            yield from self._all_required(child)


def fact_of(network: str, key: str) -> Fact:
    """The fact of one kind: `standard.text.text_max`."""
    kind, _, name = key.partition(".")
    return connector(network).manifest.kinds[kind].facts[name]


def value_of(network: str, key: str) -> object:
    return fact_of(network, key).value


def version_of(network: str) -> str:
    """The version of the interface on which the manifest says it stands."""
    raw, _lines = read_raw(connector(network).folder / "manifest.toml")
    return raw["api"]["version_seen"]


def differences(network: str, said: Mapping[str, object], held: Mapping[str, Any]) -> list[str]:
    """Where our facts are not what the contract says; `held` gives one fact or several a place."""
    return [
        f"{place} is {said.get(place)!r}, our {key} is {value_of(network, key)!r}"
        for place, keys in held.items()
        for key in ([keys] if isinstance(keys, str) else keys)
        if value_of(network, key) != said.get(place)
    ]


def unheld(said: Iterable[str], held: Iterable[str], left: Iterable[str]) -> list[str]:
    """Places of a contract that no fact holds and no pattern leaves out with a reason, and
    patterns that fit nothing any more."""
    said, held, left = set(said), set(held), list(left)
    free = {place for place in said - held if not any(fnmatchcase(place, one) for one in left)}
    idle = {one for one in left if not any(fnmatchcase(place, one) for place in said - held)}
    return sorted(free | idle | (held - said))


def claims(network: str, source: str) -> set[str]:
    """Our numbers that stand on a contract, by the kind in whose tables they are written."""
    manifest = connector(network).manifest
    return {
        f"{kind.slug}.{fact.key}"
        for kind in manifest.kinds.values()
        for fact in own_facts(manifest, kind)
        if fact.source.id == source
        and fact.confidence is Confidence.OFFICIAL_CONTRACT
        and fact.number is not None
    }


def keys_of(held: Mapping[str, str | Sequence[str]]) -> set[str]:
    """All facts that a table holds against a contract."""
    rows = ([keys] if isinstance(keys, str) else keys for keys in held.values())
    return {key for row in rows for key in row}


class HeldAgainst:
    """The tests of a manifest against its contract; a subclass fills the tables.

    `held` gives, by place of a numeric bound, the facts that must be the same number; `left` gives
    patterns of bounds that no fact holds, with the reason. `careful` gives places where ours is
    deliberately another number, with what the contract says. `shapes` are our numbers that follow
    from how the contract is built, where no bound is written. `operations` says by which calls an
    ability is possible, `impossible` by which patterns of calls it would be, were it not `none`.
    `fields` and `no_fields` say the same of what a call takes. `scopes` gives by fact the calls
    whose permissions it has to contain, and `flow` the way of signing in. `words` holds lists of
    ours against the only words a field knows; those in `fewer` may be left out by us.
    """

    network = ""
    source = "oas"
    flow = ""
    creating: tuple[str, ...] = ()
    held: Mapping[str, Any] = {}
    careful: Mapping[str, tuple[str, float]] = {}
    left: Mapping[str, str] = {}
    shapes: Mapping[str, str] = {}
    operations: Mapping[str, Sequence[str]] = {}
    impossible: Mapping[str, str] = {}
    fields: Mapping[str, tuple[str, str]] = {}
    no_fields: Mapping[str, tuple[str, str]] = {}
    scopes: Mapping[str, Sequence[str]] = {}
    words: Mapping[str, tuple[str, str]] = {}
    fewer: Mapping[str, str] = {}

    def test_every_number_that_claims_the_contract_is_held_against_it(self):
        held = keys_of(self.held) | set(self.shapes)
        assert claims(self.network, self.source) - held == set()

    def test_what_we_call_possible_is_a_call_of_the_contract(self, contract):
        for key, calls in self.operations.items():
            assert value_of(self.network, key) not in ("none", "assisted", False)
            assert [call for call in calls if call not in contract.operations] == []

    def test_what_we_call_impossible_is_no_call_of_the_contract(self, contract):
        for key, pattern in self.impossible.items():
            assert value_of(self.network, key) in ("none", "assisted", False)
            assert [call for call in contract.operations if fnmatchcase(call, pattern)] == []

    def test_what_we_rely_on_is_a_field_of_the_call(self, contract):
        for key, (call, field) in self.fields.items():
            assert value_of(self.network, key) not in ("none", "assisted", False)
            assert field in contract.fields(call)

    def test_what_we_miss_is_no_field_of_the_call(self, contract):
        for key, (call, pattern) in self.no_fields.items():
            assert value_of(self.network, key) in ("none", "assisted", False)
            found = [field for field in contract.fields(call) if fnmatchcase(field, pattern)]
            assert found == []

    def test_our_permissions_are_those_the_calls_need(self, contract):
        for key, calls in self.scopes.items():
            needed = {scope for call in calls for scope in contract.scopes(call, self.flow)}
            assert needed - set(value_of(self.network, key)) == set()
            assert key in self.fewer or set(value_of(self.network, key)) == needed

    def test_our_lists_know_the_words_of_the_contract(self, contract):
        for key, (call, place) in self.words.items():
            ours, theirs = set(value_of(self.network, key)), contract.words(call, place)
            assert ours - theirs == set()
            assert key in self.fewer or ours == theirs


class HeldToBounds(HeldAgainst):
    """The same for contracts that write bounds and a version of their own."""

    def test_our_limits_are_those_of_the_contract(self, contract):
        assert differences(self.network, contract.limits(*self.creating), self.held) == []

    def test_we_read_the_version_that_lies_here(self, contract):
        assert contract.version in version_of(self.network)

    def test_where_ours_is_the_more_careful_number_the_contract_says_what_we_think(self, contract):
        said = contract.limits(*self.creating)
        assert {at: said.get(at) for at in self.careful} == {
            at: number for at, (_key, number) in self.careful.items()
        }
        for key, number in self.careful.values():
            fact = fact_of(self.network, key)
            assert fact.number < number
            assert f"{number:g}" in fact.note

    def test_every_limit_of_the_contract_is_held_or_left_out_with_a_reason(self, contract):
        said = contract.limits(*self.creating)
        assert unheld(said, {**self.held, **self.careful}, self.left) == []
        assert all(len(reason) > 9 for reason in self.left.values())
