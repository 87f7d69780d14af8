"""Plays the same requests to a real server and to its simulator, and holds every difference.

A script is a coroutine that asks a `Player` by name; what came back is noted: the status, the
fields, the server's words of error, and what the script says of the rest (`facts`).

    async def script(player: Player) -> None:
        posted = await player.ask("post", Request("POST", player.url("/posts"), json={…}))
        await player.ask("show", Request("GET", player.url(f"/posts/{posted['id']}")))

`hold(TABLE, "snac", real, simulated)` compares both and the table of known differences: a new one
fails, and so does one that vanished. The failure prints the rows as they would be right.
"""

from __future__ import annotations

import asyncio
import json
import tomllib
from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from skupnost.kit.http import Answer, Request, Transport
from skupnost.kit.http.aiohttp_transport import AiohttpTransport

Document = dict[str, Any]


@dataclass(frozen=True)
class Seen:
    """What one request brought back."""

    status: int
    fields: frozenset[str]
    error: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass
class Player:
    """Asks one server and notes the answers by name."""

    transport: Transport
    origin: str
    seen: dict[str, Seen] = field(default_factory=dict)

    def url(self, path: str) -> str:
        return f"{self.origin}{path}"

    async def ask(
        self,
        name: str,
        request: Request,
        facts: Callable[[Any], Mapping[str, Any]] = lambda document: {},
    ) -> Any:
        """The answer's document (an empty one where it is no JSON), after noting it."""
        if name in self.seen:
            raise ValueError(f"two requests are called {name!r}")
        answer = await self.transport.send(request)
        document = document_of(answer)
        ok = 200 <= answer.status < 300
        self.seen[name] = Seen(
            answer.status,
            frozenset(fields_of(document)) if document is not None else frozenset({"(no JSON)"}),
            "" if ok else words_of(document),
            facts(document) if ok else {},
        )
        return {} if document is None else document


def document_of(answer: Answer) -> Any:
    try:
        return json.loads(answer.body)
    except ValueError:
        return None


def words_of(document: Any) -> str:
    """The server's own words of an error, wherever its API puts them."""
    if not isinstance(document, Mapping):
        return ""
    for name in ("error", "message", "code"):
        if isinstance(document.get(name), str):
            return str(document[name])
    return ""


def fields_of(value: Any, path: str = "") -> Iterator[str]:
    """The paths of a document's fields, the same for every item of a list."""
    if isinstance(value, Mapping):
        for name, inner in value.items():
            yield from fields_of(inner, f"{path}.{name}".lstrip("."))
    elif isinstance(value, list):
        yield path + "[]"
        for inner in value:
            yield from fields_of(inner, f"{path}[]")
    else:
        yield path


def play(
    script: Callable[[Player], Awaitable[None]], *, origin: str, transport: Transport | None = None
) -> dict[str, Seen]:
    """What the script saw of a server; without a transport it is asked over the real one."""

    async def over(known: Transport) -> dict[str, Seen]:
        player = Player(known, origin)
        await asyncio.wait_for(script(player), 120)
        return player.seen

    async def really() -> dict[str, Seen]:
        async with AiohttpTransport(allow_private=True) as real:
            return await over(real)

    return asyncio.run(over(transport) if transport is not None else really())


def differences(
    server: str, real: Mapping[str, Seen], simulated: Mapping[str, Seen]
) -> list[Document]:
    """One row for every request that the two answered differently."""
    assert list(real) == list(simulated)
    rows = [_row(name, real[name], simulated[name]) for name in real]
    return [{"server": server, **row} for row in rows if len(row) > 1]


def _row(name: str, real: Seen, simulated: Seen) -> Document:
    row: Document = {"request": name}
    pairs = {"status": (real.status, simulated.status), "error": (real.error, simulated.error)}
    for fact in {**real.facts, **simulated.facts}:
        pairs[fact] = (real.facts.get(fact, "-"), simulated.facts.get(fact, "-"))
    for aspect, (there, here) in pairs.items():
        if there != here:
            row[aspect] = {"real": _told(there), "simulated": _told(here)}
    if real.status == simulated.status and real.fields != simulated.fields:
        row["fields"] = {
            "real_only": sorted(real.fields - simulated.fields),
            "simulated_only": sorted(simulated.fields - real.fields),
        }
    return row


def _told(value: Any) -> Any:
    return "null" if value is None else value


def hold(table: Path, server: str, real: Mapping[str, Seen], simulated: Mapping[str, Seen]) -> None:
    """Fails unless the differences are exactly those of the table for this server."""
    found = differences(server, real, simulated)
    rows = tomllib.loads(table.read_text(encoding="utf-8")).get("difference", [])
    listed = [row for row in rows if row["server"] == server]
    wrong = [row for row in found if row not in listed]
    gone = [row for row in listed if row not in found]
    told = f"new or changed:\n\n{as_toml(wrong)}\nno longer so:\n\n{as_toml(gone)}"
    assert not [*wrong, *gone], told


def as_toml(rows: list[Document]) -> str:
    """Rows as the table writes them."""
    return "\n".join(
        "\n".join(["[[difference]]", *(f"{name} = {_toml(value)}" for name, value in row.items())])
        + "\n"
        for row in rows
    )


def _toml(value: Any) -> str:
    if isinstance(value, Mapping):
        inner = ", ".join(f"{_key(name)} = {_toml(item)}" for name, item in value.items())
        return f"{{ {inner} }}"
    if isinstance(value, list | tuple):
        return f"[{', '.join(_toml(item) for item in value)}]"
    return json.dumps(value, ensure_ascii=False)


def _key(name: str) -> str:
    return name if name.replace("_", "").isalnum() else json.dumps(name)
