"""Tables of how many stopped following."""

from __future__ import annotations

from datetime import date

import pytest

from skupnost.domain.unfollows import BadUnfollows, Left, by_week, read_unfollows

HEAD = "time,unfollows,followers\n"


def test_rows_come_in_order_whatever_the_columns_and_their_order():
    text = (
        "\ufeffFollowers;note;TIME;Unfollows\n90;x;2026-11-09;3\n\n80;;2026-11-02T00:00+01:00;1\n"
    )
    assert read_unfollows(text) == (
        Left(date(2026, 11, 2), 1, 80),
        Left(date(2026, 11, 9), 3, 90),
    )


def test_of_two_rows_of_one_day_the_later_counts():
    assert read_unfollows(HEAD + "2026-11-02,1,80\n2026-11-02,2,81\n") == (
        Left(date(2026, 11, 2), 2, 81),
    )


def test_a_weekly_table_stays_as_it_is_from_mondays():
    rows = read_unfollows(HEAD + "2026-11-03,1,80\n2026-11-09,2,79\n")
    assert by_week(rows) == (Left(date(2026, 11, 2), 1, 80), Left(date(2026, 11, 9), 2, 79))


def test_of_a_daily_table_whole_weeks_count():
    days = "".join(f"2026-11-{day:02},1,{100 - day}\n" for day in range(1, 18))
    assert by_week(read_unfollows(HEAD + days)) == (
        Left(date(2026, 11, 2), 7, 98),
        Left(date(2026, 11, 9), 7, 91),
    )


def test_one_odd_week_of_a_weekly_table_does_not_cost_the_others():
    rows = read_unfollows(
        HEAD + "2026-11-02,1,80\n2026-11-09,2,79\n2026-11-15,3,77\n2026-11-16,4,74\n"
    )
    assert by_week(rows) == (
        Left(date(2026, 11, 2), 1, 80),
        Left(date(2026, 11, 9), 5, 79),
        Left(date(2026, 11, 16), 4, 74),
    )


def test_of_a_table_of_working_days_weeks_of_five_count():
    days = [2, 3, 4, 5, 6, 9, 10, 11, 12, 13, 16]
    rows = read_unfollows(HEAD + "".join(f"2026-11-{day:02},1,90\n" for day in days))
    assert by_week(rows) == (Left(date(2026, 11, 2), 5, 90), Left(date(2026, 11, 9), 5, 90))


def test_a_week_loses_no_more_than_followed():
    days = "".join(f"2026-11-{day:02},5,6\n" for day in range(2, 9))
    assert by_week(read_unfollows(HEAD + days)) == (Left(date(2026, 11, 2), 6, 6),)


def test_no_rows_make_no_weeks():
    assert by_week(()) == ()


@pytest.mark.parametrize(
    ("text", "code", "params"),
    [
        ("", "column_missing", {"name": "time"}),
        ("time,followers\n", "column_missing", {"name": "unfollows"}),
        ("time,unfollows\n", "column_missing", {"name": "followers"}),
        (HEAD, "nothing_inside", {}),
        (HEAD + "soon,1,80\n", "bad_day", {"line": 2, "day": "soon"}),
        (HEAD + "2026-11-02,-1,80\n", "bad_number", {"line": 2, "number": "-1"}),
        (HEAD + "2026-11-02,1\n", "bad_number", {"line": 2, "number": ""}),
        (HEAD + "2026-11-02,1,1.5\n", "bad_number", {"line": 2, "number": "1.5"}),
        (HEAD + "2026-11-02,1,²\n", "bad_number", {"line": 2, "number": "²"}),
        (HEAD + f"2026-11-02,1,{10**15}\n", "bad_number", {"line": 2, "number": f"{10**15}"}),
        (HEAD + f"2026-11-02,1,{'9' * 5000}\n", "bad_number", {"line": 2, "number": "9" * 40}),
        (HEAD + "2026-11-02,0,9\n2026-11-09,9,8\n", "more_than_followed", {"line": 3}),
        (HEAD + "2026-11-02,0,0\n", "more_than_followed", {"line": 2}),
        (HEAD + "2026-11-02,1,9\n" * 20_001, "too_many_rows", {"most": 20_000}),
    ],
)
def test_what_cannot_be_used_says_where_and_why(text, code, params):
    with pytest.raises(BadUnfollows) as caught:
        read_unfollows(text)
    assert (caught.value.code, caught.value.params) == (code, params)
