"""Exit codes, JSON and sentences."""

import pytest


def test_a_client_is_added_and_listed(skupnost):
    added = skupnost("client", "add", "Pekarna Zora", "--zone", "Europe/Ljubljana", "--json")
    assert added.json["slug"] == "pekarna-zora"
    listed = skupnost("client", "list", "--json").json
    assert [row["zone"] for row in listed] == ["Europe/Ljubljana"]


def test_without_a_zone_a_client_gets_the_machines(installed):
    added = installed("client", "add", "Zora", "--json", TZ="America/New_York")
    assert added.json["zone"] == "America/New_York"


def test_an_unknown_zone_is_refused_in_both_channels(skupnost):
    said = skupnost("client", "add", "Zora", "--zone", "Europe/Nowhere", "--json")
    assert said.code == 1
    assert said.json["error"]["code"] == "no_such_zone"
    assert said.err.strip() == said.json["error"]["message"]


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["client", "add", " "], "bad_name"),
        (["client", "add", "Z", "--colour", "red"], "bad_colour"),
    ],
)
def test_bad_values_of_a_client_are_refused(skupnost, arguments, code):
    assert skupnost(*arguments, "--json").json["error"]["code"] == code


def test_a_mistyped_command_exits_with_2(skupnost):
    assert skupnost("client", "ad").code == 2
    assert skupnost("client", "add").code == 2


def test_a_data_folder_that_cannot_be_made_is_a_sentence(installed, tmp_path):
    (tmp_path / "file").write_text("")
    said = installed("client", "list", "--json", SKUPNOST_DATA=str(tmp_path / "file" / "data"))
    assert (said.code, said.json["error"]["code"]) == (1, "data_folder")
    assert "SKUPNOST_DATA" in said.err


def test_nothing_to_list_yet_says_what_to_run(installed):
    said = installed("client", "list")
    assert said.code == 1
    assert "skupnost up" in said.err


def test_a_login_link_is_a_whole_address(skupnost):
    said = skupnost("user", "login-link", "--json").json
    assert said["url"].startswith("http://127.0.0.1:8000/login/")
    assert skupnost("user", "login-link", "nobody", "--json").json["error"]["code"]
