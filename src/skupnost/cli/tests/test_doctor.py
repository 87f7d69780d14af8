"""What the doctor sees."""

import os


def test_a_sound_installation_passes(skupnost):
    skupnost("client", "add", "Zora", "--json")
    said = skupnost("doctor", "--json")
    assert (said.code, said.json["ok"]) == (0, True)
    assert {"database", "connectors", "keys", "zones"} <= {row["id"] for row in said.json["checks"]}


def test_a_damaged_database_is_found(skupnost, data):
    skupnost("client", "add", "Zora", "--json")
    with (data / "skupnost.sqlite3").open("r+b") as file:
        file.seek(4096)
        file.write(b"\xff" * 20000)
    said = skupnost("doctor", "--json")
    wrong = [row["id"] for row in said.json["checks"] if not row["ok"]]
    assert (said.code, wrong) == (1, ["database"])


def test_a_key_that_others_can_read_is_found(skupnost, data):
    skupnost("client", "add", "Zora", "--json")
    if os.name == "nt":
        return
    (data / "django.key").chmod(0o644)
    wrong = [row for row in skupnost("doctor", "--json").json["checks"] if not row["ok"]]
    assert [row["id"] for row in wrong] == ["keys"]
    assert "chmod 600" in wrong[0]["message"]


def test_every_address_has_an_example_and_says_whether_it_is_public(skupnost):
    skupnost("client", "add", "Zora", "--json")
    rows = {row["pattern"]: row for row in skupnost("doctor", "--urls", "--json").json}
    assert rows["/login/"]["is_public"]
    settings = rows["/c/<slug:client>/settings/"]
    assert (settings["example"], settings["is_public"]) == ("/c/zora/settings/", False)
    assert settings["exists"]
    assert all("<" not in row["example"] for row in rows.values())
