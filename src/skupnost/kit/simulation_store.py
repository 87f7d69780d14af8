"""A store in an SQLite file: the practice network of several processes and threads."""

from __future__ import annotations

import json
import sqlite3
import threading
from contextlib import closing
from pathlib import Path
from typing import Any, cast

from skupnost.kit.simulation import Row

_SCHEMA = """
CREATE TABLE IF NOT EXISTS rows (
    position INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL, key TEXT NOT NULL, row TEXT NOT NULL, UNIQUE (name, key)
);
CREATE TABLE IF NOT EXISTS numbers (name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;
"""
_PUT = (
    "INSERT INTO rows (name, key, row) VALUES (?, ?, ?) "
    "ON CONFLICT (name, key) DO UPDATE SET row = excluded.row"
)
_ADD = "INSERT INTO rows (name, key, row) VALUES (?, ?, ?) ON CONFLICT DO NOTHING"
_COUNT = (
    "INSERT INTO numbers VALUES (?, 1) ON CONFLICT DO UPDATE SET value = value + 1 RETURNING value"
)


class FileStore:
    """Rows in a file that any number of processes and threads may share. Every call is one
    transaction and survives a kill; close the store to close the file."""

    def __init__(self, path: Path) -> None:
        self._lock = threading.Lock()
        self._file = sqlite3.connect(
            path, timeout=20, isolation_level=None, check_same_thread=False
        )
        try:
            self._file.execute("PRAGMA journal_mode = WAL").close()
            self._file.execute("PRAGMA synchronous = NORMAL").close()
            self._file.executescript(_SCHEMA).close()
        except sqlite3.Error:
            self._file.close()
            raise

    def close(self) -> None:
        self._file.close()

    def get(self, table: str, key: str) -> Row | None:
        found = self._ask("SELECT row FROM rows WHERE name = ? AND key = ?", table, key)
        return _row(found[0][0]) if found else None

    def put(self, table: str, key: str, row: Row) -> None:
        self._ask(_PUT, table, key, json.dumps(dict(row)))

    def add(self, table: str, key: str, row: Row) -> bool:
        return bool(self._ask(f"{_ADD} RETURNING 1", table, key, json.dumps(dict(row))))

    def drop(self, table: str, key: str) -> None:
        self._ask("DELETE FROM rows WHERE name = ? AND key = ?", table, key)

    def rows(self, table: str) -> list[tuple[str, Row]]:
        found = self._ask("SELECT key, row FROM rows WHERE name = ? ORDER BY position", table)
        return [(key, _row(text)) for key, text in found]

    def clear(self) -> None:
        """Forget every row; the counters go on, so that no id comes twice."""
        self._ask("DELETE FROM rows")

    def next_number(self, name: str) -> int:
        return int(self._ask(_COUNT, name)[0][0])

    def _ask(self, statement: str, *values: object) -> list[tuple[Any, ...]]:
        with self._lock, closing(self._file.execute(statement, values)) as cursor:
            return cursor.fetchall()


def _row(text: str) -> Row:
    return cast(Row, json.loads(text))
