"""Calendar files that other programs read."""

import csv
import io
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from skupnost.cli.calendars import Entry, as_csv, as_ics

AT = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)


def entry(title="Bread", text="Fresh\nbread; every day, early", url=""):
    return Entry("1", AT, ("practice: @zora",), ("scheduled",), title, text, url)


def test_an_event_carries_time_and_escaped_text():
    text = as_ics([entry()], name="Zora")
    assert "DTSTART:20261125T090000Z\r\n" in text
    assert "Fresh\\nbread\\; every day\\, early" in text.replace("\r\n ", "")
    assert text.startswith("BEGIN:VCALENDAR\r\n")
    assert text.endswith("END:VCALENDAR\r\n")


def test_a_post_without_title_is_called_by_its_first_line():
    assert "SUMMARY:Fresh\r\n" in as_ics([entry(title="")], name="Zora")


@given(text=st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\r")))
def test_no_line_is_longer_than_the_standard_allows_and_nothing_is_lost(text):
    told = as_ics([entry(text=text)], name="Zora")
    assert all(len(line.encode()) <= 75 for line in told.split("\r\n"))
    whole = told.replace("\r\n ", "")
    escaped = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    assert escaped.replace("\n", "\\n") in whole


def test_a_table_can_be_read_back_and_runs_no_formula():
    rows = list(csv.reader(io.StringIO(as_csv([entry(title="=1+1")]))))
    assert rows[0] == ["at", "channels", "state", "title", "text", "url"]
    assert rows[1][3] == "'=1+1"
    assert rows[1][4] == "Fresh\nbread; every day, early"
