"""Files that are no table to us are named for what they are, with what to do, in every form."""

from __future__ import annotations

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from skupnost.metrics.models import PastPost
from skupnost.metrics.unfollows import unfollow_weeks

COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504
ROWS = [["time", "likes"], ["2026-11-01T10:00Z", "3"]]


def zipped(**members):
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return kept.getvalue()


def inside(name):
    return COMPOUND + b"\0" * 2_000_000 + name.encode("utf-16-le") + b"\0" * 600


ODS = zipped(mimetype="application/vnd.oasis.opendocument.spreadsheet", **{"content.xml": "<a/>"})
KINDS = {
    "an old workbook": ("posts.xls", inside("Workbook"), "old Excel. Open it and save it as .xlsx"),
    "XML of Excel": (
        "posts.xls",
        '<?xml version="1.0"?>\n<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>',
        "old Excel. Open it and save it as .xlsx",
    ),
    "a password": ("posts.xlsx", inside("EncryptedPackage"), "protected by a password"),
    "LibreOffice": ("posts.ods", ODS, "LibreOffice (.ods). Open it there and save or export it"),
    "Numbers": ("a.numbers", zipped(**{"Index/Document.iwa": "x"}), "Apple Numbers. Open it"),
    "binary workbook": ("posts.xlsb", zipped(**{"xl/workbook.bin": "x"}), "Excel (.xlsb)"),
    "Word": ("posts.docx", zipped(**{"word/document.xml": "<a/>"}), "This is a Word file"),
    "old Word": ("posts.doc", inside("WordDocument"), "This is a Word file"),
    "PDF": ("posts.pdf", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "This is a PDF file"),
    "a page": ("posts.csv", "<!DOCTYPE html><p>Sign in</p>", "web page without a table"),
    "nothing": ("posts.csv", "", "file is empty"),
}


def send(browser, address, field, name, content):
    data = content if isinstance(content, bytes) else content.encode()
    return browser.post(address, {field: SimpleUploadedFile(name, data)})


@pytest.fixture
def browser(client, alice):
    client.force_login(alice)
    return client


@pytest.fixture
def address(browser, bakery, channel):
    return f"/c/bakery/channels/{channel.pk}/history/"


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(("place", "field"), [("", "file"), ("unfollows/", "unfollows")])
def test_another_kind_of_file_says_what_to_do(browser, address, kind, place, field):
    if place:
        send(browser, address, "file", "posts.csv", "time,likes\n2026-11-01T10:00Z,3\n")
    name, content, words = KINDS[kind]
    answer = send(browser, address + place, field, name, content)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert 'name="kept"' not in answer.content.decode()


@pytest.mark.parametrize("place", ["file", "unfollows"])
def test_a_table_without_rows_is_named_for_that(browser, address, place):
    send(browser, address, "file", "posts.csv", "time,likes\n2026-11-01T10:00Z,3\n")
    target = address if place == "file" else f"{address}unfollows/"
    answer = send(browser, target, place, "posts.csv", "time,likes,unfollows,followers\n")
    assert "no posts in it" in answer.content.decode() or "no row" in answer.content.decode()


def page(rows):
    cells = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>\n" for row in rows)
    return (
        f"<html><head><style>td {{ x }}</style></head><body>\n<table>{cells}</table></body></html>"
    )


@pytest.mark.parametrize("encoding", ["utf-8", "cp1250", "utf-16"])
def test_a_table_of_html_under_the_name_of_a_workbook_is_read(browser, address, encoding):
    rows = [
        ["Objave &amp; odzivi"],
        ["time", "likes", "text"],
        [*ROWS[1], "<b>Žemlja</b><br>topla"],
    ]
    send(browser, address, "file", "posts.xls", page(rows).encode(encoding))
    assert PastPost.objects.get().text == "Žemlja topla"


def test_a_long_table_of_html_is_read_in_pieces(browser, address):
    rows = [f"2026-10-{n % 28 + 1:02}T{n % 24:02}:{n % 60:02}Z" for n in range(3000)]
    table = page([["time", "likes", "id"], *([at, n, n] for n, at in enumerate(rows))])
    send(browser, address, "file", "posts.xls", table)
    assert PastPost.objects.count() == 3000


def test_the_unfollows_of_html_are_read(browser, address, channel):
    send(browser, address, "file", "posts.csv", "time,likes\n2026-11-01T10:00Z,3\n")
    days = [[f"2026-11-{n:02}", 2, 500] for n in range(2, 16)]
    table = page([["time", "unfollows", "followers"], *days])
    send(browser, f"{address}unfollows/", "unfollows", "left.xls", table)
    assert [week.unfollows for week in unfollow_weeks([channel])[channel.pk]] == [14, 14]
