"""The reference names every key, unit and word of a manifest."""

from __future__ import annotations

from pathlib import Path

import pytest

from skupnost.kit import manifest_shapes as shapes

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


def test_every_key_of_a_manifest_is_explained(page):
    keys = {key for shape in SHAPES for key in shape.keys}
    assert [key for key in sorted(keys) if f"`{key}`" not in page] == []


def test_every_unit_and_every_word_is_listed(page):
    words = (*shapes.KNOWN_UNITS, *shapes.CONFIDENCES, *shapes.EFFECTS, *shapes.MEANINGS)
    assert [word for word in words if f"`{word}`" not in page] == []
