from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skupnost.domain.moments import NotAMoment, comes_twice, instant

LJUBLJANA = "Europe/Ljubljana"
wall = datetime.fromisoformat


def test_a_winter_time_is_an_hour_before_utc():
    assert instant(wall("2026-11-25T10:00"), LJUBLJANA) == datetime(2026, 11, 25, 9, tzinfo=UTC)


def test_a_time_with_its_own_zone_keeps_it():
    local = datetime(2026, 11, 25, 10, 0, tzinfo=timezone(timedelta(hours=3)))
    assert instant(local, LJUBLJANA) == datetime(2026, 11, 25, 7, tzinfo=UTC)


def test_a_time_in_the_spring_gap_is_told_with_the_next_that_exists():
    with pytest.raises(NotAMoment) as caught:
        instant(wall("2027-03-28T02:30"), LJUBLJANA)
    assert caught.value.next_shown == wall("2027-03-28T03:00")


def test_a_time_that_comes_twice_means_the_first():
    local = wall("2026-10-25T02:30")
    assert comes_twice(local, LJUBLJANA)
    assert instant(local, LJUBLJANA) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


def test_an_ordinary_time_and_one_in_the_gap_do_not_come_twice():
    assert not comes_twice(wall("2026-11-25T10:00"), LJUBLJANA)
    assert not comes_twice(wall("2027-03-28T02:30"), LJUBLJANA)


ZONES = st.sampled_from((LJUBLJANA, "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu"))
WALL = st.datetimes(min_value=wall("2026-01-01"), max_value=wall("2028-01-01"))


@given(local=WALL, zone=ZONES)
def test_an_instant_shows_the_time_it_was_made_from(local, zone):
    shown = _shown(local, zone)
    assert shown == local.replace(fold=0) or timedelta() <= shown - local <= timedelta(hours=1)


def _shown(local, zone):
    try:
        moment = instant(local, zone)
    except NotAMoment as gap:
        return gap.next_shown
    return moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None, fold=0)
