from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from pytest_django import DjangoAssertNumQueries

from skupnost.channels.models import Channel
from skupnost.clients.models import Client
from skupnost.editorial import calendar, periods
from skupnost.editorial.drawing import glyphs
from skupnost.editorial.models import Post, Variant

ZONE = ZoneInfo("Europe/Ljubljana")
MONTH = [periods.day_span(day, ZONE) for day in periods.month_days(date(2026, 11, 1))]
NewPost = Callable[..., Post]


def month(client: Client) -> dict[int, calendar.Filled]:
    return {
        filled.span.starts_at.astimezone(ZONE).day: filled
        for filled in calendar.filled(client, MONTH, first=2)
        if filled.n_all
    }


def test_a_full_day_shows_its_first_posts_and_counts_the_rest(
    bakery: Client, new_post: NewPost, now: datetime
) -> None:
    for hours in (5, 1, 3):
        new_post(f"in {hours}", planned_at=now + timedelta(hours=hours))
    day = month(bakery)[25]
    assert [entry.words for entry in day.entries] == ["in 1", "in 3"]
    assert day.n_more == 1


def test_midnight_belongs_to_the_day_of_the_clients_zone(bakery: Client, new_post: NewPost) -> None:
    new_post(planned_at=datetime(2026, 11, 24, 23, 30, tzinfo=UTC))
    assert list(month(bakery)) == [25]


def test_the_bin_and_other_clients_are_not_shown(
    bakery: Client, florist: Client, new_post: NewPost, now: datetime
) -> None:
    new_post(deleted_at=now)
    new_post(client=florist)
    assert month(bakery) == {}


def test_a_day_holds_what_begins_in_it_and_is_not_in_the_bin(
    bakery: Client, florist: Client, new_post: NewPost, now: datetime
) -> None:
    day = periods.day_span(date(2026, 11, 26), ZONE)
    new_post(planned_at=day.ends_at)
    new_post(planned_at=day.starts_at, deleted_at=now)
    new_post(planned_at=day.starts_at, client=florist)
    new_post(planned_at=day.starts_at - timedelta(minutes=1))
    first = new_post(planned_at=day.starts_at)
    assert list(calendar.planned(bakery, day)) == [first]


def test_each_network_is_shown_once(
    bakery: Client, channel: Channel, new_channel: Callable[..., Channel], new_post: NewPost
) -> None:
    post = new_post()
    for place in (channel, new_channel(bakery), new_channel(bakery, "mastodon")):
        Variant.objects.create(post=post, channel=place)
    assert month(bakery)[26].entries[0].networks == ("mastodon", "practice")


@pytest.mark.parametrize("n_posts", [1, 30])
def test_a_month_takes_three_queries_however_full(
    bakery: Client,
    new_post: NewPost,
    n_posts: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for _ in range(n_posts):
        new_post()
    with django_assert_num_queries(3):
        calendar.filled(bakery, MONTH, first=4)


@pytest.mark.parametrize(("n", "n_shown", "rest"), [(1, 1, ""), (3, 3, ""), (4, 2, "+2")])
def test_of_many_networks_the_first_are_drawn_and_the_rest_are_counted(
    n: int, n_shown: int, rest: str
) -> None:
    drawn = glyphs(("mastodon", "bluesky", "x", "threads")[:n])
    assert drawn.count("data-network=") == n_shown
    assert (
        f'"plus" title="X (formerly Twitter), Threads" aria-hidden="true">{rest}<' in drawn
    ) is bool(rest)
