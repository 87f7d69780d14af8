"""A channel with a past: two years in which more posts brought more, up to a point."""

from __future__ import annotations

import math
import random
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from skupnost.channels.models import Channel
from skupnost.metrics.models import FeedHour, FeedReading, PastPost, Reading
from skupnost.strategy.models import Experiment, Refit, Slot
from skupnost.strategy.refitting import settle


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
def past_until(channel):
    """Posts of a channel from one Monday on: `paces` has how many there are in each week; most
    comes back at eight a week."""

    def make(monday: date, paces: Sequence[int], now: datetime) -> Channel:
        dice = random.Random(11)
        zone = ZoneInfo(channel.client.zone)
        for week, pace in enumerate(paces):
            for number in range(pace):
                day = monday + timedelta(weeks=week, days=7 * number // pace)
                at = datetime.combine(day, time(9 + number % 9, 10), tzinfo=zone).astimezone(UTC)
                name = f"{at.isoformat()}-{number}"
                post = PastPost.objects.create(
                    channel=channel, identity=name, digest=name[:64], posted_at=at
                )
                value = max(1, round(60 * math.exp(-pace / 8) * dice.lognormvariate(0, 0.4)))
                Reading.objects.create(
                    post=post, metric="interactions", unit="counts", value=value, observed_at=now
                )
        return channel

    return make


ORDER = [3, 9, 9, 3, 9, 3, 3, 9]


@pytest.fixture
def tried(past_until, now: datetime) -> Experiment:
    """An experiment in its fifth week on the Wednesday that is now; the third week was not kept
    as planned, and there were ten weeks before it."""
    starts_on = date(2026, 10, 26)
    channel = past_until(starts_on - timedelta(weeks=10), [5, 4, 6, 5] * 2 + [5, 5], now)
    past_until(starts_on, [3, 9, 4, 3, 3], now)
    experiment = Experiment.objects.create(
        channel=channel,
        seed=1,
        starts_on=starts_on,
        levels=[3, 9],
        order=ORDER,
        begun_at=now - timedelta(days=35),
    )
    moments = [now + timedelta(days=days) for days in (-9, 1, 2, 9, 16)]
    Slot.objects.bulk_create(Slot(channel=channel, at=at, experiment=experiment) for at in moments)
    return experiment


@pytest.fixture
def decided(tried: Experiment, now: datetime) -> Experiment:
    """The same, with an answer on this week's Monday that ended it."""
    values = {"low80": 6, "high80": 9, "low95": 5, "high95": 11, "p_better": 0.9, "made_at": now}
    row = Refit.objects.create(
        experiment=tried,
        monday=date(2026, 11, 23),
        n_weeks=4,
        advice_per_week=8,
        verdict="more",
        is_decided=True,
        **values,
    )
    assert settle(experiment=tried, newest=row, now=now)
    return tried


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
