"""Many posts from a file: all or none, and never twice."""

import io
from datetime import UTC, datetime, timedelta

import pytest
from openpyxl import Workbook

from skupnost.cli.importing import MOST_ROWS
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


WORDS = "Kruh, še topel – čez cesto žito"


def workbook(*rows):
    book = Workbook()
    for row in rows:
        book.active.append(row)
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


@pytest.fixture
def read(skupnost, tmp_path):
    """The answer to a file of these bytes."""

    def run(content, name="posts.csv"):
        (tmp_path / name).write_bytes(content)
        return skupnost("post", "import", name, "--json").json

    return run


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1250", "iso8859_2"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_tables_of_any_encoding_and_delimiter_are_read(
    skupnost, channel, read, encoding, delimiter
):
    skupnost("client", "add", "Pek", "--language", "sl", "--json")
    words = WORDS.replace("–", "-") if encoding == "iso8859_2" else WORDS
    lines = [["channel", "text", "title"], [str(channel), f'"{words}"', "x"]]
    said = read("\r\n".join(delimiter.join(cells) for cells in lines).encode(encoding))
    assert [row["text"] for row in said["posts"]] == [words]
    told = [(odd["code"], odd["params"]["name"]) for odd in said["notices"]]
    assert told == [("encoding", "Windows-1250")] * (encoding == "cp1250") + [
        ("encoding", "ISO-8859-2")
    ] * (encoding == "iso8859_2")


def test_a_workbook_is_read_with_its_times(channel, read):
    at = datetime(2031, 3, 4, 9, 30, tzinfo=UTC).replace(tzinfo=None)
    rows = [("channel", "text", "at"), (channel, WORDS, at), (channel, "Two\nlines", None)]
    said = read(workbook(*rows), "posts.xlsx")
    assert [row["text"] for row in said["posts"]] == [WORDS, "Two\nlines"]
    assert said["posts"][0]["planned_at"].startswith("2031-03-04T08:30")


def test_a_mark_before_the_text_makes_no_other_file_of_it(channel, read):
    text = f"channel,text\n{channel},Bread\n".encode()
    assert read(text)["n_new"] == 1
    assert read(b"\xef\xbb\xbf" + text)["n_known"] == 1


def test_a_row_too_long_stops_all_and_is_named_by_its_line(channel, read):
    error = read(f"channel,text\n{channel},Bread, warm\n".encode())["error"]
    assert [(row["line"], row["code"]) for row in error["rows"]] == [(2, "bad_csv")]


def test_more_rows_than_one_import_takes_are_refused(channel, read):
    rows = f"{channel},Bread\n" * (MOST_ROWS + 1)
    error = read(f"channel,text\n{rows}".encode())["error"]
    assert error["code"] == "too_many_rows"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"text,at\nBread,\n", "column_missing"),
        (b"", "empty_file"),
        (b'channel,text\n1,"Bread\n', "unclosed_quote"),
        (b"channel,text\n", "empty_file"),
        (b"%PDF-1.7\n", "document"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "old_excel"),
        (b"PK\x03\x04 and no more", "broken_file"),
    ],
)
def test_what_is_no_table_is_refused_with_a_sentence(read, content, code):
    error = read(content)["error"]
    assert error["code"] == code
    assert error["message"].endswith(".")
