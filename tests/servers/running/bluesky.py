"""Bluesky: the whole network out of its development kit, with PostgreSQL and Redis of its own."""

import json
import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from . import asking
from .databases import running_postgres, running_redis
from .npm_trees import BLUESKY_TREE, is_npm_done, npm_folder
from .processes import free_port, not_installed, program, started, temp_folder, wait_until

PATIENCE_SECONDS = 120
COMPONENT = "bluesky"
SCRIPT = Path(__file__).parent / "bluesky_network.js"
SERVERS = ("plc", "pds", "appview", "moderation")
HANDLES = ("alice.test", "bob.test")


@dataclass(frozen=True)
class BlueskySession:
    """A log-in at the data server."""

    did: str
    access_token: str = field(repr=False)
    refresh_token: str = field(repr=False)

    @property
    def login(self) -> dict[str, str]:
        """The header that presents the access token."""
        return asking.bearer(self.access_token)


@dataclass(frozen=True)
class BlueskyAccount:
    """A person of the network; the app password is what a connector gets."""

    pds_url: str
    handle: str
    did: str
    password: str = field(repr=False)
    app_password: str = field(repr=False)

    def new_session(self) -> BlueskySession:
        """Log in with the app password."""
        answer = asking.post_json(
            f"{self.pds_url}/xrpc/com.atproto.server.createSession",
            {"identifier": self.handle, "password": self.app_password},
        )
        given = answer.expect(200).json
        return BlueskySession(given["did"], given["accessJwt"], given["refreshJwt"])


@dataclass(frozen=True)
class Bluesky:
    """A running network of data server (PDS), identity directory (PLC) and app view."""

    pds_url: str
    appview_url: str
    plc_url: str
    version: str
    """Of the data server, which is the one that a connector publishes to."""
    appview_version: str
    alice: BlueskyAccount
    bob: BlueskyAccount

    def new_account(self, handle: str) -> BlueskyAccount:
        """Another person of the network."""
        return _new_account(self.pds_url, handle)


def _version(url: str) -> str:
    return str(asking.get(f"{url}/xrpc/_health").expect(200).json["version"])


def _new_account(pds_url: str, handle: str) -> BlueskyAccount:
    """Sign up, and make the app password that is told only once."""
    password = secrets.token_urlsafe(16)
    address = f"{handle.removesuffix('.test')}@example.com"
    made = asking.post_json(
        f"{pds_url}/xrpc/com.atproto.server.createAccount",
        {"handle": handle, "email": address, "password": password},
    ).expect(200)
    app = asking.post_json(
        f"{pds_url}/xrpc/com.atproto.server.createAppPassword",
        {"name": "skupnost-tests"},
        asking.bearer(made.json["accessJwt"]),
    ).expect(200)
    return BlueskyAccount(pds_url, handle, made.json["did"], password, app.json["password"])


@contextmanager
def _running_network(postgres_url: str, redis: str) -> Iterator[Mapping[str, str]]:
    """The addresses of the servers, by name."""
    node = program("node", component=COMPONENT)
    with temp_folder("bluesky") as folder:
        told = folder / "network.json"
        env = {
            "NODE_PATH": str(npm_folder(BLUESKY_TREE) / "node_modules"),
            "NETWORK_FILE": str(told),
            "NETWORK_PORTS": json.dumps({name: free_port() for name in SERVERS}),
            "DB_POSTGRES_URL": postgres_url,
            "REDIS_HOST": redis,
            "TMPDIR": str(folder),
            "LOG_LEVEL": "warn",
        }
        with started("bluesky", [node, str(SCRIPT)], folder=folder, env=env) as server:
            wait_until(told.exists, server, patience_seconds=PATIENCE_SECONDS)
            yield json.loads(told.read_text())


@contextmanager
def running_bluesky() -> Iterator[Bluesky]:
    """A fresh network with the people alice.test and bob.test, gone with its data at the exit."""
    if not is_npm_done(BLUESKY_TREE):
        raise not_installed(COMPONENT)
    with (
        running_postgres(component=COMPONENT) as postgres_url,
        running_redis(component=COMPONENT) as redis,
        _running_network(postgres_url, redis) as urls,
    ):
        alice, bob = (_new_account(urls["pds"], handle) for handle in HANDLES)
        yield Bluesky(
            pds_url=urls["pds"],
            appview_url=urls["appview"],
            plc_url=urls["plc"],
            version=_version(urls["pds"]),
            appview_version=_version(urls["appview"]),
            alice=alice,
            bob=bob,
        )
