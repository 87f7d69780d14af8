"""The table of posts is found below titles, in a later sheet, among several tables; what was not
read is named."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime

import pytest
from openpyxl import Workbook

from skupnost.kit.exports import BadExport
from skupnost.metrics.models import PastPost
from skupnost.metrics.sentences import notice

HEAD, ROW = "Datum;Všečki;Besedilo\n", "2026-11-01 10:00;3;Žemlja\n"
AT = datetime(2026, 11, 1, 10)  # noqa: DTZ001  # as a sheet has it


def book(**sheets):
    made, kept = Workbook(), io.BytesIO()
    made.remove(made.active)
    for name, rows in sheets.items():
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(row)
    made.save(kept)
    return kept.getvalue()


def said(done):
    return {row["code"]: notice(row) for row in done.notices}


@pytest.mark.parametrize(
    ("above", "n"),
    [
        ("Poročilo objav\n", 1),
        ("Poročilo, objave in odzivi;;\n\n\nPekarna Zora;;\nObdobje:;januar 2026\n", 3),
        ("sep=;\nObjave, januar\n", 1),
        ("", 0),
    ],
)
def test_a_heading_below_titles_is_found_and_the_titles_are_counted(take, above, n):
    done = take(above + HEAD + ROW + ROW.replace("10:00", "11:00"))
    assert (done.n_new, done.n_refused) == (2, 0)
    assert (said(done).get("title_lines", "").startswith(str(n))) == bool(n)


@pytest.mark.parametrize(
    "content",
    [
        "2026-10-01 10:00;5;Kruh\n" + HEAD + ROW,
        "Ven;Srca;Opis\n1;2;Kruh\n" + HEAD + ROW,
        'Ven,Srca,Opis\n1,2,"foo; datum; bar"\n',
    ],
)
def test_posts_above_a_heading_are_never_swallowed(take, content):
    with pytest.raises(BadExport) as caught:
        take(content)
    assert caught.value.code == "no_time_column"
    assert not PastPost.objects.exists()


def test_the_lines_of_rows_refused_below_a_title_are_those_of_the_file(take):
    done = take("Objave\n\n" + HEAD + ROW + "kdaj;5;Kruh\n")
    assert [row["line"] for row in done.refused] == [5]


def test_a_told_column_is_found_below_a_title_too(take):
    table = "Objave\nKdaj;Srca\n2026-11-01 10:00;3\n"
    assert take(table, mapping={"time": "Kdaj", "response": "Srca"}).n_new == 1


def test_a_quote_that_never_closes_below_unknown_names_is_still_said(take):
    with pytest.raises(BadExport) as caught:
        take('Kdaj;Opis\n2026-11-01 10:00;"Kruh\n', mapping={"time": "Kdaj"})
    assert caught.value.code == "unclosed_quote"


def test_the_sheet_with_posts_is_read_where_the_first_has_none(take):
    content = book(Naslovnica=[["Pekarna Zora"], ["Letno poročilo"]], Objave=[["time", "likes"],
                   [AT, 3]])  # fmt: skip
    done = take(content, "posts.xlsx")
    assert done.n_new == 1
    assert "Objave" in said(done)["part_taken"]


def test_a_title_within_a_sheet_is_passed_over(take):
    done = take(book(Objave=[["Objave"], [], ["time", "likes"], [AT, 3]]), "posts.xlsx")
    assert (done.n_new, "title_lines" in said(done)) == (1, True)


def test_of_several_sheets_with_posts_the_others_are_named(take):
    rows = [["time", "likes"], [AT, 3]]
    done = take(book(Oktober=rows, November=rows, Prazno=[]), "posts.xlsx")
    assert "“Oktober” was read" in said(done)["parts_left"]
    assert "November" in said(done)["parts_left"]
    assert "Prazno" not in said(done)["parts_left"]


def test_of_several_tables_in_a_zip_the_others_are_named_and_a_macs_shadows_are_not(take):
    packed, table = io.BytesIO(), HEAD + ROW
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("__MACOSX/._a.csv", b"\0\5\x16\7\0\2")
        archive.writestr("a.csv", table)
        archive.writestr("b.csv", table)
    assert said(take(packed.getvalue(), "posts.zip"))["parts_left"].count(".csv") == 2


def test_what_windows_wrote_in_slovenian_is_read_and_said(take):
    done = take((HEAD + ROW).encode("cp1250"))
    assert PastPost.objects.get().text == "Žemlja"
    assert "Windows-1250" in said(done)["encoding"]


def test_utf_8_is_not_worth_a_word(take):
    assert set(said(take(HEAD + ROW))) == {"zone_assumed"}


def test_a_letter_cut_in_half_spoils_itself_only_and_that_is_said(take):
    done = take(HEAD.encode() + ROW.replace("Žemlja", "Češnjev, že še več žemljic").encode()
                + "2026-11-02 10:00;3;štručk".encode() + b"\xc5\n")  # fmt: skip
    assert PastPost.objects.filter(text="Češnjev, že še več žemljic").exists()
    assert "broken" in said(done)["letters_lost"]
