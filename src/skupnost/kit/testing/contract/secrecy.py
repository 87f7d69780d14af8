"""No secret shows, and only the wire speaks HTTP."""

from __future__ import annotations

import ast
import logging
from pathlib import Path

import pytest

from skupnost.kit.testing.contract.tools import has, run
from skupnost.kit.testing.stages import (
    Subject,
)
from skupnost.kit.values import Access


@has("publishes")
def test_no_secret_shows_in_logs_and_reprs(subject: Subject, caplog: pytest.LogCaptureFixture):
    caplog.set_level(logging.DEBUG)
    stage = subject.stage()
    channel = stage.open()
    run(stage.order(subject.case.payload).publish(channel))
    shown = [repr(channel), repr(stage.access), *map(repr, stage.transport.requests), caplog.text]
    assert all(secret not in text for text in shown for secret in secrets(subject, stage.access))


def secrets(subject: Subject, access: Access) -> list[str]:
    fields = subject.kind.machine.credentials
    return [access.credentials[field.name] for field in fields if field.is_secret]


FORBIDDEN = ("aiohttp", "requests", "httpx", "urllib.request", "http.client", "socket", "django")


def test_only_the_wire_speaks_http(subject: Subject):
    for path in sorted(subject.connector.folder.glob("*.py")):
        imported = imports(path)
        assert not [name for name in imported if name.startswith(FORBIDDEN)], path.name
        may_request = path.stem == "wire" or path.stem.startswith("simulat")
        asks = [name for name in imported if name.endswith((".http.Request", "messages.Request"))]
        assert may_request or not asks, f"{path.name} makes requests: that is for wire.py"


def imports(path: Path) -> list[str]:
    """Everything a file imports, by full name."""
    found = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found += [name.name for name in node.names]
        elif isinstance(node, ast.ImportFrom):
            found += [f"{node.module}.{name.name}" for name in node.names]
    return found
