"""Brings the database to the shape this release needs; a copy is kept before it changes."""

from __future__ import annotations

import importlib.util
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from skupnost.cli.answers import Problem

DATABASE = "skupnost.sqlite3"
PACKAGE = Path(__file__).parents[1]
DJANGO_ROOMS = tuple(f"django.contrib.{room}" for room in ("auth", "contenttypes", "sessions"))


def bring_up_to_date(folder: Path) -> Path | None:
    """Migrate; where a database from before was changed, the copy that was made first."""
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor
    from django.db.utils import DatabaseError

    try:
        executor = MigrationExecutor(connection)
        steps = executor.migration_plan(executor.loader.graph.leaf_nodes())
        if not steps:
            return None
        copy = _copy_before(folder) if executor.loader.applied_migrations else None
        call_command("migrate", verbosity=0, interactive=False)
    except DatabaseError as error:
        raise Problem("database", _sentence(folder, error)) from error
    return copy


def is_up_to_date(folder: Path) -> bool:
    """Whether every migration of this release was applied: told from the files alone, so that a
    start need not wait for it. False where it cannot be told."""
    path = folder / DATABASE
    if not path.exists():
        return False
    try:
        with closing(sqlite3.connect(path)) as database:
            applied = set(database.execute("SELECT app, name FROM django_migrations"))
    except sqlite3.DatabaseError:
        return False
    return _migrations() <= applied


def _migrations() -> set[tuple[str, str]]:
    """Every migration that lies in a room or in one of Django's own that we use."""
    folders = [*PACKAGE.glob("*/migrations")]
    for spec in filter(None, map(importlib.util.find_spec, DJANGO_ROOMS)):
        folders += [Path(where) / "migrations" for where in spec.submodule_search_locations or ()]
    return {(where.parent.name, file.stem) for where in folders for file in where.glob("[0-9]*.py")}


def _sentence(folder: Path, error: Exception) -> str:
    return (
        f"The database in {folder} cannot be used ({error}). `skupnost restore` brings back a "
        "copy; those made before changes lie in the folder backups."
    )


def _copy_before(folder: Path) -> Path:
    backups = folder / "backups"
    backups.mkdir(exist_ok=True)
    target = backups / f"before-update-{datetime.now(UTC):%Y-%m-%d-%H%M%S}.sqlite3"
    copy_database(folder / DATABASE, target)
    return target


def copy_database(source: Path, target: Path) -> None:
    """A consistent copy of a database in use; only its owner may read it."""
    target.touch(mode=0o600)
    with closing(sqlite3.connect(source)) as old, closing(sqlite3.connect(target)) as new:
        old.backup(new)


def why_broken(path: Path) -> str:
    """What SQLite finds wrong with a database file; empty where nothing is."""
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as database:
            found = [str(row[0]) for row in database.execute("PRAGMA integrity_check(5)")]
    except sqlite3.DatabaseError as error:
        return str(error)
    return "" if found == ["ok"] else "; ".join(found)
