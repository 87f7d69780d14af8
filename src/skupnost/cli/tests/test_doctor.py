"""What the doctor sees."""

import os

import pytest

from skupnost.cli import checkup


def test_a_sound_installation_passes(installed):
    installed("client", "add", "Zora", "--json")
    said = installed("doctor", "--json")
    assert (said.code, said.json["ok"]) == (0, True)
    assert {"database", "connectors", "keys", "zones"} <= {row["id"] for row in said.json["checks"]}


def test_a_damaged_database_is_found(tmp_path):
    (tmp_path / "skupnost.sqlite3").write_bytes(b"SQLite format 3\0" + b"\xff" * 20000)
    found = checkup.database(tmp_path)
    assert not found.ok
    assert "Restore a backup" in found.message


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such rights")
def test_a_key_that_others_can_read_is_found(tmp_path):
    (tmp_path / "django.key").touch(mode=0o644)
    found = checkup.keys(tmp_path)
    assert not found.ok
    assert "chmod 600" in found.message
    (tmp_path / "django.key").chmod(0o600)
    assert checkup.keys(tmp_path).ok


def test_every_address_has_an_example_and_says_whether_it_is_public(skupnost):
    skupnost("client", "add", "Zora", "--json")
    rows = {row["pattern"]: row for row in skupnost("doctor", "--urls", "--json").json}
    assert rows["/login/"]["is_public"]
    settings = rows["/c/<slug:client>/settings/"]
    assert (settings["example"], settings["is_public"]) == ("/c/zora/settings/", False)
    assert settings["exists"]
    assert all("<" not in row["example"] for row in rows.values())
