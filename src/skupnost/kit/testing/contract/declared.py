"""What a connector declares is what it does."""

from __future__ import annotations

import tomllib

from skupnost.kit.ports import PORTS
from skupnost.kit.testing.scorecards import RULES, complaints
from skupnost.kit.testing.stages import (
    Subject,
)


def test_declared_ports_are_implemented_and_no_others(subject: Subject):
    channel = subject.stage().open()
    implemented = {name for name, port in PORTS.items() if isinstance(channel, port)}
    declared_anywhere = {
        port for kind in subject.connector.manifest.kinds.values() for port in kind.machine.ports
    }
    assert set(subject.ports) <= implemented
    assert implemented <= declared_anywhere


def test_every_fact_says_where_it_comes_from_and_when_it_was_checked(subject: Subject):
    for fact in subject.kind.facts.values():
        assert fact.source.title
        assert fact.source.address
        assert fact.checked_on <= subject.connector.manifest.checked_on


def test_a_kind_that_publishes_by_program_declares_the_ports_for_it(subject: Subject):
    publishes = subject.kind.publish == "api"
    assert publishes == ("publishes" in subject.ports)
    assert not publishes or "identifies" in subject.ports


def test_the_name_of_a_delivery_is_its_own(subject: Subject):
    name = subject.connector.client_id
    assert name is not None
    ids = [f"01936a7e-5b00-7000-8000-{number:012d}" for number in range(200)]
    names = {
        name(delivery_id=id, title="Rolls", now_microseconds=1_764_000_000_000_000 + number)
        for number, id in enumerate(ids)
    }
    assert len(names) == len(ids)
    assert all(0 < len(known) <= 200 for known in names)


def test_the_scorecard_is_honest(subject: Subject):
    path = subject.connector.folder / "scorecard.toml"
    assert path.exists(), f"{subject.connector.slug} has no scorecard.toml; rules: {sorted(RULES)}"
    card = tomllib.loads(path.read_text(encoding="utf-8"))
    assert complaints(card, subject.connector.folder) == []
