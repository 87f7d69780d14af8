"""What the last check remembers, and what it does not mistake for the same."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from skupnost.domain.facts import Confidence, Fact, Source
from skupnost.domain.payload import Payload
from skupnost.domain.preflight import check
from skupnost.kit.registry import connectors
from skupnost.networks.queries import facts_for
from skupnost.publishing.lanes.checking import RememberedCheck

DAY = date(2026, 11, 23)
TEN = Fact(
    "text.text_max",
    10,
    Source("toy", "Toy", "https://toy.example", Confidence.OFFICIAL_DOC),
    DAY,
    Confidence.OFFICIAL_DOC,
    "characters",
)
BREAD = Payload("Fresh bread from six")


class CountedCheck:
    def __init__(self):
        self.n = 0

    def __call__(self, payload, facts):
        self.n += 1
        return check(payload, facts)


def test_equal_content_and_equal_facts_are_checked_once():
    counted = CountedCheck()
    remembered = RememberedCheck(counted)
    first = remembered(BREAD, {TEN.key: TEN})
    assert remembered(replace(BREAD), {TEN.key: replace(TEN)}) == first
    assert [finding.code for finding in first] == ["text_too_long"]
    assert counted.n == 1


def test_a_limit_that_the_server_told_is_another_fact():
    remembered = RememberedCheck(check)
    assert remembered(BREAD, {TEN.key: TEN})
    assert not remembered(BREAD, {TEN.key: replace(TEN, value=500, live=True)})
    assert remembered(BREAD, {TEN.key: TEN})


def test_another_text_is_checked_for_itself():
    remembered = RememberedCheck(check)
    assert remembered(BREAD, {TEN.key: TEN})
    assert not remembered(Payload("Bread"), {TEN.key: TEN})


def test_what_is_remembered_stays_small():
    counted = CountedCheck()
    remembered = RememberedCheck(counted, most=2)
    for text in ("a", "b", "c", "a"):
        remembered(Payload(text), {})
    assert counted.n == 4


def test_the_facts_of_every_network_can_be_remembered():
    remembered = RememberedCheck(check)
    for network in connectors().values():
        for kind in network.manifest.kinds:
            facts = facts_for(network.slug, kind, {"text.text_max": 300})
            assert remembered(BREAD, facts) == check(BREAD, facts)
