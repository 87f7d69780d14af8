"""The page of a channel's past."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from skupnost.metrics.models import PastPost
from skupnost.metrics.queries import history

TABLE = "time,likes,colour\n2026-11-01T10:00Z,3,red\n2026-11-02T10:00Z,,red\n"


@pytest.fixture
def address(bakery, channel):
    return f"/c/bakery/channels/{channel.pk}/history/"


@pytest.fixture
def browser(client, alice):
    client.force_login(alice)
    return client


def send(browser, address, content, **more):
    file = SimpleUploadedFile("posts.csv", content.encode())
    return browser.post(address, {"file": file, **more}, follow=True)


def test_a_file_is_imported_and_shown_with_what_was_not_used(browser, address):
    text = send(browser, address, TABLE).content.decode()
    assert "2 new posts" in text
    assert "colour" in text
    assert text.count("not known") == 3


def test_a_file_without_zone_asks_for_one_and_keeps_nothing(browser, address):
    answer = send(browser, address, TABLE.replace("Z", ""))
    assert answer.status_code == 422
    assert "Say in which zone they are" in answer.content.decode()
    assert not PastPost.objects.exists()


def test_the_columns_of_any_table_can_be_named(browser, address):
    table = "Kdaj;Odzivi\n2026-11-01T10:00Z;7\n"
    send(browser, address, table, time_column="Kdaj", response_column="Odzivi")
    assert PastPost.objects.get().readings.get().value == 7


def test_a_post_left_out_stays_out_and_one_counted_in_stays_in(browser, address):
    send(browser, address, "time,likes,boosted\n2026-11-01T10:00Z,3,1\n")
    post = PastPost.objects.get()
    assert post.left_out == "boosted"
    for reason in ("contest", ""):
        browser.post(f"{address}left-out/", {f"out_{post.pk}": reason})
        post.refresh_from_db()
        assert post.left_out == reason
    send(browser, address, "time,likes,boosted\n2026-11-01T10:00Z,4,1\n")
    post.refresh_from_db()
    assert post.left_out == ""


def test_saying_which_posts_count_is_noted_and_other_words_are_passed_over(browser, address):
    send(browser, address, "time,likes\n2026-11-01T10:00Z,3\n")
    post = PastPost.objects.get()
    odd = {"out_x": "contest", "out_": "contest", "out_" + "9" * 30: "contest"}
    answer = browser.post(f"{address}left-out/", odd | {f"out_{post.pk}": "contest"}, follow=True)
    post.refresh_from_db()
    assert post.left_out == "contest"
    assert "Noted." in answer.content.decode()


def test_a_boosted_post_is_only_marked_and_a_contest_is_left_out(browser, address, channel):
    send(browser, address, "time,likes,left_out\n2026-11-01T10:00Z,3,boosted\n"
                           "2026-11-02T10:00Z,3,contest\n2026-11-03T10:00Z,3,\n")  # fmt: skip
    posts = history(channel).posts()
    assert [(post.is_boosted, post.left_out) for post in posts] == [
        (True, ""),
        (False, "contest"),
        (False, ""),
    ]


def test_the_page_tells_of_the_imports_of_its_own_channel_only(
    browser, address, bakery, new_channel
):
    other = new_channel(bakery, "mastodon")
    send(browser, f"/c/bakery/channels/{other.pk}/history/", TABLE)
    assert "posts.csv" not in browser.get(address).content.decode()


@pytest.mark.parametrize(
    ("column", "cell", "reason"),
    [
        ("left_out", "giveaway", "contest"),
        ("left_out", "Campaign", "campaign"),
        ("left_out", "yes", "boosted"),
        ("Nagradna igra", "da", "contest"),
        ("contest", "no", ""),
        ("promoted", "whatever", ""),
    ],
)
def test_a_column_says_which_posts_are_no_evidence(browser, address, column, cell, reason):
    send(browser, address, f"time,likes,{column}\n2026-11-01T10:00Z,3,{cell}\n")
    assert PastPost.objects.get().left_out == reason


def test_a_stranger_sees_nothing_of_it(client, charlie, address):
    client.force_login(charlie)
    assert client.get(address).status_code == 404
    assert client.post(f"{address}left-out/").status_code == 404


def test_a_long_history_needs_few_questions(browser, address, django_assert_max_num_queries):
    rows = "".join(f"2026-10-{day:02d}T10:00Z,{day}\n" for day in range(1, 31))
    send(browser, address, f"time,likes\n{rows}")
    with django_assert_max_num_queries(16):
        browser.get(address)


def test_an_old_tab_leaves_what_another_one_chose(browser, address):
    send(browser, address, TABLE)
    first, second = PastPost.objects.order_by("pk")
    old = {f"{name}_{post.pk}": "" for post in (first, second) for name in ("out", "was")}
    browser.post(f"{address}left-out/", old | {f"out_{first.pk}": "contest"})
    browser.post(f"{address}left-out/", old | {f"out_{second.pk}": "campaign"})
    chosen = PastPost.objects.order_by("pk").values_list("left_out", flat=True)
    assert list(chosen) == ["contest", "campaign"]


def test_the_page_sends_along_what_it_shows(browser, address):
    text = send(browser, address, "time,likes,boosted\n2026-11-01T10:00Z,3,1\n").content.decode()
    assert f'name="was_{PastPost.objects.get().pk}" value="boosted"' in text


def test_a_table_of_hundreds_of_megabytes_is_refused_with_what_to_do(browser, address):
    answer = send(browser, address, TABLE + "x" * 30_000_000)
    assert answer.status_code == 422
    assert "Choose a table of at most 30 MB" in answer.content.decode()
    assert not PastPost.objects.exists()


@pytest.mark.parametrize("name", ["Datum objave", "Fecha de publicación"])
def test_the_time_is_known_by_its_slovenian_and_spanish_names(browser, address, name):
    send(browser, address, f"{name};Všečki\n3.2.2026 10:00;7\n", zone="Europe/Ljubljana")
    assert f"{PastPost.objects.get().posted_at:%d.%m. %H}" == "03.02. 09"


def test_an_empty_file_is_told_with_what_to_do(browser, address):
    answer = send(browser, address, "")
    assert answer.status_code == 422
    assert "The file is empty. Download or save it once more." in answer.content.decode()
