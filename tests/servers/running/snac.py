"""snac: a small ActivityPub server in C that speaks the Mastodon API in its own way."""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from . import asking
from .mastodon_login import REDIRECT, Login, MastodonUser, new_token
from .processes import LOOPBACK, free_port, program, run_once, started, temp_folder, wait_until

PATIENCE_SECONDS = 60


@dataclass(frozen=True)
class Snac:
    """A running snac with two people; the first one's name, handle and token stand at the front."""

    base_url: str
    version: str
    user: str
    handle: str
    password: str = field(repr=False)
    access_token: str = field(repr=False)
    other: MastodonUser
    """A second person, to be mentioned and to answer."""

    def new_token(self) -> str:
        """One more access token of the first person, by the same login."""
        return _new_token(self.base_url, self.user, self.password)


def _new_token(base_url: str, name: str, password: str) -> str:
    def send_form(login: Login) -> asking.Answer:
        return asking.post_form(
            f"{base_url}/oauth/x-snac-login",
            {
                "login": name,
                "passwd": password,
                "redir": REDIRECT,
                "cid": login.client_id,
                "state": login.state,
            },
        )

    return new_token(base_url, send_form)


def _prepare(snac: str, data: Path, port: int) -> None:
    """Make the data folder of an instance that speaks plain http."""
    run_once([snac, "init", str(data)], answer=f"{LOOPBACK}\n{port}\n{LOOPBACK}:{port}\n\n\n")
    settings_file = data / "server.json"
    settings = json.loads(settings_file.read_text())
    settings_file.write_text(json.dumps({**settings, "protocol": "http"}))


def _add_user(snac: str, data: Path, name: str) -> str:
    """Make an account; its password is printed this once only."""
    printed = run_once([snac, "adduser", str(data), name], answer="\n")
    found = re.search(r"password is (\S+)", printed)
    if found is None:
        raise asking.UnexpectedAnswer("snac adduser printed no password")
    return found[1]


def _user(base_url: str, name: str, password: str) -> MastodonUser:
    handle = f"@{name}@{base_url.removeprefix('http://')}"
    return MastodonUser(name, handle, password, _new_token(base_url, name, password))


def _version(base_url: str) -> str:
    """As the server's NodeInfo tells it, such as `2.75`."""
    return str(asking.get(f"{base_url}/nodeinfo_2_0").expect(200).json["software"]["version"])


@contextmanager
def running_snac() -> Iterator[Snac]:
    """A fresh snac with alice and bob, gone with all its data at the exit."""
    snac = program("snac", component="snac")
    port = free_port()
    base_url = f"http://{LOOPBACK}:{port}"
    with temp_folder("snac") as folder:
        data = folder / "data"
        _prepare(snac, data, port)
        passwords = {name: _add_user(snac, data, name) for name in ("alice", "bob")}
        with started("snac", [snac, "httpd", str(data)], folder=folder) as server:
            wait_until(
                lambda: asking.get(f"{base_url}/api/v1/instance").status == 200,
                server,
                patience_seconds=PATIENCE_SECONDS,
            )
            alice, bob = (_user(base_url, *person) for person in passwords.items())
            yield Snac(
                base_url=base_url,
                version=_version(base_url),
                user=alice.name,
                handle=alice.handle,
                password=alice.password,
                access_token=alice.access_token,
                other=bob,
            )
