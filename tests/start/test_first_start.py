"""What start.py says where something stands in the way. A copy is run, in a folder of its own."""

from __future__ import annotations

import ast
import errno
import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
START = ROOT / "start.py"


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The files that the environment is made from, in a new folder."""
    for name in ("start.py", "requirements.lock", "requirements-dev.lock", "pyproject.toml"):
        shutil.copy(ROOT / name, tmp_path / name)
    return tmp_path / "start.py"


@pytest.fixture(scope="module")
def start():
    spec = importlib.util.spec_from_file_location("start_under_test", START)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def run(*command: str, **more: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "SKUPNOST_NO_UV": "1", **more}
    return subprocess.run(
        command, check=False, capture_output=True, text=True, env=environment, timeout=120
    )


def run_as(patch: str, script: Path) -> subprocess.CompletedProcess[str]:
    """Run the script after a line that makes this Python look like another one."""
    code = f"import sys; {patch}; sys.argv = ['start.py']; import runpy; "
    return run(sys.executable, "-c", code + f"runpy.run_path({str(script)!r}, run_name='__main__')")


def test_an_old_python_still_reads_the_file():
    ast.parse(START.read_text(encoding="utf-8"), feature_version=(3, 7))


def test_an_old_python_is_told_which_to_take():
    said = run_as("sys.version_info = (3, 9, 2, 'final', 0)", START)
    assert said.returncode == 1
    assert "needs Python 3.11 or newer; this is Python 3.9.2" in said.stderr
    assert "Traceback" not in said.stderr


def test_a_missing_venv_package_is_told_with_the_line_that_installs_it(copy):
    said = run_as("sys.modules['ensurepip'] = None", copy)
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    assert said.returncode == 1
    assert f"sudo apt install {version}-venv" in said.stderr
    assert "Traceback" not in said.stderr


def test_without_a_network_the_first_start_says_so(copy):
    nowhere = {"PIP_INDEX_URL": "http://127.0.0.1:9/", "PIP_RETRIES": "1"}
    alone = {"PIP_CONFIG_FILE": os.devnull, "PIP_FIND_LINKS": "", "PIP_NO_CACHE_DIR": "1"}
    said = run(sys.executable, str(copy), "install", **nowhere, **alone)
    assert said.returncode == 1
    assert "no connection to the package index" in said.stderr
    assert "goes on where it stopped" in said.stderr


def test_a_torn_copy_says_what_is_missing(copy):
    (copy.parent / "requirements.lock").unlink()
    said = run(sys.executable, str(copy))
    assert "requirements.lock is not beside start.py" in said.stderr


@pytest.mark.parametrize("word", ["lol", "tests"])
def test_an_unknown_command_is_refused(word):
    said = run(sys.executable, str(START), word)
    assert said.returncode == 1
    assert f"There is no command '{word}'" in said.stderr


def test_help_lists_the_commands():
    assert "new-connector SLUG" in run(sys.executable, str(START), "--help").stdout


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (errno.EROFS, "Copy the project into a folder of your own"),
        (errno.EACCES, "Copy the project into a folder of your own"),
        (errno.ENOSPC, "The disk is full"),
    ],
)
def test_a_folder_that_cannot_be_written_is_a_sentence(start, number, words):
    def work() -> None:
        raise OSError(number, "said the system")

    with pytest.raises(start.CannotStart, match=words):
        start.with_sentences(work)


@pytest.mark.parametrize(
    ("log", "words"),
    [
        ("OSError: [Errno 28] No space left on device", "The disk is full"),
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES", "not the one that was locked"),
        ("ERROR: No matching distribution found for granian", "no ready-made package"),
        ("something else", "something else"),
    ],
)
def test_a_failed_installation_is_explained(start, log, words):
    assert words in start.why_it_failed(log)


def test_the_environment_is_made_again_when_the_lock_changes(copy):
    spec = importlib.util.spec_from_file_location("start_copy", copy)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    before = module.fingerprint("run")
    assert module.fingerprint("run") == before
    with (copy.parent / "requirements.lock").open("a") as lock:
        lock.write("# changed\n")
    assert module.fingerprint("run") != before


def test_an_environment_whose_python_is_gone_does_not_count(copy):
    spec = importlib.util.spec_from_file_location("start_copy", copy)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    module.VENV.mkdir()
    module.STAMP.write_text('{"run": "whole"}')
    assert module.read_stamp() == {}


def test_our_files_are_translated_ahead_and_tests_are_not(copy):
    spec = importlib.util.spec_from_file_location("start_copy", copy)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    room, tests = copy.parent / "src" / "room", copy.parent / "src" / "room" / "tests"
    tests.mkdir(parents=True)
    (room / "models.py").write_text("x = 1\n")
    (tests / "test_room.py").write_text("x = 1\n")
    module.compile_ahead(sys.executable)
    assert len(list(room.glob("__pycache__/models.*.pyc"))) == 1
    assert not list(tests.glob("**/*.pyc"))
