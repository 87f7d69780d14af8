"""Who left: brought in as a table beside the history, and weighed in the channel's advice."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from skupnost.kit.exports import BadExport
from skupnost.metrics.forms import MOST_BYTES
from skupnost.metrics.models import FollowerCount, UnfollowTable, UnfollowWeek
from skupnost.metrics.unfollows import BadUnfollows, forget_unfollows, take_unfollows
from skupnost.strategy.counsel import counsel
from skupnost.strategy.models import Refit
from skupnost.strategy.pasts import basis_of
from skupnost.strategy.refitting import is_due, refit
from skupnost.strategy.results import result_of

HEAD = "time,unfollows,followers\n"
FIRST = date(2026, 8, 31)
AT = datetime(2026, 11, 25, 12, tzinfo=UTC)


def weeks(*lost: int, first: date = FIRST, followers: int = 1000) -> str:
    return HEAD + "".join(
        f"{first + timedelta(weeks=week)},{left},{followers}\n" for week, left in enumerate(lost)
    )


@pytest.fixture
def uneven(past_until, now):
    """Weeks of three and of nine posts in turn."""
    return past_until(FIRST, [3, 9] * 6, now)


def take(channel, text: str, at: datetime = AT, **more):
    file = io.BytesIO(text.encode())
    return take_unfollows(channel=channel, file=file, name="left.csv", now=at, **more)


def send(http, channel, content: str | bytes = "", **fields):
    data = content if isinstance(content, bytes) else content.encode()
    file = {"unfollows": SimpleUploadedFile("left.csv", data)} if data else {}
    address = reverse("metrics:unfollows", args=[channel.client.slug, channel.pk])
    return http.post(address, file | fields, follow=True)


def test_where_many_posts_drive_people_away_fewer_are_advised(uneven, now):
    unknown = counsel(uneven, now=now).advice
    take(uneven, weeks(*[1, 90] * 6))
    told = counsel(uneven, now=now).advice
    assert told.advice_per_week < unknown.advice_per_week
    assert told.range80.high < unknown.range80.high
    forget_unfollows(channel=uneven, now=AT)
    assert counsel(uneven, now=now).advice == unknown


def test_those_who_left_another_channel_say_nothing_of_this_one(uneven, new_channel, bakery, now):
    unknown = counsel(uneven, now=now).advice
    other = new_channel(bakery, "mastodon")
    take(other, weeks(*[1, 90] * 6))
    assert counsel(uneven, now=now).advice == unknown
    assert basis_of(uneven).losses == ()
    forget_unfollows(channel=uneven, now=AT)
    assert UnfollowWeek.objects.filter(channel=other).count() == 12


def test_weeks_without_posts_of_the_history_do_not_count(uneven):
    take(uneven, weeks(*range(20), first=FIRST - timedelta(weeks=4)))
    found = basis_of(uneven).losses
    assert [loss.unfollows for loss in found] == list(range(4, 16))
    assert found[0].at.isoformat() == "2026-08-31T00:00:00+02:00"
    assert found[-1].followers == 1000


def test_a_channel_without_posts_has_no_weeks(channel):
    take(channel, weeks(1, 2))
    assert basis_of(channel).losses == ()


def test_a_monday_of_an_experiment_weighs_who_had_left_by_then(tried, now):
    refit(experiment=tried, now=now)
    before = Refit.objects.get(monday=date(2026, 11, 23))
    first = tried.starts_on - timedelta(weeks=10)
    take(tried.channel, weeks(*[0] * 14, 900, first=first))
    refit(experiment=tried, now=now)
    late = Refit.objects.get(monday=date(2026, 11, 23))
    lost = [0, 60, 0, 60, 0, 60, 0, 60, 0, 0, 0, 60, 60, 0]
    take(tried.channel, weeks(*lost, first=first))
    refit(experiment=tried, now=now)
    told = Refit.objects.get(monday=date(2026, 11, 23))
    assert told.high80 <= late.high80
    assert (late.advice_per_week, told.p_better) != (before.advice_per_week, before.p_better)


def test_a_new_table_takes_the_place_of_the_old_one_and_a_bad_one_changes_nothing(channel):
    take(channel, weeks(1, 2, 3))
    assert len(take(channel, weeks(4)).weeks) == 1
    with pytest.raises(BadUnfollows):
        take(channel, HEAD + "soon,1,2\n")
    assert [row.unfollows for row in UnfollowWeek.objects.all()] == [4]


def test_the_history_takes_shows_and_forgets_a_table(uneven, client, alice):
    client.force_login(alice)
    page = send(client, uneven, weeks(1, 1200, followers=2000))
    assert "2 weeks, 1,201 stopped following." in page.text
    assert "2 weeks are known, from 31 Aug 2026 to 7 Sept 2026: 1,201 left." in page.text
    assert "The posts go from" not in page.text
    assert "no longer" in send(client, uneven, forget="1").text
    assert not UnfollowWeek.objects.exists()


def test_the_history_says_how_a_table_was_read_for_as_long_as_it_counts(uneven, client, alice):
    client.force_login(alice)
    words = "The table counts by month; each is spread evenly over its weeks."
    page = send(client, uneven, HEAD + "2026-08,93,900\n2026-09,90,900\n2026-10,93,900\n")
    assert words in page.text
    address = reverse("metrics:history", args=[uneven.client.slug, uneven.pk])
    assert words in client.get(address).text
    assert words not in send(client, uneven, weeks(1, 2)).text


def test_the_history_says_which_weeks_lie_outside_the_time_of_the_posts(uneven, client, alice):
    client.force_login(alice)
    before = FIRST - timedelta(weeks=20)
    page = send(client, uneven, weeks(1, 2, first=before))
    assert "The posts go from 31 Aug 2026 to" in page.text
    assert "none of these weeks counts." in page.text
    page = send(client, uneven, weeks(*range(8), first=FIRST - timedelta(weeks=3)))
    assert "3 weeks outside of that do not count." in page.text
    assert len(basis_of(uneven).losses) == 5


YOUTUBE = "Date,Subscribers gained,Subscribers lost,Subscribers\n" + "".join(
    f"{FIRST + timedelta(days=day)},5,3,2\n" for day in range(14)
)


def test_a_table_without_a_total_asks_for_it_and_is_read_with_it(uneven, client, alice):
    client.force_login(alice)
    page = send(client, uneven, YOUTUBE)
    assert page.status_code == 422
    assert "Say how many do at its end" in page.text
    assert "choose the file again" not in page.text
    assert "<details open>" in page.text
    assert "nobody is left on" in send(client, uneven, YOUTUBE, followers="10").text
    page = send(client, uneven, YOUTUBE, followers="928")
    assert "2 weeks, 42 stopped following." in page.text
    assert "Read as the table of YouTube." in page.text
    assert [week.followers for week in UnfollowWeek.objects.all()] == [900, 914]


def test_a_table_of_another_network_is_refused(new_channel, bakery):
    other = new_channel(bakery, "mastodon")
    with pytest.raises(BadExport) as caught:
        take(other, YOUTUBE, total=900)
    assert (caught.value.code, caught.value.params) == ("other_network", {"network": "YouTube"})
    assert not UnfollowTable.objects.exists()


def test_an_order_of_dates_that_a_file_leaves_open_can_be_said(uneven, client, alice):
    client.force_login(alice)
    text = HEAD + "7/9/2026,1,900\n8/9/2026,1,900\n9/9/2026,1,900\n"
    assert "can be read two ways" in send(client, uneven, text).text
    send(client, uneven, text, dates="day")
    assert [week.monday for week in UnfollowWeek.objects.all()] == [date(2026, 9, 7)]


def test_a_table_of_a_time_that_is_not_over_changes_nothing(channel):
    take(channel, weeks(4))
    with pytest.raises(BadUnfollows) as caught:
        take(channel, weeks(9, first=AT.date()))
    assert caught.value.code == "no_whole_week"
    assert UnfollowWeek.objects.get().unfollows == 4


def test_a_table_brought_in_or_forgotten_after_the_fit_counts_all_mondays_anew(tried, now):
    refit(experiment=tried, now=now)
    assert not is_due(tried, now)
    minutes = [now + timedelta(minutes=n) for n in range(1, 5)]
    first = tried.starts_on - timedelta(weeks=10)
    take(tried.channel, weeks(*[0, 60] * 5, first=first), minutes[0])
    assert is_due(tried, minutes[1])
    assert "before the unfollows were changed" in result_of(tried, now=minutes[1]).paragraph
    assert len(refit(experiment=tried, now=minutes[1])) == 5
    assert not is_due(tried, minutes[1])
    assert "before the unfollows" not in result_of(tried, now=minutes[1]).paragraph
    forget_unfollows(channel=tried.channel, now=minutes[2])
    assert is_due(tried, minutes[2])
    refit(experiment=tried, now=minutes[2])
    forget_unfollows(channel=tried.channel, now=minutes[3])
    assert not is_due(tried, minutes[3])


def test_a_table_of_another_channel_makes_nothing_due(tried, new_channel, bakery, now):
    refit(experiment=tried, now=now)
    take(new_channel(bakery, "mastodon"), weeks(1), now + timedelta(minutes=1))
    assert not is_due(tried, now + timedelta(minutes=2))


def test_the_advice_says_whether_it_knows_who_left(uneven, client, alice):
    client.force_login(alice)
    address = reverse("strategy:advice", args=[uneven.client.slug, uneven.pk])
    assert "not known; the history takes a table" in client.get(address).text
    take(uneven, weeks(1))
    assert "known of 1 week<" in client.get(address).text
    take(uneven, weeks(1, 2))
    assert "known of 2 weeks<" in client.get(address).text


def test_the_number_of_followers_tells_who_leaves_until_a_table_does(uneven, client, alice, now):
    unknown = counsel(uneven, now=now).advice
    value = 4000.0
    for week, posted in enumerate([3, 9] * 6):
        count = {"observed_at": datetime.combine(FIRST + timedelta(weeks=week), time(), UTC)}
        FollowerCount.objects.create(channel=uneven, value=round(value), **count)
        value *= 1.002 if posted == 3 else 0.93
    told = counsel(uneven, now=now).advice
    assert told.advice_per_week < unknown.advice_per_week
    client.force_login(alice)
    address = reverse("strategy:advice", args=[uneven.client.slug, uneven.pk])
    weeks_read = f"read from how the followers grew in {told.n_growth_weeks} weeks<"
    assert weeks_read in client.get(address).text
    take(uneven, weeks(1, 2))
    assert "known of 2 weeks<" in client.get(address).text


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "Choose a file."),
        (b"x" * (MOST_BYTES + 1), "Choose a file of at most 10 MB."),
        (b"PK\x03\x04", "The file is broken and cannot be unpacked."),
        (b"a,b\n", "No column tells who left."),
        (b"unfollows,followers\n1,2\n", "No column tells the day."),
        ((HEAD + "2026-11-02,x,1\n").encode(), "Line 2: x is no number of people."),
        ((HEAD + "<b>,1,1\n").encode(), "Line 2: &lt;b&gt; is no day"),
        ((HEAD + "2026-11-02,9,1\n").encode(), "Line 2: more left than followed"),
        (HEAD.encode(), "There is no row in this file."),
    ],
)
def test_a_file_of_no_use_is_refused_with_what_to_do(uneven, client, alice, content, words):
    client.force_login(alice)
    take(uneven, weeks(7))
    assert words in send(client, uneven, content).text
    assert UnfollowWeek.objects.get().unfollows == 7


def test_a_stranger_neither_brings_in_nor_forgets(uneven, client, charlie):
    client.force_login(charlie)
    take(uneven, weeks(7))
    assert send(client, uneven, weeks(1, 2)).status_code == 404
    assert send(client, uneven, forget="1").status_code == 404
    assert UnfollowWeek.objects.get().unfollows == 7
