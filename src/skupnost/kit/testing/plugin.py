"""The pytest plug-in of the contract suite.

    pytest -p skupnost.kit.testing.plugin --pyargs skupnost.kit.testing.contract.every

tries every installed connector (entry-point group `skupnost.connectors`), an outside package's
own like the bundled ones; `--connector=SLUG` tries one. A project that wants the suite among its
own tests names the plug-in in its root conftest (`pytest_plugins`) and writes a module with
`from skupnost.kit.testing.contract import *`.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from skupnost.kit.registry import connectors
from skupnost.kit.testing.stages import Subject

pytest.register_assert_rewrite("skupnost.kit.testing.contract")

Fits = Callable[[Subject], bool]


def subjects() -> list[Subject]:
    """Every account kind that some installed connector publishes to."""
    return [
        Subject.of(connector, kind)
        for connector in connectors().values()
        for kind in connector.manifest.kinds.values()
        if connector.open is not None and kind.machine.ports
    ]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--connector", help="try only the connector of this network")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line(
        "markers", "fits(predicate): try only subjects that the predicate takes"
    )


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """A test that asks for `subject` runs once for every one that its `fits` marks take."""
    if "subject" not in metafunc.fixturenames:
        return
    fits: list[Fits] = [mark.args[0] for mark in metafunc.definition.iter_markers("fits")]
    chosen = metafunc.config.getoption("--connector")
    found = [
        subject
        for subject in subjects()
        if chosen in (None, subject.connector.slug) and all(fit(subject) for fit in fits)
    ]
    metafunc.parametrize("subject", found, ids=str)
