"""Posts by command: written, checked, handed over."""

import json
from datetime import UTC, datetime, timedelta

import pytest


@pytest.fixture
def zora(skupnost):
    """A client with a practice channel; its number."""
    skupnost("client", "add", "Zora", "--zone", "Europe/Ljubljana", "--json")
    return str(connect(skupnost, "practice")["id"])


def connect(skupnost, network):
    arguments = ("--client", "zora", "--network", network, "--server", "practice:zora")
    return skupnost("channel", "add", *arguments, "--token", "t", "--json").json


@pytest.fixture
def text(tmp_path):
    (tmp_path / "post.txt").write_text("Svež kruh 🥖\n", encoding="utf-8-sig")
    return ("--text-file", "post.txt")


TOMORROW = (datetime.now(UTC) + timedelta(days=1)).isoformat()
IN_TIME = ("--at", TOMORROW, "--approved")


def test_an_approved_post_becomes_a_delivery(skupnost, zora, text):
    added = skupnost(
        "post", "add", "--channel", zora, *text, "--at", TOMORROW, "--approved", "--json"
    )
    assert added.json["text"] == "Svež kruh 🥖"
    assert [row["state"] for row in added.json["deliveries"]] == ["scheduled"]
    listed = skupnost("delivery", "list", "--json").json
    assert [row["post"] for row in listed] == [added.json["id"]]
    wanted = {"id", "post", "channel", "state", "due_at", "published_at", "remote_id", "remote_url"}
    assert wanted | {"reason", "attempts"} <= set(listed[0])


def test_without_approval_nothing_is_handed_over(skupnost, zora, text):
    added = skupnost("post", "add", "--channel", zora, *text, "--at", TOMORROW, "--json").json
    assert added["deliveries"] == []
    assert skupnost("delivery", "list", "--json").json == []


def test_one_post_goes_to_two_channels(skupnost, zora, text):
    both = f"{zora},{connect(skupnost, 'mastodon')['id']}"
    added = skupnost(
        "post", "add", "--channel", both, *text, "--at", TOMORROW, "--approved", "--json"
    )
    assert len(added.json["deliveries"]) == 2


@pytest.mark.parametrize(
    ("at", "code"),
    [
        ("2020-01-01T10:00", "in_the_past"),
        ("2027-03-28T02:30", "no_such_time"),
        ("tomorrow", "bad_time"),
    ],
)
def test_a_moment_that_cannot_be_is_refused(skupnost, zora, text, at, code):
    said = skupnost("post", "add", "--channel", zora, *text, "--at", at, "--approved", "--json")
    assert (said.code, said.json["error"]["code"]) == (1, code)
    assert skupnost("post", "list", "--json").json == []


def test_a_text_over_the_limit_is_refused_with_the_finding(skupnost, zora, tmp_path):
    (tmp_path / "long.txt").write_text("a" * 501)
    arguments = ("--channel", zora, "--text-file", "long.txt", "--at", TOMORROW)
    error = skupnost("post", "add", *arguments, "--approved", "--json").json["error"]
    assert error["code"] == "has_errors"
    assert [row["level"] for row in error["findings"]] == ["error"]
    assert skupnost("post", "list", "--json").json == []


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [("absent.txt", None, "no_such_file"), ("raw.txt", b"\xff\xfe\x00", "not_text")],
)
def test_a_file_that_is_no_text_is_refused(skupnost, zora, tmp_path, name, content, code):
    if content is not None:
        (tmp_path / name).write_bytes(content)
    arguments = ("--channel", zora, "--text-file", name, "--at", TOMORROW, "--json")
    assert skupnost("post", "add", *arguments).json["error"]["code"] == code


def test_a_picture_that_is_none_is_refused(skupnost, zora, text, tmp_path):
    (tmp_path / "picture.jpg").write_bytes(b"no picture")
    media = ("--media", "picture.jpg", "--alt", "Bread")
    said = skupnost("post", "add", "--channel", zora, *text, *media, "--at", TOMORROW, "--json")
    assert said.json["error"]["code"] == "not_a_picture"
    assert "picture.jpg" in said.err


def test_a_text_is_checked_by_a_networks_rules(skupnost, tmp_path):
    (tmp_path / "long.txt").write_text("a" * 501)
    said = skupnost("check", "--network", "mastodon", "--text-file", "long.txt", "--json")
    assert (said.code, said.json["ok"]) == (1, False)
    assert said.json["length"] == {"value": 501, "max": 500, "unit": said.json["length"]["unit"]}
    (tmp_path / "short.txt").write_text("Bread")
    assert skupnost("check", "--network", "mastodon", "--text-file", "short.txt").code == 0


def test_a_text_is_checked_by_the_rules_of_a_channel(skupnost, zora, tmp_path):
    (tmp_path / "long.txt").write_text("a" * 501)
    said = skupnost("check", "--channel", zora, "--text-file", "long.txt", "--json")
    assert (said.code, said.json["network"], said.json["ok"]) == (1, "practice", False)


def test_a_calendar_is_exported(skupnost, zora, text):
    skupnost("post", "add", "--channel", zora, *text, "--at", TOMORROW, "--approved", "--json")
    said = skupnost("calendar", "export", "--client", "zora")
    assert "BEGIN:VEVENT" in said.out
    rows = skupnost("calendar", "export", "--client", "zora", "--format", "json").json
    assert [row["states"] for row in rows] == [["scheduled"]]
    assert json.loads(skupnost("calendar", "export", "--client", "zora", "--json").out) == rows


def test_a_delivery_tells_its_story_and_only_open_ones_can_be_decided(skupnost, zora, text):
    skupnost("post", "add", "--channel", zora, *text, "--at", TOMORROW, "--approved", "--json")
    delivery = skupnost("delivery", "list", "--json").json[0]["id"]
    assert skupnost("delivery", "show", delivery, "--json").json["text"] == "Svež kruh 🥖"
    late = skupnost("delivery", "decide", delivery, "--again", "--json").json["error"]
    assert (late["code"], late["state"]) == ("too_late", "scheduled")
    assert skupnost("delivery", "show", "1", "--json").json["error"]["code"] == "not_an_id"
