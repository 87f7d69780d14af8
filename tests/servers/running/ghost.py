"""Ghost: the publishing program in Node, with SQLite and an owner already set up."""

import base64
import hashlib
import hmac
import json
import secrets
import shutil
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from . import asking
from .npm_trees import GHOST_TREE, is_npm_done, npm_folder
from .processes import (
    LOOPBACK,
    free_port,
    not_installed,
    program,
    started,
    temp_folder,
    wait_until,
)

PATIENCE_SECONDS = 120
COMPONENT = "ghost"
TOKEN_LIFE_SECONDS = 300
"""The longest that Ghost accepts."""
CONTENT_FOLDERS = ("data", "images", "media", "files", "logs", "settings", "public", "adapters")
OWNER_ADDRESS = "alice@example.com"


def _unpadded(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


@dataclass(frozen=True)
class AdminKey:
    """The key of one integration, as Ghost shows it: `id:secret`, the secret in hexadecimal."""

    integration_id: str
    text: str = field(repr=False)

    @property
    def login(self) -> dict[str, str]:
        """The header with a token made of the key this moment."""
        key_id, secret = self.text.split(":")
        now = int(time.time())
        head = {"alg": "HS256", "typ": "JWT", "kid": key_id}
        claims = {"iat": now, "exp": now + TOKEN_LIFE_SECONDS, "aud": "/admin/"}
        signed = ".".join(_unpadded(json.dumps(part).encode()) for part in (head, claims))
        signature = hmac.digest(bytes.fromhex(secret), signed.encode(), hashlib.sha256)
        return {"Authorization": f"Ghost {signed}.{_unpadded(signature)}"}


@dataclass(frozen=True)
class Ghost:
    """A running Ghost with its owner and one integration."""

    base_url: str
    version: str
    owner: str
    admin_key: AdminKey
    owner_login: Mapping[str, str] = field(repr=False)
    """The headers of the owner's session, for what an integration may not do."""

    def route(self, path: str) -> str:
        """The address of an admin API route such as `posts/`."""
        return _route(self.base_url, path)

    def new_admin_key(self, name: str) -> AdminKey:
        """The key of one more integration."""
        return _new_admin_key(self.base_url, self.owner_login, name)

    def revoke(self, key: AdminKey) -> None:
        """Remove the key's integration, so that the key is worth nothing."""
        url = self.route(f"integrations/{key.integration_id}/")
        asking.ask("DELETE", url, headers=self.owner_login).expect(204)


def _route(base_url: str, path: str) -> str:
    return f"{base_url}/ghost/api/admin/{path}"


def _settings(content: Path, base_url: str, port: int, no_mail_port: int) -> dict[str, object]:
    """Everything on loopback: no letters leave, nothing is asked of other sites."""
    database = {"filename": str(content / "data" / "ghost.db")}
    return {
        "url": base_url,
        "server": {"host": LOOPBACK, "port": port, "shutdownTimeout": 1000},
        "database": {"client": "sqlite3", "connection": database, "useNullAsDefault": True},
        "mail": {"transport": "SMTP", "options": {"host": LOOPBACK, "port": no_mail_port}},
        "paths": {"contentPath": str(content)},
        "logging": {"level": "warn", "transports": ["stdout"]},
        "privacy": {"useUpdateCheck": False, "useGravatar": False, "useRpcPing": False},
        "security": {"staffDeviceVerification": False},
        "process": "local",
    }


def _prepare(folder: Path, base_url: str, port: int) -> None:
    """Make the content folder with Ghost's own themes, and beside it what Ghost seeks at its start.

    It takes the folder it is started in for its own, and its version from there.
    """
    content = folder / "content"
    for name in CONTENT_FOLDERS:
        (content / name).mkdir(parents=True)
    shutil.copytree(npm_folder(GHOST_TREE) / "content" / "themes", content / "themes")
    shutil.copy(npm_folder(GHOST_TREE) / "package.json", folder)
    settings = _settings(content, base_url, port, no_mail_port=free_port())
    (folder / "config.production.json").write_text(json.dumps(settings, indent=2))


def _set_up_owner(base_url: str) -> dict[str, str]:
    """Make the owner and log in; the headers of the session."""
    password = secrets.token_urlsafe(16)
    owner = {"name": "Alice", "email": OWNER_ADDRESS, "password": password}
    setup = {"setup": [{**owner, "blogTitle": "Test bakery"}]}
    asking.post_json(_route(base_url, "authentication/setup/"), setup).expect(201)
    origin = {"Origin": base_url}
    login = {"username": OWNER_ADDRESS, "password": password}
    session = asking.post_json(_route(base_url, "session/"), login, origin).expect(201)
    return {**origin, "Cookie": session.headers["Set-Cookie"].split(";", 1)[0]}


def _new_admin_key(base_url: str, owner_login: Mapping[str, str], name: str) -> AdminKey:
    url = _route(base_url, "integrations/?include=api_keys")
    made = asking.post_json(url, {"integrations": [{"name": name}]}, owner_login).expect(201)
    (integration,) = made.json["integrations"]
    (key,) = (key for key in integration["api_keys"] if key["type"] == "admin")
    return AdminKey(integration["id"], key["secret"])


def _version(base_url: str, owner_login: Mapping[str, str]) -> str:
    """In full, such as `5.130.6`; only those logged in are told the last part."""
    config = asking.get(_route(base_url, "config/"), owner_login).expect(200)
    return str(config.json["config"]["version"])


@contextmanager
def running_ghost() -> Iterator[Ghost]:
    """A fresh Ghost with an owner and an integration, gone with its data at the exit."""
    if not is_npm_done(GHOST_TREE):
        raise not_installed(COMPONENT)
    node = program("node", component=COMPONENT)
    port = free_port()
    base_url = f"http://{LOOPBACK}:{port}"
    with temp_folder("ghost") as folder:
        _prepare(folder, base_url, port)
        command = [node, str(npm_folder(GHOST_TREE) / "index.js")]
        env = {"NODE_ENV": "production", "TMPDIR": str(folder)}
        with started("ghost", command, folder=folder, env=env) as server:
            wait_until(
                lambda: asking.get(_route(base_url, "site/")).status == 200,
                server,
                patience_seconds=PATIENCE_SECONDS,
            )
            owner_login = _set_up_owner(base_url)
            yield Ghost(
                base_url=base_url,
                version=_version(base_url, owner_login),
                owner=OWNER_ADDRESS,
                admin_key=_new_admin_key(base_url, owner_login, "Skupnost tests"),
                owner_login=owner_login,
            )
