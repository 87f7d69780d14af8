"""Composer, scheduling, worker and command line say the same of the same post."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

import skupnost
from skupnost.channels.models import Channel
from skupnost.cli.checks import Post as Asked
from skupnost.cli.checks import answer_of, rules
from skupnost.clients.models import Client
from skupnost.domain.preflight import check
from skupnost.editorial import actions
from skupnost.editorial.checking import check_content, check_variants
from skupnost.editorial.errors import HasErrors
from skupnost.editorial.models import Post
from skupnost.editorial.payloads import Content
from skupnost.people.models import User
from skupnost.publishing import worker

Said = list[tuple[str, str, str]]
TEXTS = {
    "too long": "Rye " * 700,
    "half a character": "Rye \ud83e bread",
    "empty": " ",
    "fine": "Rye bread at seven.",
}
MAKES = re.compile(r"(?<!class )\bFinding\(")
ACCOUNTS = [("mastodon", "account"), ("bluesky", "account"), ("x", "standard")]


def said(findings: object) -> Said:
    return [(finding.level.value, finding.code, finding.where) for finding in findings]


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
@pytest.mark.parametrize(("network", "kind"), ACCOUNTS)
def test_every_door_says_the_same(
    network: str, kind: str, text: str, new_channel: Callable[..., Channel], bakery: Client
) -> None:
    channel = new_channel(bakery, network, kind)
    composer = check_content(channel, Content(text))
    _, facts = rules(network, kind)
    typed = answer_of(Asked(composer.payload), facts)["findings"]
    at_the_desk = said(composer.findings)
    assert [(row["level"], row["code"], row["where"]) for row in typed] == at_the_desk
    assert said(worker.check(composer.payload, worker.current_facts(channel))) == at_the_desk


def test_scheduling_refuses_with_the_very_findings_of_the_composer(
    write: Callable[..., Post], alice: User, now: datetime, tomorrow: datetime
) -> None:
    post = write("Rye " * 700)
    (checked,) = check_variants(post, post.variants.all()).values()
    with pytest.raises(HasErrors) as declined:
        actions.schedule(post=post, at=tomorrow, by=alice, now=now)
    assert said(declined.value.checked[0].findings) == said(checked.findings)


def test_the_worker_asks_the_engine_itself() -> None:
    assert worker.check is check


def test_nobody_else_makes_findings() -> None:
    package = Path(skupnost.__file__).parent
    makers = [
        path.relative_to(package).as_posix()
        for path in package.rglob("*.py")
        if "tests" not in path.parts and MAKES.search(path.read_text("utf-8"))
    ]
    engine = [path for path in makers if path.startswith("domain/preflight/")]
    # The ledger keeps code and figures; its sentence is made of them again.
    assert [path for path in makers if path not in engine] == ["networks/findings.py"]
