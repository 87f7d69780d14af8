"""Meta's own descriptions of its interfaces, read like the other contracts: the specifications of
Graph nodes, in which a call is written `POST Page/feed`, and the collection of requests of Threads,
in which it is `POST me/threads`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from tests.contract.official import read_json

Row = Mapping[str, Any]


class Graph:
    """Specifications of nodes: calls, their parameters, and the words some of them know."""

    def __init__(self, folder: Path, *nodes: str) -> None:
        self.nodes = {node: read_json(folder / f"{node}.json") for node in nodes}
        rows = read_json(folder / "enum_types.json")
        self.enums = {row["name"]: set(row["values"]) for row in rows}

    @property
    def operations(self) -> set[str]:
        return {
            f"{row['method']} {node}/{row.get('endpoint') or ''}".rstrip("/")
            for node, known in self.nodes.items()
            for row in known["apis"]
        }

    def fields(self, operation: str) -> set[str]:
        return {row["name"] for row in self._parameters(operation)}

    def words(self, operation: str, place: str) -> set[str]:
        """What a parameter knows, lists of words included."""
        (kind,) = [row["type"] for row in self._parameters(operation) if row["name"] == place]
        return self.enums[re.sub(r"^list<(.*)>$", r"\1", kind)]

    def _parameters(self, operation: str) -> list[Row]:
        method, _, path = operation.partition(" ")
        node, _, endpoint = path.partition("/")
        rows = self.nodes[node]["apis"]
        found = [r for r in rows if (r["method"], r.get("endpoint") or "") == (method, endpoint)]
        return [parameter for row in found for parameter in row["params"]]


class Requests:
    """A Postman collection: requests that are the same call are taken together."""

    def __init__(self, path: Path) -> None:
        self.requests = list(self._requests(read_json(path)))

    @property
    def operations(self) -> set[str]:
        return {call for call, _query in self.requests}

    def fields(self, operation: str) -> set[str]:
        return {row["key"] for row in self._query(operation)}

    def text(self, operation: str, place: str) -> str:
        rows = [row for row in self._query(operation) if row["key"] == place]
        return " ".join(row.get("description") or "" for row in rows)

    def examples(self, operation: str, place: str) -> set[str]:
        return {row["value"] for row in self._query(operation) if row["key"] == place}

    def _query(self, operation: str) -> list[Row]:
        return [row for call, query in self.requests if call == operation for row in query]

    def _requests(self, node: Row) -> Iterator[tuple[str, list[Row]]]:
        for item in node.get("item", ()):
            yield from self._requests(item)
            if request := item.get("request"):
                path = "/".join(request["url"].get("path", ())).rstrip("/")
                yield f"{request['method']} {path}", request["url"].get("query", [])
