"""`skupnost check --batch`: many posts, one line of JSON each."""

from __future__ import annotations

import json

import pytest


@pytest.fixture
def batch(skupnost, tmp_path):
    def run(*lines: object, **more: str):
        raw = [
            line if isinstance(line, bytes) else json.dumps(line).encode("utf-8") for line in lines
        ]
        (tmp_path / "posts.jsonl").write_bytes(b"\n".join(raw) + b"\n")
        options = [word for name, value in more.items() for word in (f"--{name}", value)]
        said = skupnost("check", "--batch", "posts.jsonl", *options)
        return said.code, [json.loads(line) for line in said.out.splitlines()]

    return run


def post(text: str = "Rye", **more: object) -> dict[str, object]:
    return {"id": "1", "network": "mastodon", "kind": "account", "text": text, **more}


def test_every_line_gets_a_line(batch):
    code, rows = batch(post(), post("a" * 501, id=2))
    assert (code, [(row["id"], row["ok"]) for row in rows]) == (1, [("1", True), (2, False)])
    assert rows[1]["length"] == {"value": 501, "max": 500, "unit": "characters"}


def test_all_well_is_exit_code_0(batch):
    assert batch(post(), post()) == (0, [batch(post())[1][0]] * 2)


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (b"{", "not_json"),
        (b"[1]", "not_an_object"),
        (b"[" * 100_000, "not_json"),
        (b'{"text": "\xff"}', "not_text"),
        ({"text": "Rye"}, "say_which"),
        (post(text=5), "bad_field"),
        (post(media="rye.png"), "bad_field"),
        (post(media=["gone.png"]), "no_such_file"),
        (post(network="facebok"), "no_such_network"),
        (post(kind="acount"), "no_such_kind"),
        (post(details=[1]), "bad_field"),
        (post(tags="rye"), "bad_field"),
    ],
)
def test_a_broken_line_says_why_and_the_next_is_answered(batch, line, code):
    exit_code, (broken, good) = batch(line, post())
    assert (exit_code, broken["error"]["code"], broken["ok"]) == (1, code, False)
    assert broken["line"] == 1
    assert good["ok"] is True


def test_the_text_is_taken_to_the_letter(batch):
    _, (row,) = batch(post(" #rye "))
    assert row["length"]["value"] == 6
    assert [(one["start"], one["end"]) for one in row["entities"]] == [(1, 5)]


@pytest.mark.parametrize(
    "line",
    [
        b'{"network": "x", "kind": "standard", "text": "half \\ud83e \\u010d"}',
        b'{"network": "x", "kind": "standard", "text": "half \xed\xa0\xbe \xc4\x8d"}',
    ],
)
def test_half_a_character_is_named_and_comes_back_as_it_was(batch, line):
    _, (row,) = batch(line)
    assert ("broken_character", "text") in {(f["code"], f["where"]) for f in row["findings"]}


def test_half_a_character_in_an_entity_is_written_as_an_escape(batch):
    _, (row,) = batch(b'{"network": "mastodon", "text": "@zora \\ud83e", "id": "\\ud83e"}')
    assert row["id"] == "\ud83e"


def test_network_and_kind_may_stand_for_all_lines(batch):
    _, (row,) = batch({"text": "Rye"}, network="bluesky", kind="account")
    assert (row["network"], row["kind"]) == ("bluesky", "account")


def test_further_fields_and_measured_media_are_checked(batch):
    film = {"mime": "video/mp4", "n_bytes": 9, "seconds": 0, "alt_text": "Kneading"}
    _, (row,) = batch(
        post(
            network="mastodon",
            media=[film],
            details={"poll": {"options": ["a" * 51, "b"], "question": "Rye?"}},
        )
    )
    said = {(finding["code"], finding["where"]) for finding in row["findings"]}
    assert ("film_empty", "media.0") in said
    assert ("field_too_long", "poll.options.0") in said


def test_empty_lines_are_passed_over(batch):
    assert batch(b"", post(), b"  ")[1] == batch(post())[1]
