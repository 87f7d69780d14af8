"""A channel with a past: two years in which more posts brought more, up to a point."""

from __future__ import annotations

import random
from datetime import datetime, timedelta

import pytest

from skupnost.metrics.models import PastPost, Reading


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
