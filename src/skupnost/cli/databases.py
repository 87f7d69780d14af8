"""Brings the database to the shape this release needs; a copy is kept before it changes."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from skupnost.cli.answers import Problem

DATABASE = "skupnost.sqlite3"


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
