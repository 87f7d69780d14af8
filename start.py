#!/usr/bin/env python3
"""One file, standard library only: makes the environment, runs the product, runs the tests.

    python3 start.py                      the workbench, with a sample client (Windows: py start.py)
    python3 start.py --port 8080          … on this port and no other
    python3 start.py --headless           walks from a client to a live post, says how it went
    python3 start.py test [pytest …]      the tests
    python3 start.py check                format, lint, types, import rules, migrations, tests
    python3 start.py seed                 the sample client and the bakery of the tests
    python3 start.py new-connector SLUG   a folder to begin a connector in
    python3 start.py messages             brings the translation catalogues up to date
    python3 start.py install [--dev]      only makes the environment

The environment is the folder `.venv`: the wheels of `requirements.lock`, checked by hash. It is
made again only when the lock changes, and goes on where an interrupted start left off.
"""

import contextlib
import errno
import hashlib
import importlib.util
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

NEEDED = (3, 11)
ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
STAMP = VENV / "skupnost-stamp.json"
WINDOWS = os.name == "nt"
SCRIPTS = VENV / ("Scripts" if WINDOWS else "bin")
LOCKS = {"run": "requirements.lock", "dev": "requirements-dev.lock"}
PASSED_ON = ("seed", "new-connector", "messages")


def runs(name: str) -> bool:
    """Whether there is such a program and it starts (a shim with nothing behind it does not)."""
    if not shutil.which(name):
        return False
    with contextlib.suppress(OSError):
        quiet = subprocess.DEVNULL
        return subprocess.call([name, "--version"], stdout=quiet, stderr=quiet) == 0
    return False


def newer_python() -> str:
    """The name of a Python on this machine that is new enough, or an empty word."""
    names = ["python3.%d" % minor for minor in range(20, NEEDED[1] - 1, -1)]  # noqa: UP031
    return next((name for name in names if runs(name)), "")


def old_python_sentence() -> str:
    """What to do where this Python is too old."""
    seen = ".".join(str(part) for part in sys.version_info[:3])
    said = "Skupnost needs Python 3.11 or newer; this is Python " + seen + ". "
    if newer_python():
        return said + "You have a newer one: run " + newer_python() + " start.py"
    if WINDOWS:
        return said + "Run: winget install Python.Python.3.12 and then: py -3.12 start.py"
    if sys.platform == "darwin":
        return said + "Run: brew install python@3.12 and then: python3.12 start.py"
    return said + "On Debian or Ubuntu run: sudo apt install python3.11 python3.11-venv"


if sys.version_info[:2] < NEEDED:
    sys.exit(old_python_sentence())


class CannotStart(Exception):
    """A sentence that says what stands in the way and what to do."""


def say(words: str) -> None:
    print(words, flush=True)


# --- the environment -------------------------------------------------------------------------


def python_of_environment() -> Path:
    return SCRIPTS / ("python.exe" if WINDOWS else "python")


def program(name: str) -> str:
    """The path of a program that is installed in the environment."""
    return str(SCRIPTS / (name + ".exe" if WINDOWS else name))


def fingerprint(kind: str) -> str:
    """What the environment depends on: the lock, the project's table, where the checkout lies."""
    whole = hashlib.sha256(str(ROOT).encode())
    for name in (LOCKS[kind], "pyproject.toml"):
        whole.update((ROOT / name).read_bytes())
    return whole.hexdigest()


def read_stamp() -> dict[str, str]:
    """What was installed to its end; empty where nothing was, or the Python is gone."""
    try:
        stamp = json.loads(STAMP.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return stamp if isinstance(stamp, dict) and python_of_environment().exists() else {}


def ensure_environment(kind: str) -> None:
    """Make or complete `.venv`, so that what `kind` (`run` or `dev`) asks for is in it."""
    if not (ROOT / LOCKS[kind]).exists():
        raise CannotStart(f"{LOCKS[kind]} is not beside start.py: the copy of the project is torn.")
    stamp = read_stamp()
    if stamp.get(kind) == fingerprint(kind):
        return
    with_sentences(lambda: install(kind, stamp))


def with_sentences(work: Callable[[], None]) -> None:
    """Do the work; a full disk or a folder that cannot be written becomes a sentence."""
    try:
        work()
    except OSError as error:
        sentence = sentence_of(error)
        if sentence is None:
            raise
        raise CannotStart(sentence) from error


def sentence_of(error: OSError) -> str | None:
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return read_only_sentence()
    if error.errno in (errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)):
        return disk_full_sentence()
    return None


def read_only_sentence() -> str:
    return (
        f"Cannot write to {ROOT}. Copy the project into a folder of your own, for instance your "
        "home folder, and start it there."
    )


def disk_full_sentence() -> str:
    free = shutil.disk_usage(ROOT).free // 1_000_000
    return (
        f"The disk is full: {free} MB are left and the installation needs about 600 MB. Make room "
        "and start again; it goes on where it stopped."
    )


def install(kind: str, stamp: dict[str, str]) -> None:
    """Install the locked wheels and the project, by uv where it works, else by pip; at the very
    end the stamp says so."""
    lock = LOCKS[kind]
    n_packages = sum("==" in line for line in (ROOT / lock).read_text().splitlines())
    began = time.monotonic()
    may_use_uv = os.environ.get("SKUPNOST_NO_UV") != "1" and runs("uv")
    if not (may_use_uv and install_by_uv(lock, n_packages)):
        install_by_pip(lock, n_packages)
    compile_ahead(str(python_of_environment()))
    stamp[kind] = fingerprint(kind)
    STAMP.write_text(json.dumps(stamp), encoding="utf-8")
    say(f"Installed in {time.monotonic() - began:.0f} s.")


def install_by_uv(lock: str, n_packages: int) -> bool:
    """Whether uv did it; pip is asked next where it did not."""
    say(f"Installing {n_packages} packages with uv …")
    python = str(python_of_environment())
    steps = [["uv", "pip", "install", "--compile-bytecode", "--python", python, *wanted(lock)]]
    steps.append(["uv", "pip", "install", "--python", python, *project()])
    if not python_of_environment().exists():
        steps.insert(0, ["uv", "venv", "--quiet", "--clear", "--python", sys.executable, str(VENV)])
    for step in steps:
        done = subprocess.run(step, check=False, cwd=ROOT, capture_output=True)
        if done.returncode:
            say("uv could not do it; trying pip.")
            return False
    return True


def compile_ahead(python: str) -> None:
    """Translate our own files to bytecode, as installers do with packages. Where Python must not
    write down what it translates (PYTHONDONTWRITEBYTECODE, set in many containers), every process
    of every start would do it anew and take half as long again."""
    command = [python, "-m", "compileall", "-q", "-j", "0", "-x", r"[/\\]tests[/\\]", "src"]
    subprocess.run(command, check=False, cwd=ROOT, capture_output=True)


def wanted(lock: str) -> list[str]:
    return ["--only-binary", ":all:", "--require-hashes", "-r", lock]


def project() -> list[str]:
    return ["--no-deps", "-e", "."]


def install_by_pip(lock: str, n_packages: int) -> None:
    make_environment_with_pip()
    pip = [str(python_of_environment()), "-m", "pip", "install", "--disable-pip-version-check"]
    say(f"Installing {n_packages} packages (once, about a minute) …")
    follow([*pip, *wanted(lock)], n_packages)
    follow([*pip, "--quiet", *project()], 0)


def make_environment_with_pip() -> None:
    """A `.venv` with pip in it; what an interrupted start left there is used."""
    if python_of_environment().exists() and has_pip():
        return
    if not all(importlib.util.find_spec(name) for name in ("venv", "ensurepip")):
        raise CannotStart(venv_missing_sentence())
    say("Making the environment (.venv) …")
    fresh = ["--clear"] if VENV.exists() else []
    follow([sys.executable, "-m", "venv", *fresh, str(VENV)], 0)


def has_pip() -> bool:
    asked = [str(python_of_environment()), "-m", "pip", "--version"]
    with contextlib.suppress(OSError):
        return subprocess.run(asked, check=False, capture_output=True).returncode == 0
    return False


def venv_missing_sentence() -> str:
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    return (
        "This Python lacks the module that makes environments. On Debian or Ubuntu run: "
        f"sudo apt install {version}-venv and then start again."
    )


def follow(command: list[str], n_packages: int) -> None:
    """Run an installer, show how far it is, and say in a sentence why it failed."""
    log = []
    n_seen = 0
    with subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        encoding="utf-8", errors="replace",
    ) as child:  # fmt: skip
        for line in child.stdout or ():
            log.append(line)
            n_seen += line.startswith(("Collecting ", "Requirement already satisfied"))
            if n_packages and sys.stdout.isatty():
                print(f"\r  {min(n_seen, n_packages)}/{n_packages} ", end="", flush=True)
    if n_packages and sys.stdout.isatty():
        print()
    if child.returncode:
        raise CannotStart(why_it_failed("".join(log)))


CLUES = (
    (("No space left", "Disk quota exceeded", "not enough space"), disk_full_sentence),
    (("Read-only file system", "Permission denied", "Access is denied"), read_only_sentence),
    (("DO NOT MATCH THE HASHES",), lambda: (
        "A downloaded package is not the one that was locked. Nothing was installed from it. "
        "Start again; if it stays so, the package index you use serves changed files."
    )),
    (("NewConnectionError", "Temporary failure in name resolution", "ConnectTimeout",
      "ProxyError", "Connection refused", "Network is unreachable", "getaddrinfo failed",
      "No route to host", "Read timed out"), lambda: (
        "The packages could not be fetched: no connection to the package index. The first start "
        "needs the internet once. Connect, or set your proxy, and start again; it goes on where "
        "it stopped."
    )),
    (("No matching distribution", "Could not find a version"), lambda: (
        f"There is no ready-made package for this machine ({sys.platform}, Python "
        f"{sys.version_info.major}.{sys.version_info.minor}), or the package index could not be "
        "reached. Python 3.11 to 3.13 on Linux, macOS and Windows, 64 bit, are known to work."
    )),
)  # fmt: skip


def why_it_failed(log: str) -> str:
    """The sentence that fits an installer's output; its last lines where none does."""
    for clues, sentence in CLUES:
        if any(clue in log for clue in clues):
            return sentence()
    return "The installation failed. The installer's last words:\n" + log[-1500:]


# --- running ---------------------------------------------------------------------------------


def become(command: list[str]) -> int:
    """Hand the terminal and its signals over to a program; its exit code is ours."""
    if not WINDOWS:
        os.chdir(ROOT)
        sys.stdout.flush()
        os.execv(command[0], command)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    return subprocess.call(command, cwd=ROOT)


def run_product(arguments: list[str]) -> int:
    ensure_environment("run")
    if "--headless" in arguments:
        return become([program("skupnost"), "walk", *(a for a in arguments if a != "--headless")])
    return become([program("skupnost"), "up", *arguments])


def run_tests(arguments: list[str]) -> int:
    ensure_environment("run")
    ensure_environment("dev")
    return become([str(python_of_environment()), "-m", "pytest", *arguments])


def check_commands() -> dict[str, list[str]]:
    python = str(python_of_environment())
    django = [python, "-m", "django", "makemigrations", "--check", "--dry-run"]
    return {
        "format": [program("ruff"), "format", "--check", "."],
        "lint": [program("ruff"), "check", "."],
        "types": [program("mypy")],
        "types of start.py": [program("mypy"), "--strict", "start.py"],
        "types of benchmarks": [program("mypy"), "--config-file", "tests/benchmarks/mypy.ini"],
        "imports": [program("lint-imports"), "--no-logo"],
        "migrations": [*django, "--settings", "skupnost.config.settings"],
        "tests": [python, "-m", "pytest", "-q"],
    }


def run_check(arguments: list[str]) -> int:
    """Every check, or those named; all of them run, also after one that failed."""
    ensure_environment("run")
    ensure_environment("dev")
    commands = check_commands()
    unknown = [name for name in arguments if name not in commands]
    if unknown:
        raise CannotStart(f"No such check: {unknown[0]}. There are: {', '.join(commands)}.")
    failed = []
    for name in arguments or commands:
        say(f"— {name}")
        if subprocess.call(commands[name], cwd=ROOT):
            failed.append(name)
    say("✗ failed: " + ", ".join(failed) if failed else "✓ all checks passed")
    return 1 if failed else 0


def run_install(arguments: list[str]) -> int:
    ensure_environment("run")
    if "--dev" in arguments:
        ensure_environment("dev")
    return 0


def pass_on(command: str, arguments: list[str]) -> int:
    ensure_environment("run")
    return become([program("skupnost"), command, *arguments])


COMMANDS = {"test": run_tests, "check": run_check, "install": run_install}


def main(arguments: list[str]) -> int:
    if arguments[:1] in (["-h"], ["--help"], ["help"]):
        say(__doc__ or "")
        return 0
    first = arguments[0] if arguments else ""
    if first in COMMANDS:
        return COMMANDS[first](arguments[1:])
    if first in PASSED_ON:
        return pass_on(first, arguments[1:])
    if first and not first.startswith("-"):
        raise CannotStart(f"There is no command {first!r}. Run: python3 start.py --help")
    return run_product(arguments)


if __name__ == "__main__":
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(AttributeError):
            stream.reconfigure(errors="replace")  # type: ignore[union-attr]
    try:
        sys.exit(main(sys.argv[1:]))
    except CannotStart as problem:
        sys.exit(str(problem))
    except KeyboardInterrupt:
        sys.exit("\nStopped. Start again; it goes on from here.")
