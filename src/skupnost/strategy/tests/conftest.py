"""A channel with a past: two years in which more posts brought more, up to a point."""

from __future__ import annotations

import random
from datetime import datetime, timedelta

import pytest

from skupnost.metrics.models import FeedHour, FeedReading, PastPost, Reading


@pytest.fixture
def past(channel, now: datetime):
    """Sixty posts of the bakery, five a week, those at noon better than others."""
    dice = random.Random(4)
    for number in range(60):
        at = now - timedelta(days=84 - 1.4 * number)
        at = at.replace(hour=dice.choice((8, 11, 16, 19)), minute=5)
        post = PastPost.objects.create(
            channel=channel, identity=f"id:{number}", digest=f"{number}", posted_at=at
        )
        value = dice.randint(8, 20) * (2 if at.hour == 11 else 1)
        Reading.objects.create(
            post=post, metric="interactions", unit="counts", value=value, observed_at=now
        )
    return channel


@pytest.fixture
def tooter(bakery, new_channel, now: datetime):
    """The bakery's Mastodon channel, whose feed was read for two weeks: busy from nine to eleven in
    the morning and from six to eight in the evening, quiet at night (in UTC)."""
    channel = new_channel(bakery, "mastodon")
    channel.server = "https://mastodon.example"
    channel.health = "ok"
    channel.save()
    for number in range(1, 14 * 24 + 1):
        at = (now - timedelta(hours=number)).replace(minute=0)
        n_posts = 20 if at.hour in (9, 10, 18, 19) else 1 if at.hour < 6 else 5
        FeedHour.objects.create(
            channel=channel, source="network", starts_at=at, n_posts=n_posts, observed_at=now
        )
    FeedReading.objects.create(
        channel=channel,
        read_at=now,
        asked_at=now,
        own_posted_at=now - timedelta(hours=5),
        rank=30,
        authors=["a", "b", "c"],
    )
    return channel
