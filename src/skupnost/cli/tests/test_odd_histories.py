"""Histories as programs and people really write them: read as meant, or refused with a reason."""

from __future__ import annotations

import csv
import io
import json
import random
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from openpyxl import Workbook

from skupnost.cli.histories import MOST_HELD, Histories
from skupnost.domain.cadence import PastPost
from skupnost.domain.cadence.logs import read_log

HERE = "2026-09-07T09:00+02:00"


def posts(n=60, **more):
    start = datetime(2026, 8, 3, 9, tzinfo=UTC)
    times = [(start + timedelta(hours=31 * i)).isoformat() for i in range(n)]
    rows = enumerate(times)
    return [{"time": time, "response": 900 + 37 * i, "type": "č", **more} for i, time in rows]


def table(rows, delimiter=","):
    text = io.StringIO()
    writer = csv.DictWriter(text, rows[0], delimiter=delimiter, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


@pytest.fixture
def told(skupnost, tmp_path):
    """The advice from a table, or what is wrong with it."""

    def tell(content, *more, verb=("advise",)):
        data = content if isinstance(content, bytes) else content.encode()
        (tmp_path / "h.csv").write_bytes(data)
        value = skupnost("cadence", *verb, "--history", "h.csv", *more, "--json").json
        return value.get("error", value) if isinstance(value, dict) else value

    return tell


def codes(value):
    return {row["code"]: row for row in value["notices"]}


PLAIN = table(posts())
WRITTEN = {
    "tabs": table(posts(), "\t"),
    "semicolons after empty lines": "\n\n" + table(posts(), ";"),
    "a told delimiter": "sep=;\r\n" + table(posts(), ";"),
    "UTF-16 with its mark": PLAIN.encode("utf-16"),
    "UTF-16 without": PLAIN.encode("utf-16-le"),
    "what Windows writes": PLAIN.replace("č", "é").encode("cp1252"),
    "thousands by commas": table([{**row, "response": f"{row['response']:,}"} for row in posts()]),
    "thousands by spaces": table(
        [{**row, "response": f"{row['response']:,}".replace(",", "\u00a0")} for row in posts()]
    ),
    "decimal commas": table([{**row, "response": f"{row['response']},0"} for row in posts()], ";"),
    "a name twice": PLAIN.replace("time,response,type", "time,response,response"),
}


@pytest.mark.parametrize("name", WRITTEN)
def test_the_way_a_table_is_written_changes_nothing(told, name):
    plain, found = told(PLAIN), told(WRITTEN[name])
    for key in ("advice_per_week", "range95", "gain", "slots", "today_per_week"):
        assert found[key] == plain[key]


def test_a_quotation_mark_that_is_never_closed_does_not_swallow_the_rest(told):
    found = told(PLAIN.replace(",č", ',"č', 1))
    assert found["code"] == "unclosed_quote"
    assert "line 2" in found["message"]


def test_more_cells_than_columns_are_no_response_and_that_is_said(told):
    found = codes(told(PLAIN.replace(",č", ",5,č")))
    assert (found["cells_too_many"]["n"], found["cells_too_many"]["line"]) == (60, 2)
    assert found["response_missing"]["n"] == 60


def test_points_that_may_set_thousands_apart_are_decimals_and_that_is_said(told):
    rows = [{**row, "response": f"{row['response'] + 200:,}".replace(",", ".")} for row in posts()]
    assert "points_decimal" in codes(told(table(rows, ";")))


def test_marks_are_read_in_the_words_of_people_and_unclear_ones_are_named(told):
    marked = [{**row, "randomised": "da" if i > 40 else ""} for i, row in enumerate(posts())]
    assert told(table(marked), verb=("experiment", "read"))["n_weeks"] > 1
    unclear = codes(told(table([{**row, "randomised": "maybe"} for row in posts()])))
    assert unclear["marks_unreadable"]["names"] == "randomised"


def test_rows_that_stand_twice_and_days_without_hours_are_named(told):
    assert codes(told(table(posts() * 2)))["rows_twice"]["n"] == 60
    days = [{**row, "time": row["time"][:10]} for row in posts()]
    assert codes(told(table(days), "--zone", "Europe/Ljubljana"))["day_only"]["n"] == 60


@pytest.mark.parametrize(
    ("time", "code", "words"),
    [
        ("2026-11-23", "no_zone", "2026-11-23T09:30+01:00"),
        ("2026-11-23+01:00", "bad_time", "h.csv, line 2, column time"),
        ("x" * 5000, "bad_time", "h.csv, line 2, column time"),
    ],
)
def test_a_time_is_refused_with_its_place(told, time, code, words):
    found = told(f"time,response\n{time},5\n")
    assert (found["code"], words in found["message"]) == (code, True)
    assert len(found["message"]) < 300


@pytest.mark.parametrize("time", ["9999-12-31T23:30Z", "0001-01-01T00:00Z"])
def test_the_ends_of_the_calendar_are_times_too(told, tmp_path, time):
    last = f"time,response\n{time},5\n0001-01-01T00:00Z,4\n{HERE[:-6]}-05:00,3\n"
    assert told(last)["n_posts"] >= 2
    (tmp_path / "f.csv").write_text(f"time\n{time}\n")
    assert told(PLAIN, "--future", "f.csv", verb=("predict",))[0]["sd"] > 0
    lost = f"time,unfollows,followers\n{time},1,200\n"
    (tmp_path / "u.csv").write_text(lost)
    assert {"losses_outside", "not_over"} & set(codes(told(PLAIN, "--unfollows", "u.csv")))
    assert told(last, "--unfollows", "u.csv")["n_posts"] >= 2


def test_unfollows_of_a_history_whose_clock_runs_ahead_count_too(told, tmp_path):
    ahead = [row | {"time": row["time"].replace("2026", "2126")} for row in posts()]
    (tmp_path / "u.csv").write_text(f"time,unfollows,followers\n{ahead[20]['time']},9,200\n")
    assert "losses_outside" not in codes(told(table(ahead), "--unfollows", "u.csv"))


def test_unfollows_without_numbers_twice_or_beyond_all_followers_are_left_out(told, tmp_path):
    rows = ["9,0", "x,9", "-1,9", "1e308,1", "3,1e15", "2,900", "2,900"]
    text = "\n".join(["time,unfollows,followers", *(f"{HERE},{row}" for row in rows)])
    (tmp_path / "u.csv").write_text(text)
    found = codes(told(PLAIN, "--unfollows", "u.csv"))
    refused = found["losses_without_numbers"]
    assert (refused["n"], refused["line"], found["losses_twice"]["n"]) == (5, 2, 1)


def advice(value):
    return {key: value[key] for key in ("advice_per_week", "range95", "gain")}


def test_the_way_a_table_of_unfollows_is_written_changes_nothing(told, tmp_path):
    days = [datetime(2026, 8, 3, tzinfo=UTC) + timedelta(days=n) for n in range(70)]
    own = [f"{day:%Y-%m-%d},3,900" for day in days]
    (tmp_path / "own.csv").write_text("\n".join(["time,unfollows,followers", *own]))
    names = "Date,Lifetime Total Likes,Daily New Likes,Daily Unlikes"
    page = [f"{day:%m/%d/%Y},900,9,3" for day in days]
    (tmp_path / "page.csv").write_bytes("\n".join([names, *page]).encode("utf-16"))
    plain, known = (told(PLAIN, "--unfollows", name) for name in ("own.csv", "page.csv"))
    assert advice(plain) == advice(known) != advice(told(PLAIN))
    assert codes(known)["network_table"]["network"] == "Facebook"


def test_months_of_unfollows_weigh_what_their_weeks_do(told, tmp_path):
    (tmp_path / "m.csv").write_text(
        "month,unfollows,followers\n2026-08,93,900\n2026-09,90,900\n2026-10,93,900\n"
    )
    days = [datetime(2026, 8, 3, tzinfo=UTC) + timedelta(days=n) for n in range(84)]
    own = [f"{day:%Y-%m-%d},3,900" for day in days]
    (tmp_path / "d.csv").write_text("\n".join(["time,unfollows,followers", *own]))
    by_month, by_day = (told(PLAIN, "--unfollows", name) for name in ("m.csv", "d.csv"))
    assert advice(by_month) == advice(by_day)
    assert "spread_by_month" in codes(by_month)


def test_a_table_without_a_total_asks_for_the_option_that_tells_it(told, tmp_path):
    head = "Date,Subscribers gained,Subscribers lost,Subscribers"
    days = [datetime(2026, 8, 3, tzinfo=UTC) + timedelta(days=n) for n in range(70)]
    rows = [f"{day:%Y-%m-%d},5,3,2" for day in days]
    (tmp_path / "y.csv").write_text("\n".join([head, *rows]))
    asked = told(PLAIN, "--unfollows", "y.csv")
    assert (asked["code"], "--followers" in asked["message"]) == ("no_followers", True)
    for verb in (("advise",), ("experiment", "plan"), ("experiment", "read")):
        found = told(PLAIN, "--unfollows", "y.csv", "--followers", "900", verb=verb)
        value = found.get("advice") or found.get("after") or found
        assert codes(value)["counted_back"]["message"].endswith("from --followers.")


@pytest.mark.parametrize(
    ("content", "code", "words"),
    [
        ("", "empty_file", "u.csv: the file is empty."),
        ("a,b\n", "no_unfollows", "u.csv: no column tells who left."),
        ("time,unfollows,followers\n1/2/2026,1,9\n", "date_order_unknown", "1/2/2026"),
        (b"PK\x03\x04broken", "broken_file", "u.csv: the file is broken"),
        ("Date,Organic followers,Sponsored followers\n", "tells_no_unfollows", "LinkedIn"),
    ],
)
def test_a_table_of_unfollows_of_no_use_is_refused_with_what_to_do(
    told, tmp_path, content, code, words
):
    data = content if isinstance(content, bytes) else content.encode()
    (tmp_path / "u.csv").write_bytes(data)
    found = told(PLAIN, "--unfollows", "u.csv")
    assert (found["code"], words in found["message"]) == (code, True)


def test_rows_to_come_without_account_are_of_the_one_there_is(told, tmp_path):
    (tmp_path / "f.csv").write_text(f"time\n{HERE}\n")
    (tmp_path / "g.csv").write_text(f"time,account\n{HERE},zora\n")
    verb, named = ("predict",), table(posts(account="zora"))
    plain = told(PLAIN, "--future", "f.csv", verb=verb)
    assert told(named, "--future", "f.csv", verb=verb) == plain
    assert told(PLAIN, "--future", "g.csv", verb=verb) == plain
    assert told(named, "--future", "g.csv", verb=verb) == plain


def test_the_order_of_rows_to_come_changes_nothing_also_where_they_are_of_one_moment(
    told, tmp_path
):
    rows = [f"{row['time']},{kind}" for row in posts(9) for kind in ("link", "photo", "photo")]
    (tmp_path / "f.csv").write_text("\n".join(["time,type", *rows]))
    (tmp_path / "g.csv").write_text("\n".join(["time,type", *rows[::-1]]))
    first = told(PLAIN, "--future", "f.csv", verb=("predict",))
    assert told(PLAIN, "--future", "g.csv", verb=("predict",)) == first[::-1]


def test_marked_weeks_without_any_response_are_not_called_unmarked(told):
    rows = [{**row, "response": "", "randomised": 1} for row in posts()]
    assert told(table(rows), verb=("experiment", "read"))["sentence"].startswith("Posts are marked")


def test_of_a_long_history_only_what_is_read_is_held_and_all_is_counted():
    start, found = datetime(2020, 1, 1, tzinfo=UTC), Histories()
    for i in range(90_000):
        post = PastPost(start + timedelta(minutes=i), 1.0)
        found.take("", post, now=datetime(2026, 1, 1, tzinfo=UTC))
    assert len(found.accounts[""]) < MOST_HELD
    newest = read_log(found.accounts[""])
    assert newest.notices[0].params["of"] < 90_000
    assert found.said_of("", newest.notices)[0].params["of"] == found.judged("").n_known == 90_000


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such pipe")
def test_a_history_may_be_piped_in(tmp_path, environment):
    word = [sys.executable, "-m", "skupnost.cli.main", "cadence", "advise", "--history", "-"]
    said = subprocess.run([*word, "--json"], check=True, capture_output=True, env=environment,
                          input=PLAIN.encode(), cwd=tmp_path, timeout=60)  # fmt: skip
    assert json.loads(said.stdout)["n_posts"] == 60


def test_what_is_no_file_no_zone_no_seed_and_no_day_is_named(skupnost, tmp_path):
    (tmp_path / "h.csv").write_text(PLAIN, encoding="utf-8")
    said = skupnost("cadence", "advise", "--history", str(tmp_path), "--json").json["error"]
    assert said["code"] == "no_such_file"
    assert said["message"].endswith("cannot be read: Is a directory. Name a file in it.")
    gone = skupnost("cadence", "advise", "--history", "gone.csv", "--json").json["error"]
    assert gone["message"].endswith("No such file or directory. Check its name and folder.")
    assert skupnost("cadence", "advise", "--history", "h.csv", "--zone", "Etc").code == 1
    assert skupnost("cadence", "advise", "--history", "h.csv", "--seed", "-1").code == 2
    assert skupnost("cadence", "experiment", "plan", "--history", "h.csv", "--start",
                    "9999-12-20").code == 1  # fmt: skip


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a disk that is full")
def test_an_answer_that_finds_no_room_is_a_sentence(tmp_path, environment):
    (tmp_path / "h.csv").write_text(PLAIN, encoding="utf-8")
    word = [sys.executable, "-m", "skupnost.cli.main", "cadence", "advise", "--history", "h.csv"]
    with Path("/dev/full").open("w") as full:
        said = subprocess.run(word, check=False, stdout=full, stderr=subprocess.PIPE, text=True,
                              env=environment, cwd=tmp_path, timeout=60)  # fmt: skip
    assert (said.returncode, said.stderr.count("\n")) == (1, 1)


def test_a_database_that_cannot_be_used_is_a_sentence(installed, data):
    data.mkdir()
    (data / "skupnost.sqlite3").touch()
    said = installed("history", "list", "--channel", "1", "--json")
    assert (said.code, said.json["error"]["code"]) == (1, "database")
    assert "Traceback" not in said.err


def test_responses_beyond_all_measure_are_cut_and_that_is_said(told):
    rows = [{**row, "response": "1e15" if i < 3 else row["response"]}
            for i, row in enumerate(posts())]  # fmt: skip
    found = codes(told(table(rows)))["response_cut"]
    assert (found["n"], found["message"][:11]) == (3, "3 responses")


@pytest.mark.parametrize("seed", [1, 2])
def test_the_order_of_rows_changes_nothing_also_where_they_are_of_one_minute(told, tmp_path, seed):
    rows = [{**row, "response": row["response"] * kind % 97, "type": f"{kind}",
             "account": "ab"[i % 2], "followers": 900 + i, "randomised": i % 3 == 0}
            for i, row in enumerate(posts(40)) for kind in (1, 2, 3)]  # fmt: skip
    mixed = random.Random(seed).sample(rows, len(rows))
    (tmp_path / "f.csv").write_text("\n".join(["time", *(row["time"] for row in posts(9))]))
    assert told(table(mixed), "--seed", "1") == told(table(rows), "--seed", "1")
    verb = ("predict", "--future", "f.csv")
    assert told(table(mixed), verb=verb) == told(table(rows), verb=verb)
    assert told(table(mixed), verb=("experiment", "read")) == told(
        table(rows), verb=("experiment", "read")
    )


def test_what_is_odd_about_rows_to_come_is_said_and_what_came_back_is_not_looked_at(
    skupnost, tmp_path
):
    (tmp_path / "h.csv").write_text(PLAIN, encoding="utf-8")
    (tmp_path / "f.csv").write_text(f"time,randomised,mood,response\n{HERE},maybe,glad,x\n")
    said = skupnost("cadence", "predict", "--history", "h.csv", "--future", "f.csv").err
    assert "f.csv: 1 rows say neither yes nor no in randomised" in said
    assert "f.csv: Columns that are not used: mood." in said
    assert "no numbers" not in said


def test_a_week_whose_pace_was_drawn_is_told_without_what_busy_weeks_usually_mean(told, tmp_path):
    busy = [f"2026-11-{day:02}T{hour:02}:00+00:00" for day in range(2, 9) for hour in (8, 12, 17)]
    for name, mark in (("chosen", "0"), ("drawn", "1")):
        rows = "\n".join(f"{time},{mark}" for time in busy)
        (tmp_path / f"{name}.csv").write_text(f"time,randomised\n{rows}\n")
    verb = ("predict", "--future")
    chosen = told(PLAIN, verb=(*verb, "chosen.csv"))
    drawn = told(PLAIN, verb=(*verb, "drawn.csv"))
    assert [row["time"] for row in chosen] == [row["time"] for row in drawn]
    assert chosen != drawn


def test_a_history_below_a_title_in_a_later_sheet_or_in_windows_letters_is_read_and_said(
    told, tmp_path
):
    plain = told(PLAIN)
    named = {
        "title_lines": ("Objave\n\n" + table(posts(), ";")),
        "encoding": PLAIN.encode("cp1250"),
        "part_taken": workbook({"About": [["Zora"]], "Posts": posts()}),
        "parts_left": workbook({"Posts": posts(), "Older": posts(9)}),
    }
    for code, content in named.items():
        found = told(content)
        assert code in codes(found)
        assert found["range95"] == plain["range95"]


def workbook(sheets):
    made, kept = Workbook(), io.BytesIO()
    made.remove(made.active)
    for name, rows in sheets.items():
        sheet = made.create_sheet(name)
        if isinstance(rows[0], dict):
            sheet.append(list(rows[0]))
        for row in rows:
            sheet.append(list(row.values()) if isinstance(row, dict) else row)
    made.save(kept)
    return kept.getvalue()


def test_responses_that_are_all_0_are_said_to_show_nothing_with_what_to_check(told):
    found = told(table([{**row, "response": 0} for row in posts()]))
    assert "--judge-by" in codes(found)["all_nought"]["message"]
    assert "experiment_of_nothing" in codes(found)
    assert "Expected" not in found["sentence"]
    assert found["sentence"].endswith("I cannot tell yet.")


def test_posts_of_one_day_bring_no_experiment_and_no_pace_to_compare_with(told):
    day = [{**row, "time": f"2026-08-03T09:{i:02}Z"} for i, row in enumerate(posts())]
    found = told(table(day))
    assert found["experiment"] is None
    assert "no pace to compare with" in found["sentence"]
    planned = told(table(day), verb=("experiment", "plan"))
    assert planned["code"] == "experiment_without_weeks"


def test_the_zone_that_was_assumed_is_said_with_how_many_times_have_none(told):
    bare = [{**row, "time": row["time"][:19] if i < 9 else row["time"]}
            for i, row in enumerate(posts())]  # fmt: skip
    said = codes(told(table(bare), "--zone", "Europe/Ljubljana"))["zone_assumed"]
    assert (said["n"], said["zone"]) == (9, "Europe/Ljubljana")
    assert "zone_assumed" not in codes(told(PLAIN, "--zone", "Europe/Ljubljana"))


def test_an_empty_history_is_called_empty(told):
    assert told("")["code"] == "empty_file"
