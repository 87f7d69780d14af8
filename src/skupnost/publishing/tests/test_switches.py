"""Stopping holds what waits at once; letting go schedules it again, or calls it missed."""

from __future__ import annotations

from datetime import timedelta

import pytest

from skupnost.channels.models import Channel, Health
from skupnost.domain.delivery import State
from skupnost.domain.payload import Payload
from skupnost.publishing import switches
from skupnost.publishing.actions import hand_over
from skupnost.publishing.models import Delivery


@pytest.fixture
def waiting(new_channel, bakery, now) -> Delivery:
    """A post for this evening."""
    channel = new_channel(bakery, "mastodon", "account")
    payload = Payload("Fresh rolls from six.")
    return hand_over(
        channel=channel, payload=payload, approved_hash=payload.digest(),
        due_at=now + timedelta(hours=8), now=now, title="",
    )  # fmt: skip


def state(delivery: Delivery) -> tuple[str, str]:
    delivery.refresh_from_db()
    return delivery.state, delivery.reason


def test_a_paused_channel_holds_and_lets_go(waiting, now):
    assert switches.pause_channel(channel=waiting.channel, now=now) == 1
    assert state(waiting) == (State.HELD, "channel_paused")
    assert switches.release_all(now=now) == (0, 0)
    assert switches.unpause_channel(channel=waiting.channel, now=now) == (1, 0)
    assert state(waiting) == (State.SCHEDULED, "")


def test_what_waited_too_long_is_missed(waiting, now):
    switches.pause_client(client=waiting.channel.client, now=now)
    later = now + timedelta(days=2)
    assert switches.resume_client(client=waiting.channel.client, now=later) == (0, 1)
    assert state(waiting)[0] == State.MISSED


def test_a_paused_client_keeps_its_channels_from_letting_go(waiting, now):
    switches.pause_client(client=waiting.channel.client, now=now)
    switches.pause_channel(channel=waiting.channel, now=now)
    switches.unpause_channel(channel=waiting.channel, now=now)
    assert state(waiting)[0] == State.HELD
    switches.resume_client(client=waiting.channel.client, now=now)
    assert state(waiting)[0] == State.SCHEDULED


def test_pausing_a_client_leaves_the_others_alone(waiting, new_channel, florist, now):
    other = hand_over(
        channel=new_channel(florist, "mastodon"), payload=Payload("Roses"), title="",
        approved_hash=Payload("Roses").digest(), due_at=waiting.due_at, now=now,
    )  # fmt: skip
    assert switches.pause_client(client=waiting.channel.client, now=now) == 1
    assert state(other) == (State.SCHEDULED, "")


def test_a_paused_client_is_not_let_go_by_the_worker(waiting, now):
    switches.pause_client(client=waiting.channel.client, now=now)
    assert switches.release_all(now=now) == (0, 0)


def test_a_disconnected_channel_keeps_its_history(waiting, now):
    switches.disconnect_channel(channel=waiting.channel, now=now)
    assert state(waiting) == (State.HELD, "channel_disconnected")
    assert Channel.objects.get().health == Health.DISCONNECTED


def test_whatever_freed_a_channel_what_it_holds_is_let_go(waiting, now):
    switches.disconnect_channel(channel=waiting.channel, now=now)
    assert switches.release_all(now=now) == (0, 0)
    Channel.objects.update(health=Health.OK)
    assert switches.release_all(now=now) == (1, 0)


def test_what_only_a_person_can_end_is_not_let_go_by_itself(waiting, now):
    switches.disconnect_channel(channel=waiting.channel, now=now)
    Delivery.objects.update(reason="credentials_unreadable")
    Channel.objects.update(health=Health.OK)
    assert switches.release_all(now=now) == (0, 0)


def test_the_pages_say_what_was_stopped_and_what_waits(client, alice, waiting):
    client.force_login(alice)
    page = client.post("/c/bakery/pause/", follow=True).text
    assert "1 post that was waiting is held" in page
    assert "Everything of Pekarna Zora is paused" in page
    assert "1 post waited" in client.get("/c/bakery/resume/").text
    client.post("/c/bakery/resume/")
    assert "is paused" not in client.get("/c/bakery/settings/").text


def test_disconnecting_asks_first(client, alice, waiting):
    client.force_login(alice)
    path = f"/c/bakery/channels/{waiting.channel.pk}/disconnect/"
    assert "1 scheduled post is held" in client.get(path).text
    assert state(waiting)[0] == State.SCHEDULED
    client.post(path)
    assert state(waiting)[0] == State.HELD


def test_the_pages_count_only_what_the_button_stops(
    client, alice, waiting, new_channel, bakery, florist, now
):
    here, sister = waiting.channel, new_channel(bakery, "mastodon")
    for channel in (sister, new_channel(florist, "mastodon")):
        hand_over(
            channel=channel, payload=Payload("Roses"), approved_hash=Payload("Roses").digest(),
            due_at=waiting.due_at, now=now, title="",
        )  # fmt: skip
    client.force_login(alice)
    assert (
        "1 scheduled post is held" in client.get(f"/c/bakery/channels/{here.pk}/disconnect/").text
    )
    switches.pause_client(client=florist, now=now)
    switches.pause_client(client=bakery, now=now)
    assert "2 posts waited" in client.get("/c/bakery/resume/").text
