"""The rules of every test run: only loopback is reached, skips can be forbidden, tests counted."""

from __future__ import annotations

import ipaddress
import json
import os
import socket
import sys
from collections import Counter
from collections.abc import Generator
from pathlib import Path

import pytest
from hypothesis import settings

pytest_plugins = ("skupnost.kit.testing.plugin",)

ROOT = Path(__file__).parent
RESERVED = (".test", ".invalid", ".example")
COUNTS = pytest.StashKey[Counter[str]]()


class ReachedOutside(RuntimeError):
    """A test tried to speak to a machine other than this one."""


def _is_numeric(host: str) -> bool:
    try:
        ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return False
    return True


def _check_address(address: object) -> None:
    if not isinstance(address, tuple) or not _is_numeric(str(address[0])):
        return
    if not ipaddress.ip_address(str(address[0]).partition("%")[0]).is_loopback:
        raise ReachedOutside(f"a test reached for {address[0]}; only loopback is allowed")


def _check_name(host: object) -> None:
    name = host.decode("ascii", "replace") if isinstance(host, bytes) else str(host or "")
    if not name or _is_numeric(name) or name == "localhost" or name.endswith(".localhost"):
        return
    if name.endswith(RESERVED):
        raise socket.gaierror(socket.EAI_NONAME, "reserved name, never resolved in tests")
    raise ReachedOutside(f"a test looked up {name}; only loopback is allowed")


def _guard(event: str, args: tuple[object, ...]) -> None:
    if event in ("socket.connect", "socket.sendto"):
        _check_address(args[1])
    elif event == "socket.getaddrinfo":
        _check_name(args[0])


def pytest_configure(config: pytest.Config) -> None:
    config.stash[COUNTS] = Counter()
    # A busy machine is no defect of a property; the time-out of pytest bounds every test.
    settings.register_profile("unhurried", deadline=None)
    settings.load_profile("unhurried")
    sys.addaudithook(_guard)


def skips_are_forbidden() -> bool:
    return os.environ.get("SKUPNOST_FORBID_SKIPS") == "1"


def _forbid(report: pytest.TestReport | pytest.CollectReport) -> None:
    if skips_are_forbidden() and report.outcome == "skipped":
        report.outcome = "failed"
        report.longrepr = f"skipped, and skips are forbidden here: {report.longrepr}"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    _forbid(report)
    if report.when == "call" and report.outcome != "skipped":
        item.config.stash[COUNTS][folder_of(item.path)] += 1
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    report = yield
    _forbid(report)
    return report


def folder_of(path: Path) -> str:
    """The room or top folder of a test: `editorial`, `connectors/bluesky`, `tests/crash`."""
    parts = path.relative_to(ROOT).parts
    if parts[:2] != ("src", "skupnost"):
        return "/".join(parts[:2])
    return "/".join(parts[2:4]) if parts[2] == "connectors" else parts[2]


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    counts = config.stash[COUNTS]
    terminalreporter.section("tests per folder")
    for folder, number in sorted(counts.items()):
        terminalreporter.write_line(f"{number:6}  {folder}")
    if path := os.environ.get("SKUPNOST_TEST_COUNTS"):
        Path(path).write_text(json.dumps(dict(sorted(counts.items())), indent=1), encoding="utf-8")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Browser journeys last: while a browser is open its event loop runs in this thread, and
    tests that run a loop of their own cannot."""
    journeys = ROOT / "tests" / "journeys"
    items.sort(key=lambda item: journeys in item.path.parents)
