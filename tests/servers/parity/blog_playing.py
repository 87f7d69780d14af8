"""What the parity tests of blogs add to `playing`: people who ask, and fields listed in one place.

A blog answers with a hundred fields that nobody here reads, the same ones every time. They are
listed once for all requests, under `fields_of_server_only`; everything else as elsewhere.
"""

import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from skupnost.kit.http import Request

from .playing import Document, Player, Seen, as_toml, differences

Note = Callable[[Any], Mapping[str, Any]]


@dataclass
class People:
    """Asks through a player; `login` are the headers of who asks, nobody's for an empty name."""

    player: Player
    login: Callable[[str], Mapping[str, str]]
    note: Note
    error_of: Callable[[Any], str]

    async def ask(
        self, name: str, method: str, path: str, *, who: str = "", **more: Any
    ) -> Document:
        """The answer's document, after noting it with the code of its error."""
        headers = {**self.login(who), **more.pop("headers", {})}
        request = Request(method, self.player.url(path), headers=headers, **more)
        document = await self.player.ask(name, request, self.note)
        seen = self.player.seen[name]
        self.player.seen[name] = replace(seen, error=self.error_of(document))
        return document if isinstance(document, dict) else {}


def hold_with_fields(
    table: Path, server: str, real: Mapping[str, Seen], simulated: Mapping[str, Seen]
) -> None:
    """Fails unless the differences are exactly those of the table, which is of this server."""
    listed = tomllib.loads(table.read_text(encoding="utf-8"))
    assert listed["server"] == server
    rows = differences(server, real, simulated)
    changed = _real_only(rows) ^ set(listed["fields_of_server_only"])
    assert not changed, f"new or no longer so: {sorted(changed)}"
    found = [row for row in map(_without_fields, rows) if len(row) > 2]
    assert found == listed.get("difference", []), as_toml(found)


def _real_only(rows: list[Document]) -> set[str]:
    return {name for row in rows for name in row.get("fields", {}).get("real_only", ())}


def _without_fields(row: Document) -> Document:
    """The row, of whose fields only those stay that the server does not have."""
    bare = {name: value for name, value in row.items() if name != "fields"}
    invented = row.get("fields", {}).get("simulated_only")
    return bare | ({"fields": invented} if invented else {})


def rows_of(document: Any, name: str = "") -> Iterator[Mapping[str, Any]]:
    """The objects in an answer: itself, those of a list, or those under a name."""
    value = document.get(name, ()) if name and isinstance(document, Mapping) else document
    rows = value if isinstance(value, list) else [value]
    return (row for row in rows if isinstance(row, Mapping))
