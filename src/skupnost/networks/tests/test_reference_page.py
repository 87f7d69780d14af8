"""The reference of the manifest says what reads each number, as the code does."""

from __future__ import annotations

from pathlib import Path

from skupnost.domain.preflight import LIMITS
from skupnost.networks.reference import page_between_marks, tables

PAGE = Path(__file__).parents[4] / "docs" / "reference" / "manifest.md"


def test_the_page_is_what_the_code_makes():
    remedy = "run `python -m skupnost.networks.reference` and put it between the marks"
    assert page_between_marks(PAGE) == tables(), remedy


def test_every_row_of_the_table_is_in_it():
    assert [one.key for one in LIMITS if f"| `{one.key}` |" not in tables()] == []
