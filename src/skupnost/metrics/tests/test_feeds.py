"""What others publish is counted by the hour, from feeds and from files."""

from __future__ import annotations

import io
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from skupnost.channels.actions import connect_practice
from skupnost.kit import registry
from skupnost.kit.values import Feed, FeedPost
from skupnost.metrics.feeds import (
    BadRivals,
    can_read_feed,
    due,
    floor,
    forget_file,
    keep_feed,
    read_feed,
    read_feeds_due,
    seen_hours,
    take_file,
)
from skupnost.metrics.models import FeedHour, FeedReading

HOUR = timedelta(hours=1)
ZONE = ZoneInfo("Europe/Ljubljana")


@pytest.fixture(params=["mastodon", "bluesky"])
def connected(request, bakery, now, settings, tmp_path):
    settings.DATA = tmp_path
    return connect_practice(client=bakery, now=now, network=request.param)


def feed(now, *hours_ago: float, own: tuple[float, ...] = (), reaches: float = 30) -> Feed:
    posts = [
        FeedPost(f"{ago}", f"author {int(ago) % 3}", now - ago * HOUR, is_own=ago in own)
        for ago in sorted((*hours_ago, *own))
    ]
    return Feed(tuple(posts), now - reaches * HOUR)


def test_whole_hours_are_counted_and_the_running_one_is_not(channel, now):
    keep_feed(channel=channel, feed=feed(now, 0.0, 2.0, 2.1, 5.0), now=now)
    hours = dict(FeedHour.objects.values_list("starts_at", "n_posts"))
    assert floor(now) not in hours
    assert sum(hours.values()) == 3
    assert min(hours) >= now - 30 * HOUR
    assert 0 in hours.values()


def test_the_same_feed_again_changes_nothing(channel, now):
    for _ in range(2):
        keep_feed(channel=channel, feed=feed(now, 2.0, 3.0, own=(4.0,)), now=now)
    assert seen_hours(channel).n_posts == 2
    assert seen_hours(channel).n_authors == 2
    assert FeedReading.objects.get().rank == 2


def test_what_lies_above_the_own_post_is_counted_on(channel, now):
    keep_feed(channel=channel, feed=feed(now, 2.0, 3.0, own=(4.0,)), now=now)
    later = now + HOUR
    row = keep_feed(channel=channel, feed=feed(later, 0.2, 0.5, 1.5, reaches=2), now=later)
    assert row.rank == 2 + 2


def test_where_posts_between_are_missing_the_rank_is_not_known(channel, now):
    keep_feed(channel=channel, feed=feed(now, 2.0, own=(4.0,)), now=now)
    later = now + 9 * HOUR
    row = keep_feed(channel=channel, feed=feed(later, 0.5, reaches=3), now=later)
    assert row.rank is None


def test_old_hours_go_and_authors_are_marks(channel, now):
    keep_feed(channel=channel, feed=feed(now, 2.0), now=now)
    assert "author" not in FeedReading.objects.get().authors[0]
    later = now + timedelta(weeks=9)
    keep_feed(channel=channel, feed=feed(later, 2.0), now=later)
    assert FeedHour.objects.filter(starts_at__lt=later - timedelta(weeks=8)).count() == 0


def test_an_empty_feed_makes_no_profile(channel, now):
    keep_feed(channel=channel, feed=Feed((), now - timedelta(weeks=8)), now=now)
    assert not FeedHour.objects.exists()


def test_the_network_is_asked_and_a_second_time_reads_on(connected, now):
    assert not can_read_feed(connected)
    for hours in (0, 1):
        row = read_feed(channel=connected, now=now + hours * HOUR)
    assert row.read_at == now + HOUR
    assert row.rank is None


def test_a_feed_is_due_once_an_hour(connected, now):
    connected.server = "https://127.0.0.1:9"
    connected.save()
    assert due(now) == [connected]
    assert read_feeds_due(now) == 0
    assert FeedReading.objects.get().problem
    assert due(now + HOUR / 2) == []
    assert due(now + HOUR) == [connected]


def test_to_see_whether_a_feed_can_be_read_reads_that_network_only(connected):
    registry._installed.cache_clear()
    assert not can_read_feed(connected)
    assert registry._installed.cache_info().misses == 0


def test_a_file_counts_instead_of_the_feed_until_it_is_forgotten(channel, now):
    keep_feed(channel=channel, feed=feed(now, 2.0), now=now)
    table = "time,author\n2026-11-20T09:10,ana\n2026-11-21T09:40,jo\n2050-01-01T00:00,jo"
    for _ in range(2):
        take_file(
            channel=channel, file=io.BytesIO(table.encode()), name="rivals.csv", zone=ZONE, now=now
        )
    found = seen_hours(channel)
    assert (found.n_posts, found.n_authors, len(found.hours)) == (2, 2, 25)
    assert found.file_name == "rivals.csv"
    forget_file(channel=channel)
    assert seen_hours(channel).n_posts == 1


def test_a_file_of_no_use_leaves_the_old_one(channel, now):
    table = "time\n2026-11-20T09:10"
    take_file(channel=channel, file=io.BytesIO(table.encode()), name="good.csv", zone=ZONE, now=now)
    with pytest.raises(BadRivals):
        take_file(
            channel=channel, file=io.BytesIO(b"time\nsoon"), name="bad.csv", zone=ZONE, now=now
        )
    assert seen_hours(channel).file_name == "good.csv"
