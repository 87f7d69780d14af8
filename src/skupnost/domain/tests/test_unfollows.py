"""Who left, week by week, from rows of days, weeks, months and any other even distance."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skupnost.domain.unfollows import BadUnfollows, Left, Weeks, by_week, counted_back

MONDAY = date(2026, 11, 2)


def rows(*days: date, lost: int = 1, followers: int = 1000) -> list[Left]:
    return [Left(day, lost, followers) for day in days]


def every(n_days: int, n: int, *, first: date = MONDAY, lost: int = 1) -> list[Left]:
    return rows(*(first + timedelta(days=n_days * i) for i in range(n)), lost=lost)


def months(*numbers: int, lost: int = 31) -> list[Left]:
    return rows(*(date(2026, number, 1) for number in numbers), lost=lost)


def mondays(found) -> list[str]:
    return [f"{week.day:%m-%d}" for week in found.weeks]


def test_a_weekly_table_stays_as_it_is_from_mondays():
    found = by_week([Left(date(2026, 11, 3), 1, 80), Left(date(2026, 11, 9), 2, 79)])
    assert found.weeks == (Left(MONDAY, 1, 80), Left(date(2026, 11, 9), 2, 79))
    assert not found.is_spread


def test_weeks_that_begin_on_sunday_are_those_of_the_monday_after():
    assert mondays(by_week(every(7, 3, first=date(2026, 11, 1)))) == ["11-02", "11-09", "11-16"]


def test_of_a_daily_table_whole_weeks_count():
    days = [Left(date(2026, 11, day), 1, 100 - day) for day in range(1, 18)]
    assert by_week(days).weeks == (Left(MONDAY, 7, 98), Left(date(2026, 11, 9), 7, 91))


def test_one_odd_week_of_a_weekly_table_does_not_cost_the_others():
    days = [(2, 1, 80), (9, 2, 79), (15, 3, 77), (16, 4, 74)]
    found = by_week([Left(date(2026, 11, day), lost, all_) for day, lost, all_ in days])
    assert found.weeks == (
        Left(MONDAY, 1, 80),
        Left(date(2026, 11, 9), 5, 79),
        Left(date(2026, 11, 16), 4, 74),
    )


def test_of_a_table_of_working_days_weeks_of_five_count():
    days = rows(*(date(2026, 11, day) for day in (2, 3, 4, 5, 6, 9, 10, 11, 12, 13, 16)))
    assert by_week(days).weeks == (Left(MONDAY, 5, 1000), Left(date(2026, 11, 9), 5, 1000))


def test_a_week_loses_no_more_than_followed():
    days = rows(*(date(2026, 11, day) for day in range(2, 9)), lost=5, followers=6)
    assert by_week(days).weeks == (Left(MONDAY, 6, 6),)


def test_no_rows_make_no_weeks_and_one_row_makes_one():
    assert by_week(()).weeks == ()
    assert by_week(rows(MONDAY)).weeks == (Left(MONDAY, 1, 1000),)


def test_months_are_spread_evenly_over_their_weeks():
    found = by_week(months(6, 7, 8, lost=310))
    assert found.is_by_month
    assert mondays(found)[0] == "06-01"
    assert mondays(found)[-1] == "08-24"  # the week from the 31st is not all in a row
    assert len(found.weeks) == 13
    in_july = [week.unfollows for week in found.weeks if week.day.month == 7 and week.day.day < 24]
    assert in_july == [70, 70, 70]


def test_a_week_between_two_months_has_its_part_of_both():
    found = by_week([Left(date(2026, 6, 1), 300, 900), Left(date(2026, 7, 1), 0, 700)])
    assert Left(date(2026, 6, 29), 20, 900) in found.weeks


def test_the_few_who_leave_in_a_month_are_not_rounded_away():
    found = by_week(months(1, 2, 3, 4, 5, 6, 7, 8, 9, lost=2))
    assert 15 <= sum(week.unfollows for week in found.weeks) <= 18
    assert {week.unfollows for week in found.weeks} == {0, 1}


def test_a_row_before_a_gap_covers_no_more_than_the_usual_distance():
    found = by_week(months(1, 2, 3, 4, 5, 9, 10, 11, 12))
    summer = [week.day for week in found.weeks if week.day.month in (6, 7, 8)]
    assert summer == []
    assert date(2026, 5, 18) in [week.day for week in found.weeks]
    assert date(2026, 9, 7) in [week.day for week in found.weeks]


def test_rows_of_two_weeks_are_spread_over_two():
    found = by_week(every(14, 4, lost=8))
    assert (found.every_days, found.is_by_month) == (14, False)
    assert [week.unfollows for week in found.weeks] == [4] * 8


def test_rows_of_some_days_weigh_what_the_days_do():
    assert {week.unfollows for week in by_week(every(5, 30, lost=5)).weeks} == {7}
    days = rows(
        *(MONDAY + timedelta(weeks=week, days=day) for week in range(4) for day in (0, 2, 4))
    )
    found = by_week(days)
    assert [week.unfollows for week in found.weeks] == [3, 3, 3]
    assert not found.is_spread


def test_a_weekly_table_with_a_summer_left_out_has_no_weeks_there():
    found = by_week([*every(7, 8), *every(7, 8, first=date(2027, 3, 1))])
    assert len(found.weeks) == 16


def test_what_is_not_over_does_not_count_yet():
    assert by_week(every(7, 3), until=date(2026, 11, 20)).n_not_over == 1
    assert mondays(by_week(every(7, 3), until=date(2026, 11, 23))) == ["11-02", "11-09", "11-16"]
    found = by_week(months(9, 10, 11), until=date(2026, 11, 30))
    assert (found.n_not_over, mondays(found)[-1]) == (1, "10-19")
    found = by_week(months(9, 10, 11), until=date(2026, 12, 1))
    assert (found.n_not_over, mondays(found)[-1]) == (0, "11-23")
    assert by_week(every(1, 17), until=date(2026, 11, 18)).n_not_over == 0


@pytest.mark.parametrize(
    ("gaps", "code"),
    [
        ((1, 2, 5, 1, 9, 4, 1, 6, 30), "uneven"),
        ((7,) * 12 + (30,) * 6, "uneven"),
        ((30, 91, 30, 91, 30, 91), "uneven"),
        ((400, 400), "too_sparse"),
    ],
)
def test_rows_too_uneven_to_tell_how_long_each_counts_are_refused(gaps, code):
    days = [MONDAY]
    for gap in gaps:
        days.append(days[-1] + timedelta(days=gap))
    with pytest.raises(BadUnfollows) as caught:
        by_week(rows(*days))
    assert caught.value.code == code
    if code == "uneven":
        assert caught.value.params == {"least": min(gaps), "most": max(gaps)}


def test_followers_are_counted_back_from_the_end():
    days = [Left(date(2026, 11, day), lost, 0) for day, lost in ((2, 3), (3, 0), (4, 10))]
    found = counted_back(days, gained=[5, 1, 0], total=90)
    assert [row.followers for row in found] == [97, 99, 100]


def test_a_total_too_small_for_those_who_came_is_named_with_the_day():
    with pytest.raises(BadUnfollows) as caught:
        counted_back(every(1, 3), gained=[0, 50, 0], total=9)
    assert caught.value.code == "total_too_small"
    assert caught.value.params == {"day": "2026-11-03"}


@given(
    st.integers(1, 200),
    st.lists(st.integers(0, 3000), min_size=2, max_size=60),
    st.dates(date(1995, 1, 1), date(2200, 1, 1)),
)
def test_even_rows_become_whole_weeks_that_lose_nobody_and_make_up_nobody(n_days, lost, first):
    table = [Left(first + timedelta(days=n_days * i), n, 10**6) for i, n in enumerate(lost)]
    found = by_week(table)
    total = sum(week.unfollows for week in found.weeks)
    assert total <= sum(lost)
    if n_days not in (1, 6, 7):
        edges = 2 * -(-max(lost) * 7 // n_days)  # of the weeks cut at both ends
        assert total >= sum(lost) - edges
    days = [week.day for week in found.weeks]
    assert days == sorted(set(days))
    assert all(day.weekday() == 0 for day in days)
    end = first + timedelta(days=n_days * len(lost) + 7)
    assert all(first - timedelta(days=7) < day < end for day in days)


@given(st.sets(st.dates(), max_size=40), st.integers(0, 10**12), st.dates())
def test_any_days_are_weeks_or_refused(days, lost, until):
    table = [Left(day, lost, max(lost, 1)) for day in sorted(days)]
    found = Weeks((), 0)
    with suppress(BadUnfollows):
        found = by_week(table, until)
    assert all(week.unfollows <= week.followers for week in found.weeks)
    assert all(week.day + timedelta(days=7) <= until for week in found.weeks)
