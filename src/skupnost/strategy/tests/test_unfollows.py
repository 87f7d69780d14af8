"""Who left: brought in as a table beside the history, and weighed in the channel's advice."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from skupnost.metrics.models import UnfollowWeek
from skupnost.metrics.unfollows import BadUnfollows, forget_unfollows, take_unfollows
from skupnost.strategy.counsel import counsel
from skupnost.strategy.models import Refit
from skupnost.strategy.pasts import basis_of
from skupnost.strategy.refitting import refit

HEAD = "time,unfollows,followers\n"
FIRST = date(2026, 8, 31)


def weeks(*lost: int, first: date = FIRST, followers: int = 1000) -> str:
    return HEAD + "".join(
        f"{first + timedelta(weeks=week)},{left},{followers}\n" for week, left in enumerate(lost)
    )


@pytest.fixture
def uneven(past_until, now):
    """Weeks of three and of nine posts in turn."""
    return past_until(FIRST, [3, 9] * 6, now)


def send(http, channel, content: str | bytes = "", **fields):
    data = content if isinstance(content, bytes) else content.encode()
    file = {"unfollows": SimpleUploadedFile("left.csv", data)} if data else {}
    address = reverse("metrics:unfollows", args=[channel.client.slug, channel.pk])
    return http.post(address, file | fields, follow=True)


def test_where_many_posts_drive_people_away_fewer_are_advised(uneven, now):
    unknown = counsel(uneven, now=now).advice
    take_unfollows(channel=uneven, text=weeks(*[1, 90] * 6))
    told = counsel(uneven, now=now).advice
    assert told.advice_per_week < unknown.advice_per_week
    assert told.range80.high < unknown.range80.high
    forget_unfollows(channel=uneven)
    assert counsel(uneven, now=now).advice == unknown


def test_those_who_left_another_channel_say_nothing_of_this_one(uneven, new_channel, bakery, now):
    unknown = counsel(uneven, now=now).advice
    other = new_channel(bakery, "mastodon")
    take_unfollows(channel=other, text=weeks(*[1, 90] * 6))
    assert counsel(uneven, now=now).advice == unknown
    assert basis_of(uneven).losses == ()
    forget_unfollows(channel=uneven)
    assert UnfollowWeek.objects.filter(channel=other).count() == 12


def test_weeks_without_posts_of_the_history_do_not_count(uneven):
    take_unfollows(channel=uneven, text=weeks(*range(20), first=FIRST - timedelta(weeks=4)))
    found = basis_of(uneven).losses
    assert [loss.unfollows for loss in found] == list(range(4, 16))
    assert found[0].at.isoformat() == "2026-08-31T00:00:00+02:00"
    assert found[-1].followers == 1000


def test_a_channel_without_posts_has_no_weeks(channel):
    take_unfollows(channel=channel, text=weeks(1, 2))
    assert basis_of(channel).losses == ()


def test_a_monday_of_an_experiment_weighs_who_had_left_by_then(tried, now):
    refit(experiment=tried, now=now)
    before = Refit.objects.get(monday=date(2026, 11, 23))
    first = tried.starts_on - timedelta(weeks=10)
    take_unfollows(channel=tried.channel, text=weeks(*[0] * 14, 900, first=first))
    refit(experiment=tried, now=now)
    late = Refit.objects.get(monday=date(2026, 11, 23))
    lost = [0, 60, 0, 60, 0, 60, 0, 60, 0, 0, 0, 60, 60, 0]
    take_unfollows(channel=tried.channel, text=weeks(*lost, first=first))
    refit(experiment=tried, now=now)
    told = Refit.objects.get(monday=date(2026, 11, 23))
    assert told.high80 <= late.high80
    assert (late.advice_per_week, told.p_better) != (before.advice_per_week, before.p_better)


def test_a_new_table_takes_the_place_of_the_old_one_and_a_bad_one_changes_nothing(channel):
    take_unfollows(channel=channel, text=weeks(1, 2, 3))
    assert take_unfollows(channel=channel, text=weeks(4)) == 1
    with pytest.raises(BadUnfollows):
        take_unfollows(channel=channel, text=HEAD + "soon,1,2\n")
    assert [row.unfollows for row in UnfollowWeek.objects.all()] == [4]


def test_the_history_takes_shows_and_forgets_a_table(uneven, client, alice):
    client.force_login(alice)
    page = send(client, uneven, weeks(1, 1200, followers=2000))
    assert "2 weeks are known." in page.text
    assert "2 weeks are known, from 31 Aug 2026 to 7 Sept 2026: 1,201 left." in page.text
    assert "no longer" in send(client, uneven, forget="1").text
    assert not UnfollowWeek.objects.exists()


def test_the_advice_says_whether_it_knows_who_left(uneven, client, alice):
    client.force_login(alice)
    address = reverse("strategy:advice", args=[uneven.client.slug, uneven.pk])
    assert "not known; the history takes a table" in client.get(address).text
    take_unfollows(channel=uneven, text=weeks(1))
    assert "known of 1 week<" in client.get(address).text
    take_unfollows(channel=uneven, text=weeks(1, 2))
    assert "known of 2 weeks<" in client.get(address).text


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "Choose a file of at most 2 MB."),
        (b"x" * 2_000_001, "Choose a file of at most 2 MB."),
        (b"\xff\xfe\x00", "Save the table as CSV in UTF-8."),
        (b"a,b\n", "The first line must name a column time."),
        ((HEAD + "2026-11-02,x,1\n").encode(), "Line 2: x is no whole number."),
        ((HEAD + "<b>,1,1\n").encode(), "Line 2: &lt;b&gt; is no day"),
        ((HEAD + "2026-11-02,9,1\n").encode(), "Line 2: more left than followed"),
        (HEAD.encode(), "There is no row in this file."),
    ],
)
def test_a_file_of_no_use_is_refused_with_what_to_do(uneven, client, alice, content, words):
    client.force_login(alice)
    take_unfollows(channel=uneven, text=weeks(7))
    assert words in send(client, uneven, content).text
    assert UnfollowWeek.objects.get().unfollows == 7


def test_a_stranger_neither_brings_in_nor_forgets(uneven, client, charlie):
    client.force_login(charlie)
    take_unfollows(channel=uneven, text=weeks(7))
    assert send(client, uneven, weeks(1, 2)).status_code == 404
    assert send(client, uneven, forget="1").status_code == 404
    assert UnfollowWeek.objects.get().unfollows == 7
