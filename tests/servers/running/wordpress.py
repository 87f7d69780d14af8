"""WordPress: Debian's package on PHP's built-in server, with a MariaDB of its own."""

import json
import re
import secrets
import shutil
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from . import asking
from .processes import (
    LOOPBACK,
    Running,
    free_port,
    give_to,
    not_installed,
    program,
    run_once,
    started,
    system_user,
    temp_folder,
    wait_until,
)

PATIENCE_SECONDS = 60
N_WORKERS = 4
COMPONENT = "wordpress"
DEBIAN_SITE = Path("/usr/share/wordpress")
OWN_FILES = Path(__file__).parent / "wordpress_site"
PEOPLE = {"alice": "administrator", "bob": "author", "charlie": "subscriber"}
PHP_SETTINGS = {
    "upload_max_filesize": "64M",
    "post_max_size": "64M",
    "memory_limit": "256M",
    "opcache.enable_cli": "1",
    "sendmail_path": "/bin/true",
}


@dataclass(frozen=True)
class WordPressUser:
    """A person on the site; a subscriber may log in but not publish."""

    name: str
    role: str
    application_password: str = field(repr=False)

    @property
    def login(self) -> dict[str, str]:
        """The header that presents the application password."""
        pair = f"{self.name}:{self.application_password}".encode()
        return {"Authorization": f"Basic {b64encode(pair).decode()}"}


@dataclass(frozen=True)
class WordPress:
    """A running WordPress without pretty permalinks: its API answers under `?rest_route=`."""

    base_url: str
    version: str
    php_version: str
    admin: WordPressUser
    author: WordPressUser
    subscriber: WordPressUser

    def route(self, path: str) -> str:
        """The address of an API route such as `/wp/v2/posts`; add a query with `&`."""
        return f"{self.base_url}/?rest_route={path}"


def _prepare_site(folder: Path) -> None:
    """Copy Debian's files: WordPress looks for its settings and uploads beside them."""
    if not (DEBIAN_SITE / "wp-includes").is_dir():
        raise not_installed(COMPONENT)
    shutil.copytree(DEBIAN_SITE, folder, ignore=shutil.ignore_patterns(".htaccess"))
    shutil.copy(OWN_FILES / "wp-config.php", folder)
    shutil.copytree(OWN_FILES / "theme", folder / "wp-content" / "themes" / "plain")
    (folder / "wp-content" / "uploads").mkdir()


@contextmanager
def _running_database(folder: Path) -> Iterator[Path]:
    """A MariaDB that listens on nothing but the socket file yielded here."""
    init = program("mariadb-install-db", component=COMPONENT)
    daemon = program("mariadbd", component=COMPONENT)
    user = system_user("mysql")
    data = folder / "database"
    give_to(user, data)
    socket = data / "sql.socket"
    own = [f"--user={user}"] if user else []
    run_once(
        [
            init,
            "--no-defaults",
            f"--datadir={data}",
            "--auth-root-authentication-method=normal",
            "--skip-test-db",
            *own,
        ]
    )
    command = [
        daemon,
        "--no-defaults",
        f"--datadir={data}",
        f"--socket={socket}",
        f"--pid-file={data / 'pid'}",
        "--skip-networking",
        "--innodb-flush-log-at-trx-commit=0",
        "--innodb-buffer-pool-size=64M",
        *own,
    ]
    with started("mariadb", command, folder=folder) as server:
        wait_until(socket.exists, server, patience_seconds=PATIENCE_SECONDS)
        yield socket


def _php(*arguments: str) -> list[str]:
    settings = [f"-d{name}={value}" for name, value in PHP_SETTINGS.items()]
    return [program("php", component=COMPONENT), *settings, *arguments]


def _install(site: Path, env: dict[str, str]) -> dict[str, WordPressUser]:
    """Make site and people; WordPress tells application passwords at this moment only."""
    people = [{"name": name, "role": role} for name, role in PEOPLE.items()]
    script = str(OWN_FILES / "install.php")
    printed = run_once(_php(script, str(site)), answer=json.dumps(people), env=env)
    passwords = json.loads(printed)
    return {role: WordPressUser(name, role, passwords[name]) for name, role in PEOPLE.items()}


def _versions(base_url: str) -> tuple[str, str]:
    """Of WordPress by its feed, of PHP by its header."""
    feed = asking.get(f"{base_url}/?feed=rss2").expect(200)
    generator = re.search(r"<generator>[^<]*\?v=([^<]+)</generator>", feed.text)
    php = re.search(r"PHP/(\S+)", feed.headers.get("X-Powered-By", ""))
    if generator is None or php is None:
        raise asking.UnexpectedAnswer(f"{base_url}: the feed names no version")
    return generator[1], php[1]


def _await_site(base_url: str, server: Running) -> None:
    wait_until(
        lambda: asking.get(f"{base_url}/?rest_route=/").status == 200,
        server,
        patience_seconds=PATIENCE_SECONDS,
    )


@contextmanager
def running_wordpress() -> Iterator[WordPress]:
    """A fresh WordPress with an administrator, an author and a subscriber, gone at the exit."""
    port = free_port()
    base_url = f"http://{LOOPBACK}:{port}"
    with temp_folder("wordpress") as folder, _running_database(folder) as socket:
        site = folder / "site"
        _prepare_site(site)
        env = {
            "SITE_URL": base_url,
            "SITE_DATABASE_SOCKET": str(socket),
            "SITE_SECRET": secrets.token_hex(16),
            "PHP_CLI_SERVER_WORKERS": str(N_WORKERS),
        }
        people = _install(site, env)
        command = _php("-S", f"{LOOPBACK}:{port}", "-t", str(site))
        with started("php", command, folder=folder, env=env) as server:
            _await_site(base_url, server)
            version, php_version = _versions(base_url)
            yield WordPress(
                base_url=base_url,
                version=version,
                php_version=php_version,
                admin=people["administrator"],
                author=people["author"],
                subscriber=people["subscriber"],
            )
