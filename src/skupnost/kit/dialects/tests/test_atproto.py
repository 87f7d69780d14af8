"""The AT Protocol's strings and schemas, where the public examples say nothing."""

from __future__ import annotations

import pytest

from skupnost.kit.dialects.atproto.data_model import is_record
from skupnost.kit.dialects.atproto.lexicons import is_key, record_faults, shapes_of
from skupnost.kit.dialects.atproto.syntax import is_datetime, is_handle, is_language, is_nsid

LOAF = {
    "lexicon": 1,
    "id": "si.bakery.loaf",
    "defs": {
        "main": {
            "type": "record",
            "key": "literal:rye",
            "record": {
                "type": "object",
                "required": ["grams"],
                "properties": {
                    "grams": {"type": "integer", "minimum": 500},
                    "crust": {"type": "ref", "ref": "#crust"},
                },
            },
        },
        "crust": {"type": "string", "maxGraphemes": 4},
    },
}


def faults(**record):
    return list(record_faults(record, "si.bakery.loaf", shapes_of([LOAF])))


def test_a_record_that_fits_its_schema_has_no_faults():
    assert faults(grams=500, crust="thin") == []


def test_each_fault_names_its_place():
    assert faults(grams=499, crust="brown") == [
        "integer too small (minimum 500, got 499) at $.grams",
        "grapheme too big (maximum 4, got 5) at $.crust",
    ]


@pytest.mark.parametrize(("key", "fits"), [("rye", True), ("oat", False)])
def test_a_schema_may_ask_for_one_key(key, fits):
    assert is_key(key, "literal:rye") is fits


@pytest.mark.parametrize("text", ["2023-02-29T10:00:00Z", "2026-11-23T10:00:00.Z", "2026-11-23"])
def test_a_moment_that_no_calendar_has_is_none(text):
    assert not is_datetime(text)


def test_the_year_nought_was_a_leap_year():
    assert is_datetime("0000-02-29T10:00:00Z")


@pytest.mark.parametrize("text", ["x", "en--GB", "en_GB", "en-a-bcd-a-efg", "sl-rozaj-rozaj"])
def test_a_language_tag_against_the_grammar_is_none(text):
    assert not is_language(text)


def test_names_have_a_longest_length():
    assert not is_handle("a." * 126 + "si")
    assert not is_nsid("com." + "a." * 160 + "loaf")


@pytest.mark.parametrize("value", [1.5, 2**63, {"$link": "x"}, {"a": {"$type": ""}}, object()])
def test_what_the_data_model_lacks_is_no_part_of_a_record(value):
    assert not is_record({"value": value})
