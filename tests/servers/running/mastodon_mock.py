"""mastodon_mock: a stand-in for Mastodon that keeps state and honours the Idempotency-Key."""

import importlib.util
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from . import asking
from .mastodon_login import REDIRECT, Login, MastodonUser, new_token
from .processes import (
    LOOPBACK,
    ServerNotInstalled,
    free_port,
    run_once,
    started,
    temp_folder,
    wait_until,
)

PATIENCE_SECONDS = 60
PEOPLE = ("alice", "bob")


@dataclass(frozen=True)
class MastodonMock:
    """A running mastodon_mock with two people; the first one's token stands at the front."""

    base_url: str
    version: str
    claimed_version: str
    """The version of Mastodon that it claims to be."""
    user: str
    handle: str
    access_token: str = field(repr=False)
    other: MastodonUser
    """A second person, to be mentioned and to answer."""

    def new_token(self) -> str:
        """One more access token of the first person, by the same login."""
        return _new_token(self.base_url, self.user)


def _new_token(base_url: str, name: str) -> str:
    def send_form(login: Login) -> asking.Answer:
        return asking.post_form(
            f"{base_url}/oauth/authorize",
            {
                "username": name,
                "redirect_uri": REDIRECT,
                "client_id": login.client_id,
                "scope": "read write follow",
                "state": login.state,
            },
        )

    return new_token(base_url, send_form)


def _write_settings(file: Path, folder: Path, port: int) -> None:
    """Two people without ready-made tokens, data in the folder, links that lead to loopback."""
    accounts = "".join(f'[[seed.accounts]]\nusername = "{name}"\n' for name in PEOPLE)
    file.write_text(
        f'domain = "{LOOPBACK}:{port}"\n'
        'url_scheme = "http"\n'
        f'media_storage_path = "{folder / "media"}"\n'
        f'[database]\npath = "{folder / "mock.sqlite"}"\n'
        f"{accounts}"
    )


def _user(base_url: str, name: str) -> MastodonUser:
    handle = f"@{name}@{base_url.removeprefix('http://')}"
    return MastodonUser(name, handle, password="", access_token=_new_token(base_url, name))


def _server_version() -> str:
    """As the program tells it, such as `0.6.1`: over HTTP it only claims to be a Mastodon."""
    return run_once([sys.executable, "-m", "mastodon_mock", "--version"]).split()[-1]


def _claimed_version(base_url: str) -> str:
    instance = asking.get(f"{base_url}/api/v2/instance").expect(200)
    return str(instance.json["version"])


@contextmanager
def running_mastodon_mock() -> Iterator[MastodonMock]:
    """A fresh mastodon_mock with alice and bob, gone with all its data at the exit."""
    if importlib.util.find_spec("mastodon_mock") is None:
        raise ServerNotInstalled("mastodon_mock is not installed: sync requirements-dev.lock")
    port = free_port()
    base_url = f"http://{LOOPBACK}:{port}"
    with temp_folder("mastodon-mock") as folder:
        settings = folder / "settings.toml"
        _write_settings(settings, folder, port)
        command = [sys.executable, "-m", "mastodon_mock", "serve", "--config", str(settings)]
        command += ["--host", LOOPBACK, "--port", str(port)]
        with started("mastodon_mock", command, folder=folder) as server:
            wait_until(
                lambda: asking.get(f"{base_url}/health").status == 200,
                server,
                patience_seconds=PATIENCE_SECONDS,
            )
            alice, bob = (_user(base_url, name) for name in PEOPLE)
            yield MastodonMock(
                base_url=base_url,
                version=_server_version(),
                claimed_version=_claimed_version(base_url),
                user=alice.name,
                handle=alice.handle,
                access_token=alice.access_token,
                other=bob,
            )
