"""Tables of who left, as networks hand them out and as people write them."""

from __future__ import annotations

import io
import zipfile
from contextlib import suppress
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from skupnost.domain.unfollows import BadUnfollows, Left
from skupnost.kit.exports import BadExport
from skupnost.kit.unfollows import MOST_ROWS, read_unfollows

HEAD = "time,unfollows,followers\n"
MONDAY = date(2026, 11, 2)
DAYS = [MONDAY + timedelta(days=n) for n in range(14)]
WEEKS = (Left(MONDAY, 14, 500), Left(date(2026, 11, 9), 14, 500))


def read(content, **more):
    data = content if isinstance(content, bytes) else content.encode()
    return read_unfollows(io.BytesIO(data), "left.csv", **more)


def refused(content, **more):
    with pytest.raises((BadUnfollows, BadExport)) as caught:
        read(content, **more)
    return caught.value.code, caught.value.params


def table(head, row, days=DAYS):
    return "\n".join([head, *(row(day) for day in days)]) + "\n"


OWN = table("time,unfollows,followers", lambda day: f"{day},2,500")
WRITTEN = {
    "plainly": OWN,
    "semicolons": OWN.replace(",", ";"),
    "tabs in UTF-16": OWN.replace(",", "\t").encode("utf-16"),
    "UTF-16 without a mark": OWN.encode("utf-16-le"),
    "a told delimiter below titles": "sep=;\nPekarna\n" + OWN.replace(",", ";"),
    "other names and order": table("Followers,note,Unlikes,Date", lambda day: f"500,x,2,{day}"),
    "Slovenian names": table("Datum;Odjave;Sledilci", lambda day: f"{day:%d.%m.%Y};2;500"),
    "Spanish names in Windows letters": table(
        "Día;Bajas;Seguidores", lambda day: f"{day:%d/%m/%Y};2;500"
    ).encode("cp1252"),
    "months first": table("date,unfollows,followers", lambda day: f"{day:%m/%d/%Y},2,500"),
    "thousands and moments": table(
        'time,unfollows,"followers"', lambda day: f'{day}T00:00+01:00,"2","500"'
    ),
    "the newest first": table("time,unfollows,followers", lambda day: f"{day},2,500", DAYS[::-1]),
}


@pytest.mark.parametrize("name", WRITTEN)
def test_the_way_a_table_is_written_changes_nothing(name):
    found = read(WRITTEN[name])
    assert found.weeks == WEEKS
    assert found.network is None


def test_a_workbook_is_read_as_a_text_is():
    book = Workbook()
    book.active.append(["Pekarna Zora"])
    book.active.append(["time", "unfollows", "followers"])
    for day in DAYS:
        book.active.append([day, 2, 500])
    file = io.BytesIO()
    book.save(file)
    assert read(file.getvalue()).weeks == WEEKS


FACEBOOK = "Date,Lifetime Total Likes,Daily New Likes,Daily Unlikes\n"
DESCRIBED = ",Lifetime: The total number of people who like it,Daily: new,Daily: gone\n"


def test_the_page_data_of_facebook_is_known_with_its_line_of_descriptions():
    days = "".join(f"{day:%m/%d/%y},500,3,2\n" for day in DAYS)
    found = read((FACEBOOK + DESCRIBED + days).encode("utf-16"))
    assert found.weeks == WEEKS
    assert found.network.slug == "facebook"
    assert found.remarks == {"network_table": {"network": "Facebook"}}


def test_youtube_tells_no_total_and_is_asked_for_it():
    head = "Date,Views,Subscribers gained,Subscribers lost,Subscribers"
    days = ["Total,9,42,28,14", *(f'"{day:%b} {day.day}, {day.year}",9,3,2,1' for day in DAYS)]
    text = "\n".join([head, *days])
    assert refused(text) == ("no_followers", {})
    found = read(text, total=514)
    assert found.weeks == (Left(MONDAY, 14, 500), Left(date(2026, 11, 9), 14, 507))
    assert found.remarks == {"network_table": {"network": "YouTube"}, "counted_back": {}}


def test_the_archive_of_youtube_is_read_by_its_table():
    head = "Date,Subscribers gained,Subscribers lost"
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as packed:
        packed.writestr("Chart data.csv", "Date,Views\n2026-11-02,9\n")
        packed.writestr("Table data.csv", table(head, lambda day: f"{day},2,2"))
        packed.writestr("Totals.csv", "Date,Views\n2026-11-02,9\n")
    assert read(file.getvalue(), total=500).weeks == WEEKS


def test_the_films_of_youtube_are_no_days():
    head = "Content,Video title,Video publish time,Subscribers gained,Subscribers lost\n"
    assert refused(head + 'x,y,"Feb 2, 2024",3,2\n') == ("no_day", {})


def test_the_overview_of_x_is_known():
    head = "Date,Impressions,Likes,New follows,Unfollows,Replies"
    text = table(head, lambda day: f'"{day:%a}, {day:%b} {day.day}, {day.year}",9,9,2,2,9')
    found = read(text, total=500)
    assert (found.weeks, found.network.slug) == (WEEKS, "x")


@pytest.mark.parametrize(
    ("head", "network"),
    [
        (
            "Date,Sponsored followers,Organic followers,Auto-invited followers,Total followers",
            "LinkedIn",
        ),
        ("Date,Followers,Difference in followers from previous day", "TikTok"),
    ],
)
def test_a_table_that_tells_only_who_came_says_so(head, network):
    text = f"{head}\n2026-11-02,1,2,3,6\n"
    assert refused(text) == ("tells_no_unfollows", {"network": network})


def test_where_who_came_is_not_told_the_total_is_taken_for_the_whole_time():
    text = table("date,unfollows", lambda day: f"{day},2")
    found = read(text, total=500)
    assert found.weeks == (Left(MONDAY, 14, 500), Left(date(2026, 11, 9), 14, 500))
    assert found.remarks == {"counted_alike": {}}


def test_months_are_said_to_be_spread():
    found = read("month;unfollows;followers\n2026-01;31;90\n2026-02;28;90\n2026-03;31;90\n")
    assert {week.unfollows for week in found.weeks} == {7}
    assert found.remarks == {"spread_by_month": {}}
    fortnights = "".join(f"{MONDAY + timedelta(weeks=2 * n)},8,90\n" for n in range(4))
    assert read(HEAD + fortnights).remarks == {"spread_by_days": {"n": 14}}


def test_rows_of_no_use_are_left_out_and_said():
    odd = "2026-11-02,x,9\n2026-11-02,-1,9\n2026-11-02,9,8\n2026-11-02,,9\nsoon,1,9\n,1,9\n"
    found = read(HEAD + OWN.partition("\n")[2] + odd + "2026-11-15,2,500\n")
    assert found.weeks == WEEKS
    assert found.remarks == {
        "losses_without_numbers": {"n": 6, "line": 16},
        "losses_twice": {"n": 1},
    }


@pytest.mark.parametrize(
    ("text", "code", "params"),
    [
        ("", "empty_file", {}),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\x00\xff", "not_text", {}),
        (b"PK\x03\x04broken", "broken_file", {}),
        ("hello\n", "no_unfollows", {}),
        ("time,followers\n2026-11-02,4\n", "no_unfollows", {}),
        ("followers,unfollows\n9,1\n", "no_day", {}),
        ("time,unfollows\n2026-11-02,4\n", "no_followers", {}),
        (HEAD, "nothing_inside", {}),
        (HEAD + ",,\n", "nothing_inside", {}),
        (HEAD + "soon,1,80\n", "bad_day", {"line": 2, "day": "soon"}),
        (HEAD + "2026-13,1,80\n", "bad_day", {"line": 2, "day": "2026-13"}),
        (HEAD + "2026-11-02,-1,80\n", "bad_number", {"line": 2, "number": "-1"}),
        (HEAD + "2026-11-02,1\n", "bad_number", {"line": 2, "number": ""}),
        (HEAD + "2026-11-02,1,1.5.\n", "bad_number", {"line": 2, "number": "1.5."}),
        (HEAD + "2026-11-02,0.2,0.4\n", "more_than_followed", {"line": 2}),
        (HEAD + "2026-11-02,1,²\n", "bad_number", {"line": 2, "number": "²"}),
        (HEAD + f"2026-11-02,1,{10**15}\n", "bad_number", {"line": 2, "number": f"{10**15}"}),
        (HEAD + f"2026-11-02,1,{'9' * 5000}\n", "bad_number", {"line": 2, "number": "9" * 40}),
        (HEAD + "2026-11-09,9,8\n", "more_than_followed", {"line": 2}),
        (HEAD + "2026-11-02,0,0\n", "more_than_followed", {"line": 2}),
        (HEAD + "2026-11-02,1,9\n" * (MOST_ROWS + 1), "too_many_rows", {"most": MOST_ROWS}),
        (HEAD + "1/2/2026,1,9\n1/3/2026,1,9\n", "date_order_unknown", {"example": "1/2/2026"}),
        (HEAD + "13/2/2026,1,9\n2/13/2026,1,9\n", "date_order_mixed", {}),
        (HEAD + "2026-11-02,1,9\n2026-12-02,1,9\n2026-12-12,1,9\n2027-06-02,1,9\n", "uneven",
         {"least": 10, "most": 172}),
    ],
)  # fmt: skip
def test_what_cannot_be_used_says_where_and_why(text, code, params):
    assert refused(text) == (code, params)


def test_as_many_rows_as_are_allowed_are_read_and_dates_as_they_are_said():
    first = date(1990, 1, 1)
    days = "".join(f"{first + timedelta(days=n)},1,90\n" for n in range(MOST_ROWS))
    assert len(read(HEAD + days).weeks) == MOST_ROWS // 7
    text = HEAD + "1/2/2026,1,9\n1/3/2026,1,9\n1/4/2026,1,9\n"
    assert read(text, is_day_first=True).remarks == {"spread_by_month": {}}
    assert read(text, is_day_first=False).remarks == {}


CELLS = st.sampled_from(
    ["time", "unfollows", "followers", "Daily Unlikes", "2026-11-02", "1.12.2026", "2026-11",
     "Total", "12", "0", "", "-1", '"', "9999-12-31", "0001-01-01"]
)  # fmt: skip


@given(st.lists(st.lists(CELLS, min_size=1, max_size=4), max_size=8), st.sampled_from(",;\t"))
def test_any_rows_are_read_or_named(rows, sign):
    text = "\n".join(sign.join(row) for row in [["time", "unfollows", "followers"], *rows])
    with suppress(BadExport, BadUnfollows):
        for week in read(text, until=date(2026, 12, 31)).weeks:
            assert 0 <= week.unfollows <= week.followers


@given(st.binary(max_size=300))
def test_any_bytes_are_a_table_or_named(data):
    with suppress(BadExport, BadUnfollows):
        assert len(read(data).weeks) <= 300


def test_fractions_that_a_program_wrote_add_up():
    days = "".join(f"2026-{month:02d}-01,0.4,{2000.5 + month}\n" for month in range(1, 11))
    found = read(HEAD + days)
    assert sum(week.unfollows for week in found.weeks) == 4
    assert found.weeks[0].followers == 2002


def test_three_figures_after_a_point_are_thousands_unless_others_are_fractions():
    weeks = [date(2026, 1, 5) + timedelta(weeks=n) for n in range(2)]
    rows = [f"{weeks[0]},1,2.987\n", f"{weeks[1]},1,2.988\n"]
    assert read(HEAD + "".join(rows)).weeks[0].followers == 2987
    rows[1] = f"{weeks[1]},1,2.9885\n"
    assert read(HEAD + "".join(rows)).weeks[0].followers == 3
