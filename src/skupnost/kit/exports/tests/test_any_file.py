"""Whatever is brought in, a reader answers with rows or says what is wrong."""

from __future__ import annotations

import io
from contextlib import suppress

from hypothesis import given
from hypothesis import strategies as st

from skupnost.kit.exports import BadExport, Source
from skupnost.kit.exports.mapped import read_mapped
from skupnost.kit.exports.tables import headings

CELLS = st.sampled_from(
    [
        "time",
        "likes",
        "Datum",
        "Objave",
        "",
        "2026-11-01T10:00Z",
        "1.11.2026",
        "12",
        "č",
        '"',
        "a,b",
    ]
)
ROWS = st.lists(st.lists(CELLS, min_size=1, max_size=4), max_size=8)
SIGNS = st.sampled_from([",", ";", "\t"])
ENCODINGS = st.sampled_from(["utf-8", "utf-16", "utf-16-le", "cp1250"])


def read(data):
    with suppress(BadExport):
        source = Source(io.BytesIO(data), "posts.csv")
        headings(source)
        return list(read_mapped(source, day_first=True))
    return []


@given(st.binary(max_size=300))
def test_any_bytes_are_a_table_or_named(data):
    assert len(read(data)) <= 300


@given(ROWS, SIGNS, ENCODINGS, st.sampled_from(["\n", "\r\n"]))
def test_any_rows_are_read_or_named_and_none_is_made_up(rows, sign, encoding, end):
    text = end.join(sign.join(row) for row in rows)
    found = read(text.encode(encoding))
    assert sum(1 for row in found if hasattr(row, "line")) < max(len(rows), 1)


@given(ROWS, SIGNS)
def test_every_row_below_the_heading_is_answered(rows, sign):
    below = [row for row in rows if any(row) and '"' not in "".join(row)]
    body = "".join(f"2026-11-01T10:00Z{sign}{sign.join(row[:1])}\n" for row in below)
    found = read(f"Objave\ntime{sign}likes\n{body}".encode())
    if sign != "," or not any("," in row[0] for row in below):
        assert len(found) == len(below)
