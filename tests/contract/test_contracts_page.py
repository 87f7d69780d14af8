"""The reference of the contracts is what the tests hold."""

from __future__ import annotations

from pathlib import Path

from tests.contract.contracts_page import BEGIN, CONTRACTS, END, page

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "contracts.md"


def test_the_page_is_what_the_tables_make():
    told = PAGE.read_text(encoding="utf-8").partition(BEGIN)[2].partition(END)[0].strip()
    assert told == page(), "run `python -m tests.contract.contracts_page` and put it in"


def test_every_contract_holds_something_and_explains_the_rest():
    assert all(one.bounds or one.others for one in CONTRACTS)
    assert all(len(why) > 9 for one in CONTRACTS for why in one.left.values())
