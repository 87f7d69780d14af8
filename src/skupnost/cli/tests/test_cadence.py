"""The cadence adviser by command."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta, timezone

import pytest

from skupnost.cli.cadence_experiments import refit_value
from skupnost.strategy.models import Experiment, Refit

HERE = timezone(timedelta(hours=1))
KEYS = [
    "n_posts",
    "today_per_week",
    "advice_per_week",
    "range80",
    "range50",
    "p_better",
    "gain",
    "regret_at_stake",
    "verdict",
    "experiment",
    "slots",
    "sentence",
]


@pytest.fixture
def history(tmp_path):
    start = datetime(2026, 8, 3, 9, tzinfo=HERE)
    rows = [f"{(start + timedelta(hours=31 * i)).isoformat()},{20 + i % 7}" for i in range(60)]
    path = tmp_path / "history.csv"
    path.write_text("\n".join(["time,response", *rows]), encoding="utf-8")
    return path


def test_the_advice_has_all_its_parts(skupnost, history):
    value = skupnost("cadence", "advise", "--history", str(history), "--json").json
    assert set(KEYS) <= set(value)
    assert value["n_posts"] == 60
    assert len(value["slots"]) == value["advice_per_week"]
    assert value["sentence"].startswith(f"Post {value['advice_per_week']} a week (80 %: ")


def test_the_same_seed_gives_the_same_bytes(skupnost, history):
    told = [
        skupnost("cadence", "advise", "--history", str(history), "--seed", "3", "--json").out
        for _ in range(2)
    ]
    assert told[0] == told[1]


def test_a_network_that_is_not_known_is_said_beside_the_answer(skupnost, history):
    done = skupnost(
        "cadence", "advise", "--history", f"{history}", "--network", "mastadon", "--json"
    )
    assert "No network is called mastadon here" in done.err
    assert json.loads(done.out)["prior"]["network"] == "general"
    known = skupnost(
        "cadence", "advise", "--history", f"{history}", "--network", "mastodon", "--json"
    )
    assert known.err == ""


def test_a_single_post_is_not_compared_with(skupnost, tmp_path):
    path = tmp_path / "one.csv"
    path.write_text("time,response\n2026-08-03T09:00Z,12\n", encoding="utf-8")
    done = skupnost("cadence", "advise", "--history", f"{path}")
    assert "A single post has no pace to compare with" in done.out
    assert "Expected" not in done.out
    assert "Too few posts to go by (1)" in done.out


def test_a_prediction_has_mean_and_spread_for_each_row(skupnost, history, tmp_path):
    future = tmp_path / "future.csv"
    future.write_text("time\n2026-11-02T10:00+01:00\n2026-11-01T10:00+01:00\n", encoding="utf-8")
    said = skupnost(
        "cadence", "predict", "--history", str(history), "--future", str(future), "--json"
    )
    assert [row["time"][:10] for row in said.json] == ["2026-11-02", "2026-11-01"]
    assert all(2 < row["mean"] < 4 and 0 < row["sd"] < 2 for row in said.json)


def test_an_experiment_is_planned_and_read(skupnost, history):
    planned = skupnost(
        *("cadence", "experiment", "plan", "--history", str(history)),
        *("--start", "2026-12-01", "--json"),
    ).json
    assert planned["starts_on"] == "2026-12-07"
    assert planned["slots"][0]["at"].endswith("+01:00")
    rows = [f"{slot['at']},30,1" for slot in planned["slots"]]
    text = history.read_text(encoding="utf-8").replace("\n", ",0\n") + ",0\n" + "\n".join(rows)
    history.write_text(text.replace("time,response,0", "time,response,randomised"), "utf-8")
    told = skupnost("cadence", "experiment", "read", "--history", str(history), "--json").json
    assert told["n_weeks"] == 8
    assert [arm["n_weeks"] for arm in told["arms"]] == [4, 4]
    assert all(len(arm["range80"]) == 2 and arm["standard_error"] >= 0 for arm in told["arms"])
    assert [week["posts"] for week in told["weeks"]] == planned["order"]
    assert told["weeks"][0]["week_of"] == planned["starts_on"]


def test_without_a_running_experiment_there_is_nothing_to_refit(skupnost, data):
    assert skupnost("client", "add", "Bakery", "--zone", "Europe/Ljubljana").code == 0
    assert skupnost("cadence", "refit", "--json").json == []


def test_several_accounts_are_pooled_and_all_answered(skupnost, history):
    lines = history.read_text(encoding="utf-8").splitlines()
    rows = [f"{line},{'ab'[i % 2]}" for i, line in enumerate(lines[1:])]
    history.write_text("\n".join(["time,response,account", *rows]), encoding="utf-8")
    value = skupnost("cadence", "advise", "--history", str(history), "--json").json
    assert [row["account"] for row in value["accounts"]] == ["a", "b"]
    other = skupnost(
        "cadence", "advise", "--history", str(history), "--account", "a", "--json"
    ).json
    assert other["advice_per_week"] == value["accounts"][0]["advice_per_week"]


def test_unfollows_are_read(skupnost, history, tmp_path):
    lost = tmp_path / "lost.csv"
    weeks = [datetime(2026, 8, 3, tzinfo=HERE) + timedelta(weeks=i) for i in range(8)]
    rows = [f"{week.isoformat()},2,500" for week in weeks]
    lost.write_text("\n".join(["time,unfollows,followers", *rows]), encoding="utf-8")
    said = skupnost(
        "cadence", "advise", "--history", str(history), "--unfollows", str(lost), "--json"
    )
    assert said.code == 0
    assert json.loads(said.out)["advice_per_week"] >= 1


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("time,response\n2026-08-03T09:00,5\n", "no_zone"),
        ("time,response\nyesterday,5\n", "bad_time"),
        ("when,what\n1,2\n", "column_missing"),
        ("", "empty_file"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_its_reason(skupnost, tmp_path, text, code):
    path = tmp_path / "odd.csv"
    path.write_text(text, encoding="utf-8")
    said = skupnost("cadence", "advise", "--history", str(path), "--json")
    assert said.code == 1
    assert said.json["error"]["code"] == code


def test_a_zone_can_be_named_for_times_without_one(skupnost, tmp_path):
    path = tmp_path / "local.csv"
    path.write_text("time;response;mood\n2026-08-03T09:00;five;x\n", encoding="utf-8")
    said = skupnost(
        *("cadence", "advise", "--history", str(path), "--zone", "Europe/Ljubljana", "--json")
    ).json
    codes = [notice["code"] for notice in said["notices"]]
    assert {"columns_not_used", "response_unreadable"} <= set(codes)


def test_a_file_without_rows_gets_the_prior(skupnost, tmp_path):
    path = tmp_path / "empty.csv"
    path.write_text("time,response\n", encoding="utf-8")
    value = skupnost("cadence", "advise", "--history", str(path), "--json").json
    assert value["n_posts"] == 0
    assert value["verdict"] == "cannot_tell"


def test_posts_of_days_left_out_are_no_evidence_and_that_is_said(skupnost, history):
    asked = ("cadence", "advise", "--history", str(history), "--json")
    days = ("--leave-out", "2026-08-10..2026-08-16", "--leave-out", "2026-09-01..2026-09-01")
    plain, told = skupnost(*asked).json, skupnost(*asked, *days).json
    assert told["n_posts"] == plain["n_posts"]
    assert told["today_per_week"] == plain["today_per_week"]
    notice = next(row for row in told["notices"] if row["code"] == "left_out")
    assert (notice["n"], notice["why"]) == (5, "period")


def test_posts_marked_in_the_table_are_no_evidence(skupnost, history):
    rows = history.read_text(encoding="utf-8").splitlines()
    marks = ["left_out,boosted,contest", "giveaway,,", ",1,", ",,yes", "no,0,0"]
    marked = [f"{row},{mark}" for row, mark in zip(rows, marks, strict=False)]
    history.write_text("\n".join(marked), encoding="utf-8")
    told = skupnost("cadence", "advise", "--history", str(history), "--json").json
    left_out = {row["why"]: row["n"] for row in told["notices"] if row["code"] == "left_out"}
    assert left_out == {"boosted": 1, "contest": 1, "giveaway": 1}


@pytest.mark.parametrize("days", ["2026-08-01", "2026-08-09..2026-08-01", "a..b", ""])
def test_days_that_are_no_period_are_refused(skupnost, history, days):
    said = skupnost("cadence", "advise", "--history", str(history), "--leave-out", days, "--json")
    assert said.code != 0
    assert "bad_period" in said.out + said.err


@pytest.fixture
def reached(tmp_path):
    """A table without response; every tenth post has no reach either."""
    start = datetime(2026, 8, 3, 9, tzinfo=HERE)
    rows = [f"{(start + timedelta(hours=31 * i)).isoformat()},{300 + i if i % 10 else ''},{i}"
            for i in range(60)]  # fmt: skip
    path = tmp_path / "reached.csv"
    path.write_text("\n".join(["time,reach,clicks", *rows]), encoding="utf-8")
    return path


def test_a_table_is_judged_by_another_column_and_says_of_how_many_it_is_known(skupnost, reached):
    asked = ("cadence", "advise", "--history", str(reached), "--judge-by", "reach")
    told = skupnost(*asked, "--json").json
    assert told["judged_by"] == {"column": "reach", "n_known": 54, "n_posts": 60}
    assert told["n_posts"] == 60
    codes = {row["code"]: row for row in told["notices"]}
    assert codes["response_missing"]["n"] == 6
    assert codes["columns_not_used"]["names"] == "clicks"
    assert "Judged by reach, known of 54 of 60 posts." in skupnost(*asked).out


def test_without_a_response_the_complaint_names_the_option(skupnost, reached):
    said = skupnost("cadence", "advise", "--history", str(reached))
    assert (said.code, "--judge-by reach" in said.err) == (1, True)
    no_such = skupnost("cadence", "advise", "--history", str(reached), "--judge-by", "likes")
    assert "missing: likes" in no_such.err
    wrong = skupnost("cadence", "advise", "--history", str(reached), "--judge-by", "type")
    assert "a column of figures" in wrong.err


def test_predictions_and_experiments_are_judged_by_the_same_column(skupnost, reached):
    by = ("--history", str(reached), "--judge-by", "reach", "--json")
    rows = skupnost("cadence", "predict", "--future", str(reached), *by).json
    assert all(5 < row["mean"] < 7 for row in rows)
    for verb in ("read", "plan"):
        assert skupnost("cadence", "experiment", verb, *by).code == 0


def test_a_chance_that_was_kept_as_certain_is_not_told_so(channel):
    trial = Experiment(channel=channel, order=[3, 9])
    ends = {"low80": 6, "high80": 9, "low95": 5, "high95": 11}
    row = Refit(experiment=trial, monday=date(2026, 11, 23), n_weeks=1, advice_per_week=8,
                verdict="more", is_decided=False, p_better=1.0, **ends)  # fmt: skip
    assert refit_value(row)["p_better"] == 0.999
