"""Files brought into a channel."""

from __future__ import annotations

import io
from zoneinfo import ZoneInfo

import pytest

from skupnost.metrics.actions import import_history

LJUBLJANA = ZoneInfo("Europe/Ljubljana")


@pytest.fixture
def take(new_channel, bakery, now):
    """Imports a text or bytes into a channel of the practice network, which takes any format."""
    channel = new_channel(bakery)

    def do(content, name="posts.csv", **more):
        data = content if isinstance(content, bytes) else content.encode()
        return import_history(
            channel=channel,
            file=io.BytesIO(data),
            name=name,
            now=now,
            **({"zone": LJUBLJANA} | more),
        )

    return do
