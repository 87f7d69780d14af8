"""Many posts from a file: all or none, and never twice."""

from datetime import UTC, datetime, timedelta

import pytest

from skupnost.cli.answers import Problem
from skupnost.cli.importing import read_rows
from skupnost.cli.tests.pictures import png

TOMORROW = (datetime.now(UTC) + timedelta(days=1)).isoformat()


@pytest.fixture
def channel(skupnost):
    skupnost("client", "add", "Zora", "--zone", "Europe/Ljubljana", "--json")
    arguments = ("--client", "zora", "--network", "practice", "--server", "practice:zora")
    return skupnost("channel", "add", *arguments, "--json").json["id"]


@pytest.fixture
def imported(skupnost, tmp_path):
    def run(*lines, heading="channel,text,at,title,media,alt"):
        (tmp_path / "posts.csv").write_text("\n".join([heading, *lines]), encoding="utf-8")
        return skupnost("post", "import", "posts.csv", "--approved", "--json")

    return run


def test_every_row_becomes_a_post_with_its_deliveries(skupnost, channel, imported):
    said = imported(f'{channel},"Bread, and more",{TOMORROW},,,', f"{channel},Cake,{TOMORROW}").json
    assert (said["n_new"], said["n_known"]) == (2, 0)
    assert [row["text"] for row in said["posts"]] == ["Bread, and more", "Cake"]
    assert len(skupnost("delivery", "list", "--json").json) == 2


def test_the_same_file_twice_doubles_nothing(skupnost, channel, imported):
    row = f"{channel},Bread,{TOMORROW},,,"
    imported(row)
    again = imported(row).json
    assert (again["n_new"], again["n_known"]) == (0, 1)
    assert len(skupnost("delivery", "list", "--json").json) == 1


def test_one_broken_row_stops_all_and_is_named_by_its_line(skupnost, channel, imported):
    said = imported(f"{channel},Bread,{TOMORROW}", f"{channel},Old,2020-01-01T10:00", "99,X,")
    assert said.code == 1
    rows = said.json["error"]["rows"]
    assert [(row["line"], row["code"]) for row in rows] == [
        (3, "in_the_past"),
        (4, "no_such_channel"),
    ]
    assert skupnost("post", "list", "--json").json == []


def test_pictures_lie_beside_the_file(channel, imported, tmp_path):
    (tmp_path / "bread.png").write_bytes(png())
    done = imported(f"{channel},Bread,{TOMORROW},,bread.png,A loaf").json
    assert done["n_new"] == 1
    missing = imported(f"{channel},Cake,{TOMORROW},,cake.png,A cake")
    assert missing.json["error"]["rows"][0]["code"] == "no_such_file"


def test_semicolons_and_a_byte_order_mark_are_understood():
    rows = list(read_rows("channel;text;at\n1;Bread, warm;\n"))
    assert [(row.line, row.cells["text"]) for row in rows] == [(2, "Bread, warm")]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("text,at\nBread,\n", "no_such_column"),
        ("", "no_such_column"),
        ('channel,text\n1,"Bread\n', "bad_csv"),
        ("channel,text\n1,Bread,more\n", "bad_csv"),
    ],
)
def test_what_is_no_table_is_refused_with_a_sentence(text, code):
    with pytest.raises(Problem) as caught:
        list(read_rows(text))
    assert caught.value.code == code
