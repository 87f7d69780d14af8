"""A simulator behind a real socket: a network on loopback that fails as networks fail.

    with serve(simulator, faults=Faults(lost_after=0.1)) as network:
        channel = connector.open(Access(server=network.url, …), AiohttpTransport(…), clock)
        assert len(network.posts()) == 1

The connection is really reset, really silent; the answer is really an error page. `serve` runs in
a thread of this process; `python -m skupnost.kit.testing.serve` runs the same as a process of its
own, for tests that kill workers and keep the network alive. Beside the simulated API every served
network answers under `/__simulator__/`: `GET posts`, `POST faults`, `POST revoke`, `POST restore`.
"""

from __future__ import annotations

import asyncio
import json
import random
import threading
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from typing import Any

from aiohttp import web

from skupnost.kit.clock import Clock, SystemClock
from skupnost.kit.http.messages import Answer, Request, Upload
from skupnost.kit.simulation import (
    SERVER_ERROR,
    Dice,
    Fate,
    Faults,
    SimulatedPost,
    Simulator,
    Store,
    restore_all,
    revoke_all,
)

BACKDOOR = "/__simulator__/"
SILENCE_SECONDS = 3600.0
LARGEST_REQUEST = 120_000_000
_FORM = "application/x-www-form-urlencoded"
_OURS = ("content-length", "transfer-encoding", "connection", "content-encoding")


@dataclass
class Network:
    """A served simulator. `faults` may be changed at any moment; `n_requests` counts what came in
    by (method, path)."""

    simulator: Simulator
    faults: Faults = field(default_factory=Faults)
    clock: Clock = field(default_factory=SystemClock)
    dice: Dice = field(default_factory=lambda: random.Random(0))  # noqa: S311 - not for secrets
    store: Store | None = None
    url: str = ""
    n_requests: Counter[tuple[str, str]] = field(default_factory=Counter)
    n_fates: Counter[Fate] = field(default_factory=Counter)

    def posts(self) -> tuple[SimulatedPost, ...]:
        """Every live post, also those that lists do not show yet."""
        return self.simulator.posts()

    def posts_named(self, key: str) -> tuple[SimulatedPost, ...]:
        """The posts that a sender called so, or whose text has this marker."""
        return tuple(post for post in self.posts() if post.key == key or key in post.text)

    def app(self) -> web.Application:
        """The aiohttp application that answers for this network."""
        app = web.Application(client_max_size=LARGEST_REQUEST)
        app.router.add_get(f"{BACKDOOR}posts", self._tell_posts)
        app.router.add_post(f"{BACKDOOR}faults", self._set_faults)
        app.router.add_post(f"{BACKDOOR}revoke", self._revoke)
        app.router.add_post(f"{BACKDOOR}restore", self._restore)
        app.router.add_route("*", "/{path:.*}", self._answer)
        return app

    async def _answer(self, asked: web.Request) -> web.StreamResponse:
        self.n_requests[asked.method, asked.path] += 1
        reads = asked.method in ("GET", "HEAD", "OPTIONS")
        fate = self.faults.fate(self.dice, reads=reads)
        self.n_fates[fate] += 1
        if fate is Fate.LOST_BEFORE:
            return _reset(asked)
        if self.faults.latency_seconds:
            await self.clock.sleep(self.faults.latency_seconds)
        if fate is Fate.RATE_LIMITED:
            await asked.read()
            return _response(self.faults.too_many(self.clock.now()))
        answer = await self.simulator.answer(await _request(asked))
        return await _delivered(asked, answer, fate)

    async def _tell_posts(self, asked: web.Request) -> web.Response:
        found = self.posts_named(asked.query["key"]) if "key" in asked.query else self.posts()
        rows = [{**asdict(post), "created_at": post.created_at.isoformat()} for post in found]
        return web.json_response(rows)

    async def _set_faults(self, asked: web.Request) -> web.Response:
        self.faults = Faults(**await asked.json())
        return web.json_response({})

    async def _revoke(self, asked: web.Request) -> web.Response:
        self.revoke()
        return web.json_response({})

    async def _restore(self, asked: web.Request) -> web.Response:
        self.restore()
        return web.json_response({})

    def revoke(self) -> None:
        """Make every credential worthless from now on."""
        revoke_all(self._kept())

    def restore(self) -> None:
        """Take credentials again."""
        restore_all(self._kept())

    def _kept(self) -> Store:
        if self.store is None:
            raise ValueError("serve the network with its store to revoke its credentials")
        return self.store


async def _delivered(asked: web.Request, answer: Answer, fate: Fate) -> web.StreamResponse:
    if fate is Fate.LOST_AFTER:
        return _reset(asked)
    if fate is Fate.SILENT_AFTER:
        await asyncio.sleep(SILENCE_SECONDS)
    return _response(SERVER_ERROR if fate is Fate.SERVER_ERROR_AFTER else answer)


def _reset(asked: web.Request) -> web.Response:
    """Breaks the connection; the response is never seen."""
    if asked.transport is not None:
        asked.transport.abort()
    return web.Response()


def _response(answer: Answer) -> web.Response:
    headers = {name: value for name, value in answer.headers.items() if name not in _OURS}
    return web.Response(status=answer.status, headers=headers, body=answer.body)


async def _request(asked: web.Request) -> Request:
    """The request as a connector wrote it."""
    url = f"{asked.scheme}://{asked.host}{asked.rel_url.raw_path}"
    headers, query = dict(asked.headers), dict(asked.query)
    kind = asked.content_type
    if kind == "multipart/form-data":
        form, uploads = await _parts(asked)
        return Request(asked.method, url, headers, query, form=form, uploads=uploads)
    content = await asked.read()
    if kind == _FORM and content:
        pairs = tuple((name, str(value)) for name, value in (await asked.post()).items())
        return Request(asked.method, url, headers, query, form=pairs)
    if kind == "application/json" and content:
        document = _document(content)
        if document is not None:
            return Request(asked.method, url, headers, query, json=document)
    return Request(asked.method, url, headers, query, content=content or None)


def _document(content: bytes) -> Mapping[str, Any] | list[Any] | None:
    try:
        value = json.loads(content)
    except ValueError:
        return None
    return value if isinstance(value, dict | list) else None


async def _parts(asked: web.Request) -> tuple[tuple[tuple[str, str], ...], tuple[Upload, ...]]:
    form: list[tuple[str, str]] = []
    uploads: list[Upload] = []
    for name, value in (await asked.post()).items():
        if isinstance(value, web.FileField):
            with value.file as file:
                uploads.append(Upload(name, value.filename, value.content_type, file.read()))
        else:
            form.append((name, str(value)))
    return tuple(form), tuple(uploads)


async def started(network: Network, *, port: int = 0) -> web.AppRunner:
    """Serve the network on a loopback port and tell it its address; clean the runner up at last."""
    runner = web.AppRunner(network.app(), access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    network.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    return runner


async def _end(runner: web.AppRunner) -> None:
    """Close the server; requests that are answered by silence end with it."""
    await runner.cleanup()
    silent = asyncio.all_tasks() - {asyncio.current_task()}
    for task in silent:
        task.cancel()
    await asyncio.gather(*silent, return_exceptions=True)


@contextmanager
def serve(
    simulator: Simulator,
    *,
    faults: Faults = Faults(),
    clock: Clock | None = None,
    dice: Dice | None = None,
    store: Store | None = None,
) -> Iterator[Network]:
    """A network on a free loopback port, served by a thread of this process until the end."""
    network = Network(simulator, faults, store=store)
    network.clock = clock or network.clock
    network.dice = dice or network.dice
    loop = asyncio.new_event_loop()
    runner = loop.run_until_complete(started(network))
    thread = threading.Thread(target=loop.run_forever, name="simulated network", daemon=True)
    thread.start()
    try:
        yield network
    finally:
        asyncio.run_coroutine_threadsafe(_end(runner), loop).result(10)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(10)
        loop.close()
