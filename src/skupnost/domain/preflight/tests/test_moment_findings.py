"""What preflight says of a planned moment."""

from __future__ import annotations

from datetime import UTC, datetime

from skupnost.domain.preflight import check_moment, settled

LJUBLJANA = "Europe/Ljubljana"
NOW = datetime(2026, 10, 1, 9, 0, tzinfo=UTC)
wall = datetime.fromisoformat


def test_an_ordinary_moment_to_come_needs_no_word():
    assert check_moment(wall("2026-11-25T10:00"), LJUBLJANA, now=NOW) == ()


def test_a_moment_in_the_past_is_refused():
    (finding,) = check_moment(wall("2026-10-01T10:30"), LJUBLJANA, now=NOW)
    assert (finding.level, finding.code, finding.where) == ("error", "moment_past", "at")
    assert finding.params == {"asked": "2026-10-01T10:30+02:00", "minutes": 30}


def test_a_time_in_the_spring_gap_says_what_it_becomes():
    local = wall("2027-03-28T02:30")
    (finding,) = check_moment(local, LJUBLJANA, now=NOW)
    assert (finding.level, finding.code) == ("warning", "moment_in_gap")
    assert finding.params == {"asked": "2027-03-28T02:30", "becomes": "2027-03-28T03:00"}
    assert settled(local, LJUBLJANA) == datetime(2027, 3, 28, 1, 0, tzinfo=UTC)


def test_a_time_that_comes_twice_says_both():
    (finding,) = check_moment(wall("2026-10-25T02:30"), LJUBLJANA, now=NOW)
    assert (finding.level, finding.code) == ("hint", "moment_twice")
    assert finding.params["first"] == "2026-10-25T02:30+02:00"
    assert finding.params["second"] == "2026-10-25T02:30+01:00"


def test_a_moment_with_its_own_zone_is_never_odd():
    assert check_moment(datetime(2027, 3, 28, 1, 30, tzinfo=UTC), LJUBLJANA, now=NOW) == ()
