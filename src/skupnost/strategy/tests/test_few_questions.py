"""Pages that show many channels ask the database no more for it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from skupnost.metrics.models import PastPost, Reading
from skupnost.strategy.models import ChannelLimits, Experiment, FreeTime, Period
from skupnost.strategy.pasts import bases, basis_of

NETWORKS = ("practice", "mastodon", "bluesky", "facebook", "instagram", "x", "linkedin", "youtube",
            "wordpress")  # fmt: skip


@pytest.fixture
def with_channels(bakery, new_channel, now):
    """The bakery with so many channels: each with a few posts, limits and an experiment."""

    def make(n):
        FreeTime.objects.create(client=bakery, leaves_holidays_free=True, country="SI")
        for network in NETWORKS[:n]:
            channel = new_channel(bakery, network)
            ChannelLimits.objects.create(channel=channel, types_left_out=["reel"])
            values = {"seed": 1, "levels": [2, 5], "order": [2, 5, 5, 2], "begun_at": now}
            Experiment.objects.create(channel=channel, starts_on=date(2026, 11, 16), **values)
            for number in range(6):
                post = PastPost.objects.create(
                    channel=channel, identity=f"{number}", digest=f"{number}",
                    posted_at=now - timedelta(days=2 * number), type="photo" if number else "reel",
                )  # fmt: skip
                Reading.objects.create(
                    post=post, metric="interactions", unit="counts", value=number, observed_at=now
                )
        return bakery

    return make


@pytest.mark.parametrize("n", [2, 9])
def test_the_overview_asks_as_little_for_nine_channels_as_for_two(
    alice, client, with_channels, n, django_assert_max_num_queries
):
    address = reverse("strategy:overview", args=[with_channels(n).slug])
    client.force_login(alice)
    client.get(address)
    with django_assert_max_num_queries(28):
        assert client.get(address).status_code == 200


def test_the_page_of_a_channel_reads_its_past_once(alice, client, with_channels):
    channel = with_channels(1).channels.get()
    client.force_login(alice)
    address = reverse("strategy:advice", args=[channel.client.slug, channel.pk])
    with CaptureQueriesContext(connection) as asked:
        client.get(address)
    assert sum('FROM "metrics_reading"' in row["sql"] for row in asked.captured_queries) == 1
    assert len(asked) <= 29


def test_many_channels_are_known_as_well_as_one(with_channels, now):
    rows = list(with_channels(3).channels.all())
    whole = {"client": rows[0].client, "kind": "campaign", "name": "Advent"}
    own = {"client": rows[0].client, "kind": "season", "name": "Autumn", "channel": rows[1]}
    days = {"starts_on": now - timedelta(days=5), "ends_on": now}
    Period.objects.create(**whole, **days)
    Period.objects.create(**own, **days)
    assert bases(rows) == {row.pk: basis_of(row) for row in rows}
    left_out = [[post.left_out for post in basis_of(row).posts].count("campaign") for row in rows]
    assert left_out == [2, 2, 2]
    seasons = [any("Autumn" in post.type for post in basis_of(row).posts) for row in rows]
    assert seasons == [False, True, False]
