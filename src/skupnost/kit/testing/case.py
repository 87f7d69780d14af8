"""What a connector tells the contract suite about itself.

The suite works out most of it from the manifest. What it cannot guess stands in the connector's
folder, in `tests/contract.py`, as a `Case` named `CASE`:

    CASE = Case(
        payload=Payload(text="Fresh rolls from six.", title="Rolls"),
        write=lambda payload: convert.post_of(payload),
        read=convert.own_post,
    )

Without that file the defaults below are used.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from skupnost.domain.payload import Payload
from skupnost.kit.connector import Connector
from skupnost.kit.values import FeedPost, OwnPost

SAMPLE = Payload(text="Fresh rolls from six. https://bakery.example/rolls #bread", language="en")


def _plain(n_units: int) -> str:
    return "a" * n_units


@dataclass(frozen=True)
class Case:
    """How to try one connector.

    `payload` is a post that the network takes; `rich` one that uses all it knows (media aside, the
    suite adds those); `text_of` makes a text that measures exactly so many units of the network;
    `credentials` open an account on the simulator and `expired` are no longer good;
    `write` gives the JSON that is sent for a payload and `read` the neutral post of a native one
    (both for the corpus); `read_place` reads a row of a feed for the account of that id
    (`NAME.feed.json`); `fields_required` fills what every payload of this network must have.
    """

    payload: Payload = SAMPLE
    rich: Payload | None = None
    server: str = "https://network.example"
    credentials: Mapping[str, str] = field(default_factory=dict)
    expired: Mapping[str, str] = field(default_factory=dict)
    text_of: Callable[[int], str] = _plain
    write: Callable[[Payload], Any] | None = None
    read: Callable[[Mapping[str, Any]], OwnPost] | None = None
    read_place: Callable[[Mapping[str, Any], str], FeedPost | None] | None = None


def case_of(connector: Connector) -> Case:
    """The connector's own case, or the default one."""
    path = connector.folder / "tests" / "contract.py"
    if not path.exists():
        return Case()
    spec = importlib.util.spec_from_file_location(f"contract_of_{connector.slug}", path)
    if spec is None or spec.loader is None:
        raise ImportError(f"{path} cannot be loaded")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    case = module.CASE
    if not isinstance(case, Case):
        raise TypeError(f"{path}: CASE is not a skupnost.kit.testing.case.Case")
    return case


def corpus_of(folder: Path) -> list[str]:
    """The names of the cases in a connector's corpus."""
    found = (folder / "tests" / "corpus").glob("*.neutral.json")
    return sorted(path.name.removesuffix(".neutral.json") for path in found)
