"""Plays the same requests to a blog and to its simulator and says where they disagree."""

import asyncio
import json
import tomllib
from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from skupnost.kit.clock import SystemClock
from skupnost.kit.http import Answer, Request
from skupnost.kit.http.aiohttp_transport import AiohttpTransport

Send = Callable[[Request], Awaitable[Answer]]
Seen = dict[str, dict[str, Any]]
Note = Callable[[Any], dict[str, Any]]


@dataclass
class Play:
    """Asks one of the two, and notes under a name: status, fields, and what `note` picks out."""

    send: Send
    url: Callable[[str], str]
    login: Callable[[str], Mapping[str, str]]
    note: Note
    extra: Callable[[str], Mapping[str, str]] = lambda route: {}
    seen: Seen = field(default_factory=dict)

    async def ask(
        self, name: str, method: str, route: str, *, who: str = "", **more: Any
    ) -> dict[str, Any]:
        """The answer's document (a list under `rows`); `who` has the right to ask, or nobody."""
        headers = {**self.login(who), **more.pop("headers", {})}
        query = {**self.extra(route), **more.pop("query", {})}
        request = Request(method, self.url(route), headers=headers, query=query, **more)
        answer = await self.send(request)
        document = _document(answer)
        noted = {"status": answer.status, "fields": sorted(set(fields_of(document)))}
        self.seen[name] = noted | self.note(document)
        return {"rows": document} if isinstance(document, list) else document or {}


def _document(answer: Answer) -> Any:
    try:
        return json.loads(answer.body)
    except ValueError:
        return {"page": "HTML"} if answer.body else None


def fields_of(value: Any, path: str = "") -> Iterator[str]:
    """The paths of a document's fields, the same for every item of a list."""
    if isinstance(value, Mapping):
        for name, inner in value.items():
            yield from fields_of(inner, f"{path}.{name}".lstrip("."))
    elif isinstance(value, list):
        for inner in value:
            yield from fields_of(inner, f"{path}[]")
    else:
        yield path


def on_server(scenes: Callable[[Send], Awaitable[Seen]]) -> Seen:
    """What a real server answers."""

    async def go() -> Seen:
        async with AiohttpTransport(allow_private=True) as transport:
            return await scenes(transport.send)

    return asyncio.run(go())


def on_simulator(scenes: Callable[[Send], Awaitable[Seen]], simulator: Any) -> Seen:
    async def go() -> Seen:
        return await scenes(simulator.answer)

    return asyncio.run(go())


def disagreements(server: Seen, simulator: Seen) -> dict[str, Any]:
    """By request and property what each of the two said, fields apart: `fields_of_server_only`
    are those that the simulator never has where the server has them."""
    assert server.keys() == simulator.keys()
    found: dict[str, Any] = {}
    missing: set[str] = set()
    for name, told in server.items():
        missing |= set(told["fields"]) - set(simulator[name]["fields"])
        invented = sorted(set(simulator[name]["fields"]) - set(told["fields"]))
        if invented:
            found.setdefault(name, {})["fields"] = {"simulator": invented}
        for key in sorted((told.keys() | simulator[name].keys()) - {"fields"}):
            one, other = told.get(key, "-"), simulator[name].get(key, "-")
            if one != other:
                found.setdefault(name, {})[key] = {"server": one, "simulator": other}
    return found | {"fields_of_server_only": sorted(missing)}


def listed(path: Path) -> tuple[str, dict[str, Any]]:
    """The server named in a list of differences, and the differences without their reasons."""
    rows = tomllib.loads(path.read_text(encoding="utf-8"))
    server = rows.pop("server")
    whys = [row.pop("why") for row in rows.values() if isinstance(row, dict)]
    assert all(whys)
    return server, rows


CLOCK = SystemClock()
