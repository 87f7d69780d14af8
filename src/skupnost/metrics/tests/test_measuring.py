"""Networks are asked what came back: here their simulators."""

from __future__ import annotations

from datetime import timedelta

import pytest

from skupnost.channels.actions import connect_practice
from skupnost.metrics.measuring import can_measure, due, measure_channel, measure_due
from skupnost.metrics.models import FollowerCount, HistoryImport
from skupnost.metrics.queries import history


@pytest.fixture(params=["mastodon", "bluesky"])
def connected(request, bakery, now, settings, tmp_path):
    settings.DATA = tmp_path
    return connect_practice(client=bakery, now=now, network=request.param)


def test_the_network_is_asked_and_its_followers_are_kept_with_the_moment(connected, now):
    done = measure_channel(channel=connected, now=now)
    assert (done.format, done.n_new) == ("network", 0)
    assert FollowerCount.objects.get(channel=connected).value == 3


def test_asking_again_leaves_one_row_that_tells_of_it(connected, now):
    for hours in (0, 30):
        measure_channel(channel=connected, now=now + timedelta(hours=hours))
    assert HistoryImport.objects.get(channel=connected).imported_at == now + timedelta(hours=30)
    assert history(connected).rows == ()


def test_the_button_asks_now(connected, client, alice):
    client.force_login(alice)
    page = f"/c/bakery/channels/{connected.pk}/history/"
    assert "Ask the network now" in client.get(page).content.decode()
    client.post(f"{page}measure/")
    assert HistoryImport.objects.filter(channel=connected, format="network").exists()


def test_a_channel_is_due_once_a_day_and_never_on_the_practice_network(connected, now):
    assert due(now) == []
    connected.server = "https://mastodon.example"
    connected.save()
    assert due(now) == [connected]
    HistoryImport.objects.create(channel=connected, format="network", imported_at=now)
    assert due(now + timedelta(hours=23)) == []
    assert due(now + timedelta(hours=25)) == [connected]


def test_a_file_brought_in_today_is_no_reason_not_to_ask(connected, now):
    connected.server = "https://mastodon.example"
    connected.save()
    HistoryImport.objects.create(channel=connected, format="table", imported_at=now)
    assert due(now) == [connected]


def test_a_network_that_does_not_answer_is_asked_again_tomorrow(connected, now):
    connected.server = "https://127.0.0.1:9"
    connected.save()
    assert measure_due(now) == 0
    assert HistoryImport.objects.get().notices[0]["code"] == "not_measured"
    assert due(now) == []


def test_a_network_without_the_port_has_no_button(channel, client, alice):
    client.force_login(alice)
    assert not can_measure(channel)
    assert client.post(f"/c/bakery/channels/{channel.pk}/history/measure/").status_code == 404
