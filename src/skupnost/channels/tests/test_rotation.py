"""Rotating the key while channels are being connected and checked."""

from __future__ import annotations

import threading
from contextlib import suppress

import pytest
from django.db import connections

from skupnost.channels import actions, vault
from skupnost.channels.models import Channel

N_CHANNELS = 12


@pytest.fixture
def data(settings, tmp_path):
    settings.DATA = tmp_path
    return tmp_path


def in_a_thread(do):
    """The thread, begun; its connection is closed at its end."""

    def work():
        try:
            do()
        finally:
            connections.close_all()

    thread = threading.Thread(target=work)
    thread.start()
    return thread


def _connect_at_last(bakery, now):
    """Who types credentials in the very moment of a rotation may be asked to try again."""
    for _ in range(100):
        with suppress(actions.NotConnected):
            return actions.connect_practice(client=bakery, now=now, network="mastodon")
    raise AssertionError("it never worked")


@pytest.mark.django_db(transaction=True)
def test_channels_connected_while_the_key_is_replaced_can_be_opened(data, bakery, now):
    def connect():
        for _ in range(N_CHANNELS):
            _connect_at_last(bakery, now)

    thread = in_a_thread(connect)
    n_rotations = 0
    while thread.is_alive() or n_rotations < 3:
        vault.rotate()
        n_rotations += 1
        thread.join(0.02)
    channels = Channel.objects.all()
    assert len(channels) == N_CHANNELS
    assert all(vault.unseal(channel) for channel in channels)
    assert len(vault.key_path().read_bytes().split()) == 1


@pytest.mark.django_db
def test_a_check_does_not_bring_credentials_back_that_were_replaced_meanwhile(data, bakery, now):
    seen_by_the_check = actions.connect_practice(client=bakery, now=now, network="mastodon")
    renewed = {**vault.unseal(seen_by_the_check), "token": "renewed"}
    actions.reconnect(channel=Channel.objects.get(), credentials=renewed, now=now)
    actions.check_channel(channel=seen_by_the_check, now=now)
    assert vault.unseal(Channel.objects.get()) == renewed
