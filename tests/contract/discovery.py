"""Google's discovery documents, read like the other contracts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from tests.contract.official import HeldToBounds, read_json, value_of

Schema = Mapping[str, Any]
BOUNDS = ("minimum", "maximum")


class Discovery:
    """A discovery document; a call is written `videos.insert`."""

    def __init__(self, path: Path) -> None:
        self.document = read_json(path)

    @property
    def version(self) -> str:
        return self.document["revision"]

    @property
    def operations(self) -> set[str]:
        return {
            f"{resource}.{method}"
            for resource, row in self.document["resources"].items()
            for method in row.get("methods", ())
        }

    def limits(self, *operations: str) -> dict[str, float]:
        """Every numeric bound on what the calls take: parameters and the weight of uploads."""
        found: dict[str, float] = {}
        for operation in operations:
            row = self._row(operation)
            if upload := row.get("mediaUpload"):
                found[f"{operation} media:maxSize"] = int(upload["maxSize"])
            for place, schema in self._taken(operation):
                for bound in BOUNDS:
                    if bound in schema:
                        found[f"{operation} {place}:{bound}"] = float(schema[bound])
        return found

    def fields(self, operation: str) -> set[str]:
        return {place for place, _schema in self._taken(operation)}

    def words(self, operation: str, place: str) -> set[str]:
        if place == "media":
            return set(self._row(operation)["mediaUpload"]["accept"])
        rows = [schema for at, schema in self._taken(operation) if at == place]
        return {word for schema in rows for word in schema.get("enum", ())}

    def text(self, operation: str, place: str) -> str:
        rows = [schema for at, schema in self._taken(operation) if at == place]
        return " ".join(schema.get("description", "") for schema in rows)

    def scopes(self, operation: str) -> set[str]:
        """The permissions any one of which is enough."""
        return set(self._row(operation)["scopes"])

    def _row(self, operation: str) -> Schema:
        resource, method = operation.split(".")
        return self.document["resources"][resource]["methods"][method]

    def _taken(self, operation: str) -> Iterator[tuple[str, Schema]]:
        row = self._row(operation)
        for name, parameter in row.get("parameters", {}).items():
            yield f"?{name}", parameter
        if "request" in row:
            yield from self._walk(row["request"], "", ())

    def _walk(
        self, node: Schema, place: str, seen: tuple[str, ...]
    ) -> Iterator[tuple[str, Schema]]:
        if "$ref" in node:
            if node["$ref"] in seen:
                return
            seen, node = (*seen, node["$ref"]), self.document["schemas"][node["$ref"]]
        yield place, node
        for name, child in node.get("properties", {}).items():
            yield from self._walk(child, f"{place}.{name}".lstrip("."), seen)
        if "items" in node:
            yield from self._walk(node["items"], f"{place}.0", seen)


class Google(HeldToBounds):
    """Google lists permissions of which one is enough: each call must have one of ours, and each
    of ours must be of use."""

    def test_our_permissions_are_those_the_calls_need(self, contract):
        for key, calls in self.scopes.items():
            ours = set(value_of(self.network, key))
            assert [call for call in calls if not ours & contract.scopes(call)] == []
            assert ours - {scope for call in calls for scope in contract.scopes(call)} == set()
