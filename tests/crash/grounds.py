"""Where real workers are killed: networks on real sockets with their channels."""

from __future__ import annotations

import json
import subprocess
import sys
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass

FAULTS = {
    "latency_seconds": 0.05,
    "lost_before": 0.02,
    "lost_after": 0.02,
    "silent_after": 0.002,
    "server_error_after": 0.02,
    "rate_limited": 0.01,
    "retry_after_seconds": 2,
    "visible_after_seconds": 1.0,
}
SIMULATED = ("mastodon", "bluesky", "wordpress", "ghost")


@dataclass
class Ground:
    """One network: where it is, how to connect so many channels, and what its readers see."""

    name: str
    network: str
    server: str
    credentials: Callable[[int], Mapping[str, str]]
    texts: Callable[[], list[str]]
    n_channels: int = 1
    needs_title: bool = False
    revoke: Callable[[], object] | None = None
    restore: Callable[[], object] | None = None


def _ask(url: str, method: str = "GET") -> bytes:
    request = urllib.request.Request(url, method=method, data=b"" if method == "POST" else None)
    with urllib.request.urlopen(request, timeout=60) as answer:
        return answer.read()


@contextmanager
def simulated(network: str, *, seed: int, n_channels: int) -> Iterator[Ground]:
    """A simulator in a process of its own, on a real socket, with faults."""
    faults = ",".join(f"{name}={value}" for name, value in FAULTS.items())
    command = [sys.executable, "-m", "skupnost.kit.testing.serve", network, "--until-eof"]
    process = subprocess.Popen(
        [*command, "--faults", faults, "--seed", str(seed)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert process.stdin
    assert process.stdout
    url = json.loads(process.stdout.readline())["url"]

    def texts() -> list[str]:
        rows = json.loads(_ask(f"{url}/__simulator__/posts"))
        return [f"{row['title']} {row['text']}" for row in rows]

    try:
        yield Ground(
            name=f"{network} simulator",
            network=network,
            server=url,
            credentials=lambda n: _made_up(network, n),
            texts=texts,
            n_channels=n_channels,
            needs_title=network in ("wordpress", "ghost"),
            revoke=lambda: _ask(f"{url}/__simulator__/revoke", "POST"),
            restore=lambda: _ask(f"{url}/__simulator__/restore", "POST"),
        )
    finally:
        process.stdin.close()
        process.wait(20)
        process.stdout.close()


def _made_up(network: str, n: int) -> Mapping[str, str]:
    """Credentials that a simulator takes for an account of their own."""
    from skupnost.kit.registry import connector
    from skupnost.kit.testing.case import case_of

    known = connector(network)
    kind = next(k for k in known.manifest.kinds.values() if "publishes" in k.machine.ports)
    guessed = {field.name: f"crash-{n}" for field in kind.machine.credentials}
    own = case_of(known).credentials
    return {**guessed, **own}


@contextmanager
def simulators(n_channels: int) -> Iterator[list[Ground]]:
    """All the simulated networks."""
    with ExitStack() as stack:
        yield [
            stack.enter_context(simulated(name, seed=seed, n_channels=n_channels))
            for seed, name in enumerate(SIMULATED)
        ]


@contextmanager
def real(name: str) -> Iterator[list[Ground]]:
    """One real server of tests/servers, with one channel."""
    with _REAL[name]() as ground:
        yield [ground]


@contextmanager
def _snac() -> Iterator[Ground]:
    from tests.servers.running.snac import running_snac

    with running_snac() as server:
        token = {"token": server.access_token}
        yield _own(f"snac {server.version}", "mastodon", server.base_url, token)


@contextmanager
def _mastodon_mock() -> Iterator[Ground]:
    from tests.servers.running.mastodon_mock import running_mastodon_mock

    with running_mastodon_mock() as server:
        token = {"token": server.access_token}
        yield _own(f"mastodon_mock {server.version}", "mastodon", server.base_url, token)


@contextmanager
def _wordpress() -> Iterator[Ground]:
    from tests.servers.running.wordpress import running_wordpress

    with running_wordpress() as server:
        known = {"handle": server.author.name, "password": server.author.application_password}
        yield _own(f"WordPress {server.version}", "wordpress", server.base_url, known)


@contextmanager
def _ghost() -> Iterator[Ground]:
    from tests.servers.running.ghost import running_ghost

    with running_ghost() as server:
        known = {"key": server.admin_key.text}
        yield _own(f"Ghost {server.version}", "ghost", server.base_url, known)


@contextmanager
def _bluesky() -> Iterator[Ground]:
    from tests.servers.running.bluesky import running_bluesky

    with running_bluesky() as server:
        alice = server.alice
        known = {"handle": alice.handle, "password": alice.app_password}
        yield _own(f"Bluesky {server.version}", "bluesky", alice.pds_url, known)


_REAL = {
    "snac": _snac,
    "mastodon_mock": _mastodon_mock,
    "wordpress": _wordpress,
    "ghost": _ghost,
    "bluesky": _bluesky,
}


def _own(name: str, network: str, server: str, credentials: Mapping[str, str]) -> Ground:
    """A real server, whose readers are asked through the account's own list of posts."""

    def texts() -> list[str]:
        return asyncio_run(_own_texts(network, server, credentials))

    return Ground(
        name=name,
        network=network,
        server=server,
        credentials=lambda _: credentials,
        texts=texts,
        needs_title=network in ("wordpress", "ghost"),
    )


def asyncio_run(work):
    """The answer of a coroutine."""
    import asyncio

    return asyncio.run(work)


async def _own_texts(network: str, server: str, credentials: Mapping[str, str]) -> list[str]:
    from skupnost.kit.clock import SystemClock
    from skupnost.kit.http.aiohttp_transport import AiohttpTransport
    from skupnost.kit.registry import connector
    from skupnost.kit.values import Access

    known = connector(network)
    kind = next(k for k in known.manifest.kinds.values() if "publishes" in k.machine.ports)
    async with AiohttpTransport(allow_private=True) as transport:
        access = Access(server, kind.slug, credentials)
        channel = known.open(access, transport, SystemClock())
        posts = await channel.own_posts(limit=1000)
    return [f"{post.title} {post.text}" for post in posts]
