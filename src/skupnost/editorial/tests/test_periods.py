from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skupnost.editorial import periods

LJUBLJANA = ZoneInfo("Europe/Ljubljana")
SPRING = date(2026, 3, 29)
AUTUMN = date(2026, 10, 25)
ZONES = (
    "Europe/Ljubljana",
    "Africa/Cairo",
    "America/St_Johns",
    "Asia/Kathmandu",
    "Australia/Lord_Howe",
)


def test_a_day_in_spring_is_an_hour_short() -> None:
    span = periods.day_span(SPRING, LJUBLJANA)
    assert span.ends_at - span.starts_at == timedelta(hours=23)


def test_the_hour_that_the_clock_leaves_out_has_no_time() -> None:
    span = periods.hour_span(SPRING, 2, LJUBLJANA)
    assert span.starts_at == span.ends_at


def test_the_hour_that_the_clock_repeats_lasts_two_hours() -> None:
    span = periods.hour_span(AUTUMN, 2, LJUBLJANA)
    assert span.ends_at - span.starts_at == timedelta(hours=2)


def test_november_2026_is_drawn_from_monday_26_october() -> None:
    days = periods.month_days(date(2026, 11, 1))
    assert (days[0], days[-1]) == (date(2026, 10, 26), date(2026, 12, 6))


def test_the_change_of_the_clock_is_found_to_the_minute() -> None:
    (change,) = periods.clock_changes(periods.week_days(AUTUMN), LJUBLJANA)
    assert change.at == datetime(2026, 10, 25, 1, 0, tzinfo=UTC)
    assert change.minutes == -60


def test_the_change_in_spring_is_found_too() -> None:
    (change,) = periods.clock_changes([SPRING], LJUBLJANA)
    assert (change.at, change.minutes) == (datetime(2026, 3, 29, 1, 0, tzinfo=UTC), 60)


def test_an_address_with_nonsense_shows_today() -> None:
    today = date(2026, 11, 25)
    assert [periods.parse_at(text, today) for text in ("", "soon", "9999-12")] == [today] * 3


@pytest.mark.parametrize(("text", "day"), [("2027-02", 1), ("2027-02-14", 14)])
def test_an_address_names_a_month_or_a_day(text: str, day: int) -> None:
    assert periods.parse_at(text, date(2026, 11, 25)) == date(2027, 2, day)


def test_months_follow_one_another_over_the_year() -> None:
    assert periods.month_after(date(2026, 12, 31)) == date(2027, 1, 1)
    assert periods.month_before(date(2027, 1, 31)) == date(2026, 12, 1)


@given(st.dates(date(2001, 1, 1), date(2100, 1, 1)), st.sampled_from(ZONES))
def test_hours_of_a_day_follow_without_gap_or_overlap(day: date, name: str) -> None:
    zone = ZoneInfo(name)
    spans = [periods.hour_span(day, hour, zone) for hour in range(24)]
    assert all(a.ends_at == b.starts_at for a, b in pairwise(spans))
    whole = periods.day_span(day, zone)
    assert (spans[0].starts_at, spans[-1].ends_at) == (whole.starts_at, whole.ends_at)
