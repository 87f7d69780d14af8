"""Tables with the times of rivals' posts."""

from zoneinfo import ZoneInfo

import pytest

from skupnost.domain.rivals import BadRivals, by_hour, read_rivals

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


def test_hours_without_posts_stand_between_those_with():
    table = "time,author\n2026-11-23T10:05Z,ana\n2026-11-23T12:59Z,jo\n2026-11-23T10:55Z,jo"
    found = by_hour(read_rivals(table, zone=None))
    assert [(at.hour, authors) for at, authors in found.items()] == [
        (10, ["ana", "jo"]),
        (11, []),
        (12, ["jo"]),
    ]


def test_hours_of_many_years_are_refused():
    with pytest.raises(BadRivals, match="too_long"):
        by_hour(read_rivals("time\n1970-01-01T00:00Z\n2026-11-23T10:00Z", zone=None))
