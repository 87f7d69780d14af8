"""A file whose form left a question open need not be chosen again, and nobody else gets it."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from skupnost.metrics import staging
from skupnost.metrics.models import HistoryImport, PastPost
from skupnost.metrics.unfollows import unfollow_weeks

POSTS = "time,likes\n2026-11-01 10:00,3\n"
LEFT = "date,unfollows\n" + "".join(f"2026-11-{n:02},2\n" for n in range(2, 16))


@pytest.fixture
def address(bakery, channel):
    return f"/c/bakery/channels/{channel.pk}/history/"


@pytest.fixture
def browser(client, alice):
    client.force_login(alice)
    return client


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.DATA = tmp_path
    return tmp_path / "uploads"


def send(browser, address, content="", field="file", **more):
    file = {field: SimpleUploadedFile("objave.csv", content.encode())} if content else {}
    return browser.post(address, file | more)


def word_in(answer):
    return re.search(r'name="kept" value="([^"]+)"', answer.content.decode())[1]


def files(folder):
    return list(folder.glob("*"))


def test_the_zone_is_answered_without_choosing_the_file_again(browser, address, folder):
    asked = send(browser, address, POSTS)
    assert "“objave.csv” is kept" in asked.content.decode()
    assert len(files(folder)) == 1
    done = send(browser, address, kept=word_in(asked), zone="Europe/Ljubljana")
    assert done.status_code == 302
    assert HistoryImport.objects.get().file_name == "objave.csv"
    assert files(folder) == []


def test_questions_one_after_another_keep_one_file(browser, address, folder):
    asked = send(browser, address, "Kdaj;Odzivi\n3/4/2026 10:00;7\n", zone="Europe/Ljubljana")
    again = send(browser, address, kept=word_in(asked), time_column="Kje")
    last = send(browser, address, kept=word_in(again), time_column="Kdaj", zone="Europe/Ljubljana")
    assert "can be read two ways" in last.content.decode()
    assert len(files(folder)) == 1
    more = {"time_column": "Kdaj", "response_column": "Odzivi", "dates": "day"}
    send(browser, address, kept=word_in(last), zone="Europe/Ljubljana", **more)
    assert PastPost.objects.get().posted_at.month == 4
    assert files(folder) == []


def test_the_number_of_followers_is_answered_without_choosing_the_table_again(
    browser, address, channel, folder
):
    send(browser, address, POSTS, zone="Europe/Ljubljana")
    asked = send(browser, f"{address}unfollows/", LEFT, "unfollows")
    odd = send(browser, f"{address}unfollows/", kept=word_in(asked), followers="many")
    send(browser, f"{address}unfollows/", kept=word_in(odd), followers="500")
    assert [week.unfollows for week in unfollow_weeks([channel])[channel.pk]] == [14, 14]
    assert files(folder) == []


def test_another_file_takes_the_place_of_the_one_that_was_kept(browser, address, folder):
    asked = send(browser, address, POSTS)
    send(browser, address, "time,likes\n2026-11-02T10:00Z,9\n", kept=word_in(asked))
    assert PastPost.objects.get().posted_at.day == 2
    assert files(folder) == []


def test_a_file_that_is_wrong_itself_is_not_kept(browser, address, folder):
    asked = send(browser, address, POSTS)
    answer = send(browser, address, "\u00a0Dear reader", kept=word_in(asked))
    assert 'name="kept"' not in answer.content.decode()
    assert files(folder) == []


def test_nobody_else_gets_it(browser, address, new_channel, bakery, bob, charlie, folder):
    word = word_in(send(browser, address, POSTS))
    other = f"/c/bakery/channels/{new_channel(bakery).pk}/history/"
    assert send(browser, other, kept=word).status_code == 404
    assert send(browser, address, kept=f"{word}x").status_code == 404
    assert send(browser, address, kept=files(folder)[0].name).status_code == 404
    for stranger in (charlie, bob):
        browser.force_login(stranger)
        assert send(browser, address, kept=word, zone="Europe/Ljubljana").status_code == 404
    assert not PastPost.objects.exists()


def test_what_nobody_answered_is_gone_after_an_hour(browser, address, folder):
    asked = send(browser, address, POSTS)
    assert files(folder)[0].stat().st_mode & 0o077 == 0
    assert staging.forget_old(timezone.now()) == 0
    assert staging.forget_old(timezone.now() + timedelta(minutes=61)) == 1
    late = send(browser, address, kept=word_in(asked), zone="Europe/Ljubljana")
    assert late.status_code == 422
    assert "it is not kept longer than an hour" in late.content.decode()


def test_without_room_the_question_is_asked_all_the_same(browser, address, folder):
    folder.write_text("in the way")
    asked = send(browser, address, POSTS)
    assert "Say in which zone they are" in asked.content.decode()
    assert 'name="kept"' not in asked.content.decode()


def test_other_files_of_the_folder_stay(folder):
    folder.mkdir()
    note = Path(folder / "note.txt")
    note.write_text("mine")
    staging.forget_old(timezone.now() + timedelta(days=1))
    assert note.exists()


@pytest.mark.parametrize(
    ("content", "sent", "field"),
    [
        (POSTS, {}, "zone"),
        ("time,likes\n3/4/2026 10:00,7\n", {"zone": "Europe/Ljubljana"}, "dates"),
        ("Kaj;Odzivi\nkruh;7\n", {}, "time_column"),
        (POSTS, {"time_column": "kdaj"}, "time_column"),
        (POSTS, {"time_column": "time", "response_column": "odzivi"}, "response_column"),
    ],
)
def test_what_is_asked_stands_beside_its_answer_and_has_the_keyboard(
    browser, address, content, sent, field
):
    text = send(browser, address, content, **sent).content.decode()
    asked = re.findall(r'<(?:select|input)[^>]* name="([^"]+)"[^>]* aria-invalid="true"', text)
    assert asked == re.findall(r'name="([^"]+)"[^>]* autofocus', text) == [field]
    is_open = "<details open><summary>A table of your own" in text
    assert is_open == field.endswith("_column") or bool(sent.get("time_column"))


def test_what_is_wrong_with_the_file_stands_beside_the_file(browser, address):
    text = send(browser, address, "\u00a0Dear reader").content.decode()
    assert re.findall(r'name="([^"]+)"[^>]* autofocus', text) == ["file"]
