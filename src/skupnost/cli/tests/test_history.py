"""`skupnost history …`: files in, a table for the cadence adviser out."""

from __future__ import annotations

import pytest

TABLE = "Published,Likes,Mood\n2026-10-01 10:00,3,glad\n2026-10-02 10:00,4,glad\n"


@pytest.fixture
def known(skupnost, channel, tmp_path):
    (tmp_path / "posts.csv").write_text(TABLE)
    return ("--channel", str(channel.pk))


def test_a_file_without_zone_is_a_problem_that_names_the_option(skupnost, known):
    said = skupnost("history", "import", *known, "posts.csv", "--json")
    assert (said.code, said.json["error"]["code"]) == (1, "no_zone")
    assert said.json["error"]["message"].endswith("For instance: --zone Europe/Ljubljana.")


def test_importing_twice_says_that_nothing_is_new(skupnost, known):
    word = ("history", "import", *known, "posts.csv", "--zone", "Europe/Ljubljana", "--json")
    first, second = skupnost(*word).json, skupnost(*word).json
    assert (first["n_new"], first["unknown_columns"]) == (2, ["Mood"])
    assert (second["n_new"], second["n_same"]) == (0, 2)
    assert second["notices"][0]["message"].startswith("2 times have no zone and were taken")


def test_columns_and_units_can_be_told(skupnost, known):
    told = ("--map", "time=Published,reactions=Likes", "--units", "reactions=people")
    skupnost("history", "import", *known, "posts.csv", "--zone", "Europe/Ljubljana", *told)
    listed = skupnost("history", "list", *known, "--json").json
    assert listed["response"]["unit"] == "people"
    assert [row["response"] for row in listed["posts"]] == [3, 4]


def test_the_export_is_read_by_the_adviser(skupnost, known):
    skupnost("history", "import", *known, "posts.csv", "--zone", "Europe/Ljubljana")
    skupnost("history", "export", *known, "--output", "history.csv")
    said = skupnost("cadence", "advise", "--history", "history.csv", "--json")
    assert (said.code, said.json["n_posts"]) == (0, 2)


@pytest.mark.parametrize("option", ["--map=time", "--units=reactions=men", "--dates=odd"])
def test_what_was_mistyped_is_said(skupnost, known, option):
    assert skupnost("history", "import", *known, "posts.csv", option).code == 2


def test_what_posts_are_judged_by_is_chosen_and_taken_back(skupnost, known, tmp_path):
    table = "time,Likes,reach\n2026-10-01T10:00Z,3,90\n2026-10-02T10:00Z,4,80\n"
    (tmp_path / "posts.csv").write_text(table)
    skupnost("history", "import", *known, "posts.csv")
    told = skupnost("history", "judge", *known, "--by", "reach", "--json").json
    assert (told["metrics"], told["n_known"], told["is_chosen"]) == (["reach"], 2, True)
    listed = skupnost("history", "list", *known, "--json").json
    assert [row["response"] for row in listed["posts"]] == [90, 80]
    refused = skupnost("history", "judge", *known, "--by", "clicks")
    assert "There is: automatic, interactions:counts, reach:people" in refused.err
    told = skupnost("history", "judge", *known, "--by", "automatic", "--json").json
    assert (told["name"], told["is_chosen"]) == ("interactions", False)


def test_a_column_may_have_commas_in_its_name(skupnost, known, tmp_path):
    table = 'When,"Reactions, comments and shares"\n2026-10-01T10:00Z,3\n'
    (tmp_path / "posts.csv").write_text(table)
    told = ("--map", "time=When,response=Reactions, comments and shares")
    assert skupnost("history", "import", *known, "posts.csv", *told, "--json").json["n_new"] == 1


def test_what_is_wrong_names_the_file_and_what_to_do(skupnost, known, tmp_path):
    (tmp_path / "posts.csv").write_text("time,likes\nsoon,3\n")
    said = skupnost("history", "import", *known, "posts.csv", "--json").json["error"]
    assert said["message"].startswith("posts.csv: ")
    assert said["message"].endswith("name it: --map time=Column.")
