"""Stopping, going on and taking leave by the pages: what waits is counted and said."""

from __future__ import annotations

from datetime import timedelta

import pytest

from skupnost.channels.models import Channel, Health
from skupnost.domain.delivery import State
from skupnost.publishing.models import Delivery


@pytest.fixture
def press(client, alice, stage):
    """Alice presses a button about the channel or its client; the page that follows."""
    client.force_login(alice)

    def pressed(what: str) -> str:
        return client.post(address(stage, what), follow=True).text

    return pressed


def address(stage, what: str) -> str:
    front = f"/c/bakery/channels/{stage.channel.pk}" if "channel" in what else "/c/bakery"
    return f"{front}/{what.removesuffix(' channel')}/"


@pytest.mark.parametrize("whose", ["", " channel"])
@pytest.mark.parametrize(
    ("n", "stopped", "going"),
    [
        (0, "Stopped. Nothing was waiting.", "Running again."),
        (1, "Stopped. 1 post that was waiting is held.", "1 held post is scheduled."),
        (2, "Stopped. 2 posts that were waiting are held.", "2 held posts are scheduled."),
    ],
)
def test_what_is_stopped_and_goes_on_is_counted(press, stage, now, whose, n, stopped, going):
    for _ in range(n):
        stage.hand_over(due_at=now + timedelta(days=3650))
    assert stopped in press(f"pause{whose}")
    assert going in press(f"resume{whose}")


def test_what_waited_too_long_is_said_when_it_goes_on(press, stage, now):
    stage.hand_over(state=State.HELD)
    press("pause")
    assert "1 post is too late and was marked as missed." in press("resume")


def test_before_a_client_goes_on_what_waits_is_shown(client, press, stage, now):
    assert client.get(address(stage, "resume")).status_code == 302
    stage.hand_over(due_at=now + timedelta(days=3650))
    press("pause")
    assert "1 post waited." in client.get(address(stage, "resume")).text
    assert Delivery.objects.get().state == State.HELD


def test_taking_leave_of_a_channel_asks_first(client, press, stage, now):
    stage.hand_over(due_at=now + timedelta(days=3650))
    assert "1 scheduled post is held" in client.get(address(stage, "disconnect channel")).text
    assert Channel.objects.get().health == Health.OK
    assert "1 post that was waiting is held." in press("disconnect channel")
    assert Channel.objects.get().health == Health.DISCONNECTED
