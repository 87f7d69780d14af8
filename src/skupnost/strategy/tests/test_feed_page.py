"""The card about feeds on a channel's cadence page."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from skupnost.metrics.feeds import seen_hours
from skupnost.strategy.counsel import counsel
from skupnost.strategy.feed_pages import feed_card
from skupnost.strategy.models import FeedChoice
from skupnost.strategy.pasts import basis_of

TITLE = "How long your posts stay near the top"


def page(client, channel):
    args = [channel.client.slug, channel.pk]
    return client.get(reverse("strategy:advice", args=args)).content.decode()


def post(client, name, channel, **data):
    args = [channel.client.slug, channel.pk]
    return client.post(reverse(f"strategy:{name}", args=args), data, follow=True)


def test_the_card_has_a_chart_with_its_sentence_and_what_stands_behind_it(client, alice, tooter):
    client.force_login(alice)
    text = page(client, tooter)
    assert TITLE in text
    assert text.count("<circle ") >= 1
    assert "it is not the same" in text
    assert "evenly spread it would be" in text


def test_a_network_that_ranks_has_no_card(client, alice, past, tooter):
    past.network, past.account_kind = "facebook", "page"
    past.save()
    client.force_login(alice)
    assert TITLE not in page(client, past)
    assert post(client, "feed", past, hours_by="feeds").status_code == 404


def test_without_a_profile_nothing_is_claimed(client, alice, bakery, new_channel):
    client.force_login(alice)
    text = page(client, new_channel(bakery, "telegram", "channel"))
    assert "without one nothing is claimed" in text
    assert "A table with the times" in text


def test_the_choice_is_kept_and_shows_in_the_hours(client, alice, tooter):
    client.force_login(alice)
    before = page(client, tooter)
    post(client, "feed", tooter, hours_by="feeds", moves_today="on")
    kept = FeedChoice.objects.get()
    assert (kept.hours_by, kept.moves_today) == ("feeds", True)
    assert page(client, tooter) != before
    assert "not offered" in post(client, "feed", tooter, hours_by="stars").content.decode()


def test_a_table_is_counted_and_forgotten(client, alice, bakery, new_channel):
    channel = new_channel(bakery, "telegram", "channel")
    client.force_login(alice)
    rows = [f"2026-11-{day:02d}T{hour:02d}:15" for day in (3, 4, 5) for hour in (8, 9, 18)]
    table = "time\n" + "\n".join(rows)
    file = SimpleUploadedFile("rivals.csv", table.encode())
    assert (
        "Counted from the file rivals.csv"
        in post(client, "rivals", channel, file=file).content.decode()
    )
    post(client, "rivals", channel, forget="1")
    assert seen_hours(channel).n_posts == 0


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"time\nsoon", "Line 2: soon is no time"),
        (b"when\n2026-11-03", "a column time"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF\x00", "not a text file"),
        (b"%PDF-1.7\n", "This is a PDF file"),
        (b"time\n2090-01-01T00:00Z", "no post in this file"),
        (b"", "at most 10 MB"),
    ],
)
def test_a_table_of_no_use_is_told_why(client, alice, tooter, content, words):
    client.force_login(alice)
    file = SimpleUploadedFile("rivals.csv", content)
    assert words in post(client, "rivals", tooter, file=file).content.decode()


@pytest.mark.parametrize("name", ["feed", "rivals"])
def test_charlie_the_stranger_finds_nothing(client, charlie, tooter, name):
    client.force_login(charlie)
    assert post(client, name, tooter).status_code == 404


def test_the_page_says_which_evidence_is_stronger(tooter, now):
    assert (
        "The feed says more"
        in feed_card(basis_of(tooter), counsel(tooter, now=now), now=now).evidence
    )
