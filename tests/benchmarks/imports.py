"""How long an import of a long history takes: python -m tests.benchmarks.imports [--rows N]

Two tables of half the rows each, one after the other, then the first of them again. Beside them a
bare loop in the same run: CSV, a moment, a digest, two inserts by `executemany` into tables with
the same indexes, committed as often. Ratios are of processor time, the steadier figure on a shared
machine.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import io
import sqlite3
import sys
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path

from tests.benchmarks.bench import bakery, empty_skupnost, mastodon_channels

NOW = datetime(2026, 11, 30, tzinfo=UTC)
MOST_OF_BARE, MOST_GROWTH = 12.0, 1.3
TABLES = """
PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;
CREATE TABLE post
  (id INTEGER PRIMARY KEY, channel INT, identity TEXT, url TEXT, digest TEXT, at TEXT);
CREATE UNIQUE INDEX a ON post (channel, identity); CREATE INDEX b ON post (channel, at);
CREATE INDEX c ON post (channel, url); CREATE INDEX d ON post (channel, digest);
CREATE INDEX e ON post (channel);
CREATE TABLE reading
  (id INTEGER PRIMARY KEY, post INT, metric TEXT, unit TEXT, at TEXT, value REAL);
CREATE UNIQUE INDEX f ON reading (post, metric, unit, at); CREATE INDEX g ON reading (post);
"""


def table(start: datetime, n: int) -> bytes:
    """So many posts a minute apart, with what came back."""
    text = io.StringIO("time,likes\n")
    text.seek(0, io.SEEK_END)
    for i in range(n):
        text.write(f"{(start + timedelta(minutes=i)).isoformat()},{i % 97}\n")
    return text.getvalue().encode()


def bare(content: bytes, folder: Path) -> None:
    """The least that must be done."""
    with closing(sqlite3.connect(folder / "bare.sqlite3")) as kept:
        kept.executescript(TABLES)
        rows = enumerate(csv.DictReader(io.StringIO(content.decode())), 1)
        while some := list(islice(rows, 1000)):
            _write(kept, [_bare_post(key, row) for key, row in some],
                   [(key, key, "reactions", "counts", row["time"], float(row["likes"]))
                    for key, row in some])  # fmt: skip


def _bare_post(key: int, row: dict[str, str]) -> tuple:
    at = datetime.fromisoformat(row["time"]).isoformat(" ")
    digest = f"{at}{hashlib.sha256(at.encode()).hexdigest()}"
    return key, 1, f"at:{digest}", "", digest, at


def _write(kept: sqlite3.Connection, posts: list, readings: list) -> None:
    with kept:
        kept.executemany("INSERT INTO post VALUES (?, ?, ?, ?, ?, ?)", posts)
        kept.executemany("INSERT INTO reading VALUES (?, ?, ?, ?, ?, ?)", readings)


@dataclass(frozen=True)
class Cost:
    """Microseconds a row: on the clock, and of the processor."""

    elapsed: float
    processor: float


def cost_of(step: Callable[[], object], n_rows: int) -> Cost:
    began, worked = time.perf_counter(), time.process_time()
    step()
    return Cost(
        (time.perf_counter() - began) / n_rows * 1e6, (time.process_time() - worked) / n_rows * 1e6
    )


def measure(n_rows: int) -> dict[str, Cost]:
    """What each step costs."""
    half = n_rows // 2
    start = NOW - timedelta(minutes=n_rows + 1)
    first, second = table(start, half), table(start + timedelta(minutes=half), half)
    with empty_skupnost() as folder:
        from skupnost.metrics.actions import import_history

        channel = mastodon_channels(bakery(), "https://sink.example", 1)[0]

        def take(content: bytes) -> None:
            import_history(channel=channel, file=io.BytesIO(content), name="t.csv", now=NOW)

        return {
            "bare loop": cost_of(lambda: bare(first, folder), half),
            "first half": cost_of(lambda: take(first), half),
            "second half": cost_of(lambda: take(second), half),
            "first half again": cost_of(lambda: take(first), half),
        }


def main() -> int:
    """0 where it stays near the bare loop and the second half costs hardly more than the first."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, default=200_000)
    found = measure(parser.parse_args().rows)
    for name, cost in found.items():
        print(f"{name:20}{cost.elapsed:>8.0f} µs a row{cost.processor:>8.0f} µs of processor time")
    worked = {name: cost.processor for name, cost in found.items()}
    of_bare = worked["first half"] / worked["bare loop"]
    growth = worked["second half"] / worked["first half"]
    print(f"of the bare loop {of_bare:.1f} (at most {MOST_OF_BARE}), second half of the first "
          f"{growth:.2f} (at most {MOST_GROWTH})")  # fmt: skip
    return 0 if of_bare <= MOST_OF_BARE and growth <= MOST_GROWTH else 1


if __name__ == "__main__":
    sys.exit(main())
