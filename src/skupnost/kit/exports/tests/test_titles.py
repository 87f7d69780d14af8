"""A heading is found below titles, and nothing that may be a post is taken for one."""

from __future__ import annotations

import pytest

from skupnost.kit.exports.titles import TIME_NAMES, place_of_heading

HEAD = ["Datum", "Všečki", "Doseg"]
POST = ["2026-11-01 10:00", "3", "90"]
FOUND = {
    "nothing above": ([HEAD, POST], 0),
    "a title": ([["Objave januar"], HEAD, POST], 1),
    "a title with empty cells": ([["Objave januar", "", ""], HEAD, POST], 1),
    "several": ([["Objave"], ["Pekarna Zora"], ["Stran:", "Pekarna"], HEAD, POST], 3),
    "the time alone": ([["time"], ["2026-11-01T10:00Z"]], 0),
}
NOT_FOUND = {
    "a post without heading": [POST, HEAD],
    "a post of two cells": [["2026-11-01 10:00", "3"], HEAD],
    "a time alone": [["2026-11-01 10:00"], HEAD, POST],
    "a number alone": [["17"], HEAD, POST],
    "another heading": [["Ven", "Srca", "Mesto"], HEAD, POST],
    "as many cells": [["Stran:", "Pekarna"], ["Datum", "Všečki"]],
    "a post that says date": [["Objave"], ["date", "3", "90"]],
    "no name of a time": [["Objave"], ["Ven", "Srca"], POST],
    "a heading that names something twice": [["Objave"], ["date", "date"]],
}


@pytest.mark.parametrize("name", FOUND)
def test_the_heading_is_found(name):
    rows, place = FOUND[name]
    assert place_of_heading(rows, TIME_NAMES) == place


@pytest.mark.parametrize("name", NOT_FOUND)
def test_what_cannot_be_told_is_not_guessed(name):
    assert place_of_heading(NOT_FOUND[name], TIME_NAMES) is None
