"""What was published on a practice server, as its readers see it, for its own people only."""

from __future__ import annotations

import asyncio
import random

import pytest

from skupnost.channels.opening import open_channel, transport_for
from skupnost.channels.vault import seal
from skupnost.domain.payload import Payload
from skupnost.kit.clock import SystemClock
from skupnost.kit.errors import Unreachable
from skupnost.kit.testing.stages import LoneTransport
from skupnost.kit.values import Order, Receipt

TEXT = "Fresh rolls <from> six."


async def _nothing(*_values: object) -> bytes:
    return b""


@pytest.fixture
def published(new_channel, bakery) -> Receipt:
    channel = new_channel(bakery, "mastodon", "account")
    channel.credentials_sealed = seal({"token": "any"})
    channel.save()
    clock = SystemClock()
    outside = LoneTransport(Unreachable("connection_failed"))
    transport = transport_for(channel, network=outside, clock=clock, dice=random.Random(1))
    order = Order("one", "one", clock.now(), Payload(TEXT), _nothing, _nothing)
    return asyncio.run(open_channel(channel, transport=transport, clock=clock).publish(order))


def test_the_post_is_read_at_the_address_of_its_receipt(client, alice, published):
    client.force_login(alice)
    page = client.get(published.remote_url)
    assert page.status_code == 200
    assert "Fresh rolls &lt;from&gt; six." in page.text


def test_the_newest_posts_are_listed(client, alice, published):
    client.force_login(alice)
    assert "Fresh rolls" in client.get("/practice/").text


def test_strangers_read_nothing(client, charlie, florist, published):
    assert client.get(published.remote_url).status_code == 404
    client.force_login(charlie)
    assert client.get(published.remote_url).status_code == 404
    assert "Fresh rolls" not in client.get("/practice/").text
