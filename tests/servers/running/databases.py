"""PostgreSQL and Redis for servers that need them, each with data of its own that nobody keeps."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from .processes import (
    LOOPBACK,
    free_port,
    give_to,
    not_installed,
    program,
    run_once,
    started,
    system_user,
    temp_folder,
    wait_for_port,
)

PATIENCE_SECONDS = 60
SOON_FORGOTTEN = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")


def _postgres_program(name: str, component: str) -> str:
    """Debian keeps these out of the path, a folder for each release; the newest is taken."""
    found = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"))
    if not found:
        raise not_installed(component)
    return str(found[-1])


@contextmanager
def running_postgres(*, component: str) -> Iterator[str]:
    """The address of the empty database `postgres` in a cluster of its own."""
    initdb = _postgres_program("initdb", component)
    postgres = _postgres_program("postgres", component)
    user = system_user("postgres")
    port = free_port()
    with temp_folder("postgres") as folder:
        data = folder / "data"
        give_to(user, data)
        access = ["--auth=trust", "--username=postgres"]
        run_once(
            [initdb, f"--pgdata={data}", *access, "--encoding=UTF8", "--no-sync"],
            user=user,
            env={"LC_ALL": "C.UTF-8"},
        )
        command = [postgres, "-D", str(data), "-h", LOOPBACK, "-p", str(port), "-k", str(data)]
        for setting in SOON_FORGOTTEN:
            command += ["-c", setting]
        # Its children leave the process group; an interrupt has it end them all at once.
        with started(
            "postgres", command, folder=folder, user=user, stop_signal=signal.SIGINT
        ) as server:
            wait_for_port(port, server, patience_seconds=PATIENCE_SECONDS)
            yield f"postgres://postgres@{LOOPBACK}:{port}/postgres"


@contextmanager
def running_redis(*, component: str) -> Iterator[str]:
    """The `host:port` of a Redis that saves nothing."""
    redis = program("redis-server", component=component)
    port = free_port()
    with temp_folder("redis") as folder:
        command = [redis, "--bind", LOOPBACK, "--port", str(port), "--dir", str(folder)]
        command += ["--save", "", "--appendonly", "no"]
        with started("redis", command, folder=folder) as server:
            wait_for_port(port, server, patience_seconds=PATIENCE_SECONDS)
            yield f"{LOOPBACK}:{port}"
