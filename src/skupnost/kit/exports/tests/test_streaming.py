"""Readers hold a row at a time, however long the file is."""

from __future__ import annotations

import io
import json
import tracemalloc
import zipfile

import pytest

from skupnost.kit.exports import BadExport, PostRead, Source
from skupnost.kit.exports.columns import number
from skupnost.kit.exports.json_streams import elements
from skupnost.kit.exports.mapped import read_mapped
from skupnost.kit.exports.times import is_day_first, moment

N_ROWS = 60_000
ROW = b"2026-11-01T10:00Z,%d,A fresh loaf with a long story about rye and the village mill\n"
FEW_BYTES = 12_000_000


@pytest.fixture
def long_table():
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        with archive.open("posts.csv", "w") as opened:
            opened.write(b"time,id,text\n")
            for number_of in range(N_ROWS):
                opened.write(ROW % number_of)
    return Source(packed, "posts.zip")


def test_a_long_table_is_read_in_little_memory(long_table):
    tracemalloc.start()
    try:
        n_posts = sum(isinstance(read, PostRead) for read in read_mapped(long_table))
        _now, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert n_posts == N_ROWS
    assert most < FEW_BYTES


def test_elements_are_found_whatever_the_pieces_in_which_they_arrive():
    rows = [{"n": number_of, "text": 'a "]" and [ß] 🥐' * 50} for number_of in range(400)]
    text = "window.YTD.tweets.part0 = " + json.dumps(rows, ensure_ascii=False)
    assert list(elements(io.StringIO(text), r"=\s*\[")) == rows


def test_a_list_that_ends_too_early_is_no_list():
    with pytest.raises(BadExport):
        list(elements(io.StringIO('x = [{"a": 1}, {"b"'), r"=\s*\["))


@pytest.mark.parametrize(
    ("cell", "value", "code"),
    [
        ("1,234", 1234, ""),
        ("1.234.567", 1234567, ""),
        ("1 234", 1234, ""),
        ("12,5", 12.5, ""),
        ("1,234.5", 1234.5, ""),
        ("0.123", 0.123, ""),
        ("117.0", 117, ""),
        ("", None, ""),
        ("-", None, ""),
        ("-3", None, "negative"),
        ("many", None, "unreadable"),
        ("nan", None, "unreadable"),
        ("1e400", None, "unreadable"),
    ],
)
def test_numbers_are_read_as_people_write_them(cell, value, code):
    assert number(cell) == (value, code)


@pytest.mark.parametrize(
    ("cell", "order", "shown"),
    [
        ("12/26/18 9:22", False, "2018-12-26T09:22:00"),
        ("26.12.2018 21:05", True, "2018-12-26T21:05:00"),
        ("10/25/2026 2:30 PM", False, "2026-10-25T14:30:00"),
        ("2026-11-01 10:00", None, "2026-11-01T10:00:00"),
        ("2026-11-01T10:00:00+0100", None, "2026-11-01T10:00:00+01:00"),
        ("13/3/2026 10:00", None, "2026-03-13T10:00:00"),
        ("Fri, Apr 26, 2024 9:05 AM", None, "2024-04-26T09:05:00"),
    ],
)
def test_times_are_read_as_files_write_them(cell, order, shown):
    assert moment(cell, is_day_first=order) == (moment(shown, is_day_first=None)[0], False)


def test_only_cells_that_settle_it_say_which_is_first():
    assert is_day_first(["3/4/2026", "25/4/2026"]) is True
    assert is_day_first(["3/4/2026", "4/25/2026"]) is False
    assert is_day_first(["3/4/2026"]) is None
