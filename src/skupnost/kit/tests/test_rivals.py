"""Tables with the times of rivals' posts."""

from __future__ import annotations

import io
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from openpyxl import Workbook

from skupnost.domain.rivals import BadRivals
from skupnost.kit.exports import BadExport
from skupnost.kit.rivals import read_rivals

ZONE = ZoneInfo("Europe/Ljubljana")


def read(content, zone=ZONE):
    data = content if isinstance(content, bytes) else content.encode()
    return read_rivals(io.BytesIO(data), "rivals.csv", zone=zone, languages=["sl"])


def told(content):
    return [(rival.at.isoformat(), rival.author) for rival in read(content).rivals]


TIMES = [("2026-11-22T09:30:00+01:00", ""), ("2026-11-23T10:00:00+01:00", "Žana")]
TABLE = "time;author\n2026-11-23T10:00+01:00;Žana\n\n2026-11-22 09:30;\n"


@pytest.mark.parametrize(
    "content",
    [
        TABLE,
        "\ufeff" + TABLE,
        TABLE.replace(";", "\t").encode("utf-16"),
        TABLE.encode("cp1250"),
        TABLE.replace("2026-11-22 09:30", "22. 11. 2026 9:30"),
        "Rivals\n" + TABLE,
        "<table><tr><th>time</th><th>author</th></tr><tr><td>2026-11-23 10:00<td>Žana</tr>"
        "<tr><td>2026-11-22 09:30</td></tr></table>",
    ],
)
def test_times_and_authors_are_read_oldest_first_whatever_wrote_them(content):
    assert told(content) == TIMES


def test_a_workbook_is_read():
    book, kept = Workbook(), io.BytesIO()
    book.active.append(["time", "author"])
    book.active.append([datetime(2026, 11, 23, 10), "Žana"])  # noqa: DTZ001  # as a sheet has it
    book.save(kept)
    assert told(kept.getvalue()) == TIMES[1:]


def test_a_guessed_encoding_is_said():
    assert read(TABLE.encode("cp1250")).remarks == {"encoding": {"name": "Windows-1250"}}


@pytest.mark.parametrize(
    ("table", "code"),
    [
        ("", "empty_file"),
        ("when,author\n2026-11-23,ana", "column_missing"),
        ("time\n", "nothing_inside"),
        ("time\nyesterday", "bad_time"),
        ("time\n2026-11-23", "bad_time"),
        ("time\n2026-11-23T10:00", "no_zone"),
        ('time\n"a\n', "unclosed_quote"),
        ("author,time\nana", "bad_time"),
        ("time\n0001-01-01T00:00+10:00", "bad_time"),
        (b"%PDF-1.7\n", "document"),
    ],
)
def test_a_table_of_no_use_says_why(table, code):
    with pytest.raises((BadRivals, BadExport)) as caught:
        read(table, zone=None)
    assert caught.value.code == code
