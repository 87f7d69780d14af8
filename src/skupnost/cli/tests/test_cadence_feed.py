"""`skupnost cadence feed`: hours at the top of feeds from a table of others' posts."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from skupnost.metrics.feeds import take_file
from skupnost.strategy.models import ChannelLimits, FeedChoice

MONDAY = datetime.fromisoformat("2026-11-02T00:00+01:00")


@pytest.fixture
def rivals(tmp_path):
    """Two weeks of others: ten posts in each hour of the morning, one in the others."""
    rows = []
    for hour in range(14 * 24):
        for number in range(10 if hour % 24 in (8, 9, 10) else 1):
            at = MONDAY + timedelta(hours=hour, minutes=number)
            rows.append(f"{at.isoformat()},author {number}")
    path = tmp_path / "rivals.csv"
    path.write_text("time,author\n" + "\n".join(rows), encoding="utf-8")
    return path


@pytest.fixture
def ask(skupnost, rivals):
    def asked(*words):
        return skupnost("cadence", "feed", "--rivals", str(rivals), *map(str, words), "--json")

    return asked


def test_posts_go_out_after_the_rush(ask):
    found = ask("--n", 7, "--from", "2026-11-30T00:00").json
    assert len(found["hours"]) == 7
    assert {at[11:13] for at in found["hours"]} == {"11"}
    assert found["expected_mean_rank"] < found["even_mean_rank"]
    assert found["profile"]["n_authors"] == 10


def test_limits_are_kept(ask):
    limits = ("--weekdays", "1,3", "--hours", "14-15")
    found = ask("--n", 3, "--from", "2026-11-30T00:00", *limits).json
    moments = [datetime.fromisoformat(at) for at in found["hours"]]
    assert {at.weekday() for at in moments} <= {1, 3}
    assert {at.hour for at in moments} <= {14, 15}


def test_a_deep_post_is_followed_sooner(ask):
    words = ("--n", 1, "--hours-ahead", 24, "--from", "2026-11-30T00:00")
    assert ask(*words, "--rank", 900).json["hours"] < ask(*words, "--rank", 0).json["hours"]


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("--n", 0), "bad_number"),
        (("--n", 2, "--hours-ahead", 1), "bad_number"),
        (("--n", 1, "--rank", -1), "bad_rank"),
        (("--n", 1, "--from", "soon"), "bad_time"),
        (("--n", 1, "--weekdays", "7"), "bad_limit"),
        (("--n", 1, "--hours", "9-7"), "bad_limit"),
        (("--n", 1, "--zone", "Nowhere/At"), "no_such_zone"),
    ],
)
def test_what_cannot_be_is_refused(ask, words, code):
    said = ask(*words)
    assert said.code != 0
    assert code in said.out + said.err


@pytest.mark.parametrize(
    ("table", "code"),
    [
        ("time\n1970-01-01T00:00Z\n2026-11-02T10:00Z", "too_long"),
        ("time\n2026-11-02T10:00Z", "too_short"),
        ("time\nsoon", "bad_time"),
        ("", "empty_file"),
        ("when\n2026-11-02T10:00Z", "column_missing"),
    ],
)
def test_a_table_of_no_use_is_refused(ask, rivals, table, code):
    rivals.write_text(table, encoding="utf-8")
    said = ask("--n", 1)
    assert code in said.out + said.err


def test_a_channel_is_asked_with_its_limits_and_choice(skupnost, bakery, new_channel, rivals, now):
    channel = new_channel(bakery, "telegram", "channel")
    with rivals.open("rb") as file:
        take_file(channel=channel, file=file, name="r.csv", zone=None, now=now)
    ChannelLimits.objects.create(channel=channel, from_hour=14, until_hour=16)
    FeedChoice.objects.create(channel=channel, hours_by="both")
    words = ("--channel", str(channel.pk), "--n", "3", "--from", "2026-11-30T00:00")
    found = skupnost("cadence", "feed", *words, "--json").json
    assert found["hours_by"] == "both"
    assert {at[11:13] for at in found["hours"]} <= {"14", "15"}


def test_a_channel_without_a_profile_and_two_sources_are_refused(skupnost, channel, rivals):
    words = ("cadence", "feed", "--n", "1", "--json", "--channel")
    alone = skupnost(*words, str(channel.pk))
    both = skupnost(*words, "1", "--rivals", str(rivals))
    assert "no_profile" in alone.out + alone.err
    assert "one_of_two" in both.out + both.err
