"""The checks of `skupnost doctor`, one function each, in the order a person would ask them."""

from __future__ import annotations

import os
import shutil
import sqlite3
import stat
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from zoneinfo import ZoneInfo, available_timezones

from skupnost.cli.databases import DATABASE, why_broken
from skupnost.cli.running import DataLock

MIN_FREE_MB = 200
MIN_ZONES = 300
BUILT_AFTER = datetime(2026, 11, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Checked:
    """One question of the doctor: its stable id, whether all is well, and in words."""

    id: str
    ok: bool
    message: str


def check_up(folder: Path) -> list[Checked]:
    """Every check over this data folder."""
    return [check(folder) for check in CHECKS]


def python(_folder: Path) -> Checked:
    """Whether this Python is new enough."""
    seen = ".".join(str(part) for part in sys.version_info[:3])
    return Checked("python", sys.version_info >= (3, 11), f"Python {seen}")


def versions(_folder: Path) -> Checked:
    """What is installed."""
    named = ", ".join(f"{name} {version(name)}" for name in ("skupnost", "django", "dbos"))
    return Checked("versions", True, f"{named}, SQLite {sqlite3.sqlite_version}")


def data_folder(folder: Path) -> Checked:
    """Whether the data folder can be written to."""
    try:
        with tempfile.NamedTemporaryFile(dir=folder, prefix="doctor-"):
            return Checked("data_folder", True, f"{folder} can be written to.")
    except OSError as error:
        return Checked("data_folder", False, f"{folder} cannot be written to: {error.strerror}.")


def disk(folder: Path) -> Checked:
    """Whether there is room left."""
    free = shutil.disk_usage(folder).free // 1_000_000
    return Checked("disk", free >= MIN_FREE_MB, f"{free} MB are free.")


def database(folder: Path) -> Checked:
    """Whether the database is whole and of this release."""
    path = folder / DATABASE
    if not path.exists():
        return Checked("database", False, "There is no database yet; `skupnost up` makes it.")
    if found := why_broken(path):
        return Checked("database", False, f"The database is damaged: {found}. Restore a backup.")
    return _migrated()


def _migrated() -> Checked:
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if waiting:
        words = f"{len(waiting)} changes of the database wait; `skupnost up` makes them."
        return Checked("database", False, words)
    return Checked("database", True, "The database is whole and up to date.")


def engine(folder: Path) -> Checked:
    """Whether the engine's own file is whole."""
    path = folder / "engine.sqlite3"
    if not path.exists():
        return Checked("engine", True, "The engine has not run yet; the worker makes its file.")
    if found := why_broken(path):
        words = f"The engine's file is damaged ({found}). Stop Skupnost and delete {path}: "
        return Checked("engine", False, words + "no post is in it, the worker makes it again.")
    return Checked("engine", True, "The engine's file is whole.")


def running(folder: Path) -> Checked:
    """Whether a Skupnost runs over this folder, and where."""
    with DataLock(folder) as lock:
        if lock.take():
            return Checked("running", True, "Skupnost is not running now.")
        instance = lock.read()
    words = f"It runs at {instance.address}, process {instance.pid}." if instance else "It starts."
    return Checked("running", True, words)


def worker(folder: Path) -> Checked:
    """Whether a worker lives, where one should."""
    from django.db.utils import OperationalError

    from skupnost.jobs.heartbeats import SILENT_AFTER, worker_seen_at

    try:
        seen_at = worker_seen_at()
    except OperationalError:
        seen_at = None
    if seen_at is None:
        return Checked("worker", True, "No worker runs now; nothing goes out until one does.")
    seconds = (datetime.now(UTC) - seen_at).total_seconds()
    if seconds > SILENT_AFTER.total_seconds():
        words = f"The worker was last heard of at {seen_at:%Y-%m-%d %H:%M} UTC and seems dead. "
        return Checked("worker", False, words + "Start Skupnost again; nothing is lost.")
    return Checked("worker", True, f"The worker was heard of {seconds:.0f} s ago.")


def connectors(_folder: Path) -> Checked:
    """Whether every connector can be read; a broken one stops none of the others."""
    from skupnost.kit.registry import broken
    from skupnost.kit.registry import connectors as load

    known = ", ".join(load())
    if wrong := broken():
        words = "; ".join(f"{name}: {why}" for name, why in wrong.items())
        return Checked("connectors", False, f"Working: {known}. Cannot be read: {words}")
    return Checked("connectors", True, f"{len(load())} networks: {known}")


def keys(folder: Path) -> Checked:
    """Whether only the owner can read the keys."""
    found = [path for path in sorted(folder.glob("*.key*")) if path.is_file()]
    if os.name == "nt":
        return Checked("keys", True, "The key files are protected by your account.")
    wide = [path.name for path in found if stat.S_IMODE(path.stat().st_mode) & 0o077]
    if wide:
        words = f"Others can read {', '.join(wide)}. Run: chmod 600 {folder}/*.key*"
        return Checked("keys", False, words)
    return Checked("keys", True, f"Only you can read the {len(found)} key files.")


def clock(_folder: Path) -> Checked:
    """Whether the clock can be right."""
    now = datetime.now(UTC)
    words = f"The clock says {now:%Y-%m-%d %H:%M} UTC."
    if now < BUILT_AFTER:
        return Checked("clock", False, words + " That is before this release was made: set it.")
    return Checked("clock", True, words)


def zones(_folder: Path) -> Checked:
    """Whether the time zones of the world are known."""
    known = available_timezones()
    try:
        ZoneInfo("Europe/Ljubljana")
    except (LookupError, OSError):
        return Checked("zones", False, "The time-zone data are missing: reinstall tzdata.")
    return Checked("zones", len(known) >= MIN_ZONES, f"{len(known)} time zones are known.")


CHECKS: tuple[Callable[[Path], Checked], ...] = (
    python, versions, data_folder, disk, database, engine, running, worker, connectors, keys,
    clock, zones,
)  # fmt: skip
