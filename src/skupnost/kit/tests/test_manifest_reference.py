"""The reference says of every numeric fact whether something reads it, and names every key."""

from __future__ import annotations

from pathlib import Path

import pytest

from skupnost.domain.preflight import LIMITS
from skupnost.kit import manifest_shapes as shapes
from skupnost.kit.registry import connectors

PAGE = Path(__file__).parents[4] / "docs" / "reference" / "manifest.md"
SHAPES = (
    shapes.TOP,
    shapes.SOURCE,
    shapes.FACT,
    shapes.KIND,
    shapes.MACHINE,
    shapes.CREDENTIAL,
    shapes.ERROR,
    shapes.READING,
    shapes.CADENCE,
)


@pytest.fixture(scope="module")
def page() -> str:
    return PAGE.read_text(encoding="utf-8")


def numeric_facts() -> set[str]:
    return {
        fact.key
        for known in connectors().values()
        for kind in known.manifest.kinds.values()
        for fact in kind.facts.values()
        if fact.number is not None
    }


def test_every_key_of_a_manifest_is_explained(page):
    keys = {key for shape in SHAPES for key in shape.keys}
    assert [key for key in sorted(keys) if f"`{key}`" not in page] == []


def test_every_limit_that_preflight_reads_is_listed(page):
    assert [one.key for one in LIMITS if f"`{one.key}`" not in page] == []


def test_numbers_that_preflight_does_not_read_are_listed_with_the_reason(page):
    unread = numeric_facts() - {limit.key for limit in LIMITS}
    table = page.partition("## Numbers that preflight does not read")[2]
    assert [key for key in sorted(unread) if f"| `{key}` |" not in table] == []
    listed = {line.split("`")[1] for line in table.splitlines() if line.startswith("| `")}
    assert listed - unread == set()


def test_every_unit_and_every_word_is_listed(page):
    words = (*shapes.KNOWN_UNITS, *shapes.CONFIDENCES, *shapes.EFFECTS, *shapes.MEANINGS)
    assert [word for word in words if f"`{word}`" not in page] == []
