"""Files that programs and hands have bent are read as meant, or named for what they are."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import datetime

import pytest
from openpyxl import Workbook

from skupnost.kit.exports import BadExport
from skupnost.metrics.models import PastPost
from skupnost.metrics.queries import history

HEAD, NOON = "time,likes,id,text\n", "2026-11-01T10:00Z"


def code_of(call, *args, **more):
    with pytest.raises(BadExport) as caught:
        call(*args, **more)
    return caught.value.code


def workbook(*rows, far=""):
    book, kept = Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    if far:
        book.active[far] = ""
    book.save(kept)
    return kept.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        "\n\n" + HEAD.replace(",", ";") + f"{NOON};3;1;Rolls\n",
        "sep=;\r\n" + HEAD.replace(",", ";") + f"{NOON};3;1;Rolls\n",
        'time;likes;"id";"Words, many, many"\n' + f"{NOON};3;1;Rolls\n",
        (HEAD + f"{NOON},3,1,Rolls\n").encode("utf-16-le"),
        HEAD + f"{NOON},3,1,Ro\0lls\n",
    ],
)
def test_a_table_is_found_whatever_it_was_written_by(take, content):
    assert take(content).n_new == 1
    assert PastPost.objects.get().remote_id == "1"


def test_a_short_file_that_ends_within_a_letter_of_its_last_bytes_is_utf_8_all_the_same(take):
    take(HEAD + f"{NOON},3,1,kruh in štručk🥐\n")
    assert PastPost.objects.get().text == "kruh in štručk🥐"


def test_a_letter_of_windows_late_in_the_file_does_not_stop_it(take):
    rows = "".join(f"2026-10-01T10:{n % 60:02}Z,3,{n},plain bread\n" for n in range(4000))
    assert take((HEAD + rows + f"{NOON},3,last,pl\xe1tano\n").encode("cp1252")).n_new == 4001
    assert PastPost.objects.get(remote_id="last").text == "plátano"


def test_a_quotation_mark_that_is_never_closed_is_named_with_its_line(take):
    rows = "".join(f"{NOON},3,{n},bread\n" for n in range(9))
    with pytest.raises(BadExport) as caught:
        take(HEAD + f'{NOON},3,first,bread\n{NOON},3,x,"bread\n' + rows)
    assert (caught.value.code, caught.value.params["line"]) == ("unclosed_quote", 3)


@pytest.mark.parametrize("column", ["id", "url"])
def test_ids_and_addresses_beyond_all_length_stay_apart_and_are_known_again(take, column):
    table = f"time,likes,{column}\n{NOON},3,{'x' * 700}a\n{NOON},3,{'x' * 700}b\n"
    assert take(table).n_new == 2
    assert (take(table).n_new, PastPost.objects.count()) == (0, 2)


def tweets(*rows):
    said = {"created_at": "Sat Oct 11 17:05:52 +0000 2025", "favorite_count": "5"}
    return "window.YTD.tweets.part0 = " + json.dumps([{"tweet": said | row} for row in rows])


def test_what_no_database_takes_is_replaced(take):
    media = {"media": [{"type": "ph\ud800"}]}
    row = {"id_str": "a\ud800\0", "full_text": "b\ud800", "extended_entities": media}
    assert take(tweets(row), "twe\udcffets.js").n_new == 1
    assert take(tweets(row), "tweets.js").n_same == 1


def test_a_number_of_thousands_of_digits_is_no_figure(take):
    text = tweets({"id_str": "1", "favorite_count": 8}).replace("8", "8" * 5000)
    assert take(text, "tweets.js").n_new == 1
    assert history(PastPost.objects.get().channel).rows[0].response is None


def test_two_figures_of_one_post_in_one_file_leave_the_last_however_often_it_is_read(take):
    table = f"time,likes\n{NOON},3\n{NOON},9\n"
    done = take(table)
    again = take(table)
    assert (again.n_merged, again.n_same) == (0, 2)
    assert history(done.channel).rows[0].response == 9


def test_a_workbook_that_says_it_is_as_wide_as_can_be_is_read(take):
    rows = ["time", "likes"], [datetime(2026, 11, 1, 10), 3]  # noqa: DTZ001  # as a sheet has it
    assert take(workbook(*rows, far="XFD1"), "posts.xlsx").n_new == 1


def test_a_workbook_with_broken_bytes_is_named_for_that(take):
    rows = [["time", "likes"], *([f"2026-11-01T{n % 24:02}:00Z", n] for n in range(400))]
    whole = workbook(*rows)
    start = zipfile.ZipFile(io.BytesIO(whole)).getinfo("xl/worksheets/sheet1.xml").header_offset
    broken = whole[: start + 300] + b"\xff" * 40 + whole[start + 340 :]
    assert code_of(take, broken, "posts.xlsx") == "broken_file"


def test_dates_with_dashes_that_can_be_read_both_ways_are_asked_about(take):
    assert code_of(take, "time,likes\n3-4-2026 10:00,5\n") == "date_order_unknown"


def test_the_unit_of_the_response_can_be_told(take):
    told = {"mapping": {"time": "time", "response": "L"}, "units": {"response": "people"}}
    assert history(take(f"time,L\n{NOON},5\n", **told).channel).response.unit == "people"
    assert code_of(take, f"time,L\n{NOON},5\n", units={"mood": "people"}, mapping={"time": "time"})


def test_marks_and_followers_that_cannot_be_read_are_named(take):
    done = take(f"time,likes,boosted,followers\n{NOON},5,maybe,many\n")
    assert {row["code"] for row in done.notices} == {"figure_mark", "figure_unreadable"}


def test_a_line_without_end_is_refused_and_its_rest_is_no_post(take):
    endless = "x" * 1_000_000 + f",y\n{NOON},4,2,Bread\n"
    with pytest.raises(BadExport) as caught:
        take(HEAD + f"{NOON},3,1,{endless}")
    assert (caught.value.code, caught.value.params["line"]) == ("bad_csv", 2)
    assert not PastPost.objects.exists()


def test_a_part_of_the_archive_of_x_without_posts_is_named_for_what_it_lacks(take):
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as archive:
        archive.writestr("data/like.js", "window.YTD.like.part0 = []")
    assert code_of(take, kept.getvalue(), "twitter.zip") == "no_posts_file"


@pytest.mark.parametrize(("cell", "is_told"), [("", True), ("0", False)])
def test_a_file_without_any_figure_says_so(take, cell, is_told):
    told = [row["code"] for row in take(f"{HEAD}{NOON},{cell},1,Rolls\n").notices]
    assert ("no_figures" in told) is is_told
