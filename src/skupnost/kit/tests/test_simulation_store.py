"""The store of the practice network keeps its word between threads, processes and restarts."""

import json
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import pytest

from skupnost.kit.simulation import MemoryStore
from skupnost.kit.simulation_store import FileStore


@pytest.fixture(params=["memory", "file"])
def store(request, tmp_path):
    if request.param == "memory":
        yield MemoryStore()
        return
    with closing(FileStore(tmp_path / "practice.sqlite3")) as opened:
        yield opened


def test_rows_come_back_in_the_order_of_their_first_writing(store):
    for key in ("b", "a", "c"):
        store.put("posts", key, {"text": key})
    store.put("posts", "b", {"text": "again"})
    assert [key for key, _ in store.rows("posts")] == ["b", "a", "c"]
    assert store.get("posts", "b") == {"text": "again"}


def test_a_dropped_row_is_gone(store):
    store.put("posts", "a", {})
    store.drop("posts", "a")
    store.drop("posts", "never there")
    assert store.get("posts", "a") is None
    assert store.rows("posts") == []


def test_only_the_first_to_add_a_row_wins(store):
    assert store.add("keys", "k", {"n": 1})
    assert not store.add("keys", "k", {"n": 2})
    assert store.get("keys", "k") == {"n": 1}


def test_adding_an_equal_row_twice_wins_once(store):
    row = {"n": 1}
    assert store.add("keys", "k", row)
    assert not store.add("keys", "k", row)


def test_what_was_written_is_there_after_a_restart(tmp_path):
    with closing(FileStore(tmp_path / "p.sqlite3")) as store:
        store.put("posts", "č", {"text": "šola 🥐", "n": [1, {"a": None}]})
    with closing(FileStore(tmp_path / "p.sqlite3")) as store:
        assert store.get("posts", "č") == {"text": "šola 🥐", "n": [1, {"a": None}]}


def test_threads_never_get_the_same_number(tmp_path):
    with closing(FileStore(tmp_path / "p.sqlite3")) as store, ThreadPoolExecutor(8) as pool:
        numbers = list(pool.map(lambda _: store.next_number("id"), range(400)))
    assert sorted(numbers) == list(range(1, 401))


COUNT_AND_CLAIM = """
import json, sys
from pathlib import Path
from skupnost.kit.simulation_store import FileStore
store = FileStore(Path(sys.argv[1]))
numbers = [store.next_number("id") for _ in range(50)]
print(json.dumps([numbers, sum(store.add("keys", str(n), {}) for n in range(50))]))
store.close()
"""


def test_processes_share_numbers_and_keys(tmp_path):
    command = [sys.executable, "-c", COUNT_AND_CLAIM, str(tmp_path / "p.sqlite3")]
    running = [subprocess.Popen(command, stdout=subprocess.PIPE) for _ in range(3)]
    results = [json.loads(process.communicate(timeout=60)[0]) for process in running]
    numbers = [number for found, _ in results for number in found]
    assert sorted(numbers) == list(range(1, 151))
    assert sum(n_won for _, n_won in results) == 50
