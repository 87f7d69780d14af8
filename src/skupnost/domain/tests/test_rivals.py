"""Tables with the times of rivals' posts."""

from zoneinfo import ZoneInfo

import pytest

from skupnost.domain.rivals import BadRivals, read_rivals

ZONE = ZoneInfo("Europe/Ljubljana")


def test_times_and_authors_are_read_oldest_first():
    table = "\ufefftime;author\n2026-11-23T10:00+01:00;ana\n\n2026-11-22 09:30;\n"
    found = read_rivals(table, zone=ZONE)
    assert [(rival.at.isoformat(), rival.author) for rival in found] == [
        ("2026-11-22T09:30:00+01:00", ""),
        ("2026-11-23T10:00:00+01:00", "ana"),
    ]


@pytest.mark.parametrize(
    ("table", "code"),
    [
        ("", "column_missing"),
        ("when,author\n2026-11-23,ana", "column_missing"),
        ("time\n", "nothing_inside"),
        ("time\n1970-01-01T00:00Z\n2026-11-23T10:00Z", "too_long"),
        ("time\nyesterday", "bad_time"),
        ("time\n2026-11-23T10:00", "no_zone"),
        ('time\n"a\n', "bad_time"),
        ("author,time\nana", "bad_time"),
        ("time\n0001-01-01T00:00+10:00", "bad_time"),
    ],
)
def test_a_table_of_no_use_says_why(table, code):
    with pytest.raises(BadRivals) as caught:
        read_rivals(table, zone=None)
    assert caught.value.code == code
