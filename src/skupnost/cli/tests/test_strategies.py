"""`skupnost strategy export`: the strategy as a file."""

from __future__ import annotations

import json

import pytest

from skupnost.strategy.versions import save_version


@pytest.fixture
def strategy(bakery, alice, now):
    """Two versions of the bakery's strategy."""
    bakery.language = "en"
    bakery.save()
    for voice in ("Warm", "Sober"):
        save_version(client=bakery, value={"voice": voice}, by=alice, now=now)
    return bakery


@pytest.fixture
def export(skupnost, strategy):
    return lambda *more: skupnost("strategy", "export", "--client", strategy.slug, *more)


def test_markdown_of_the_newest_version_goes_to_stdout(export):
    said = export()
    assert said.out.startswith("# Strategy: Pekarna Zora\n\nVersion 2, 25 November 2026")
    assert "Sober" in said.out


def test_a_version_may_be_named(export):
    assert "Warm" in export("--version", "1").out
    said = export("--version", "9", "--json")
    assert (said.code, said.json["error"]["code"]) == (1, "no_such_version")


@pytest.mark.parametrize(
    ("kind", "begins"),
    [("pdf", b"%PDF-1.7"), ("html", b"<!doctype html>"), ("md", b"# Str"), ("json", b"{")],
)
def test_every_format_becomes_a_file_and_the_answer_tells_it(export, tmp_path, kind, begins):
    file = tmp_path / f"strategy.{kind}"
    said = export("--format", kind, "--out", str(file), "--json").json
    content = file.read_bytes()
    assert content.startswith(begins)
    assert said["n_bytes"] == len(content)
    assert (said["client"], said["version"], said["format"]) == ("bakery", 2, kind)


def test_the_json_has_what_was_written(export):
    value = json.loads(export("--format", "json").out)
    assert (value["voice"], value["version"], value["saved_by"]) == ("Sober", 2, "alice")
    assert value["saved_at"] == "2026-11-25T09:00:00+00:00"


def test_what_cannot_be_done_is_said_in_a_sentence(export, skupnost, florist, tmp_path):
    assert export("--json").json["error"]["code"] == "no_file"
    assert "Cannot write" in export("--out", str(tmp_path / "no" / "x.md")).err
    said = skupnost("strategy", "export", "--client", florist.slug)
    assert said.err == "Cvetličarna Mak has no strategy yet.\n"
