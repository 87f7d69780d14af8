"""The test run itself: throw-away data, loopback only, a real database file."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection


def test_the_data_folder_is_made_for_this_run():
    assert Path(settings.DATA).name.startswith("skupnost-test-")


def test_a_public_address_cannot_be_reached():
    with socket.socket() as plug, pytest.raises(RuntimeError, match=r"only loopback"):
        plug.connect(("192.0.2.1", 80))


def test_a_public_name_is_not_looked_up():
    with pytest.raises(RuntimeError, match="only loopback"):
        socket.getaddrinfo("mastodon.social", 443)


def test_a_reserved_name_does_not_exist():
    with pytest.raises(socket.gaierror):
        socket.getaddrinfo("nobody.invalid", 443)


def test_loopback_is_reached():
    with socket.create_server(("127.0.0.1", 0)) as server:
        with socket.create_connection(server.getsockname(), timeout=5) as plug:
            assert plug.getpeername()[0] == "127.0.0.1"


@pytest.mark.django_db
def test_the_database_is_a_file_with_a_write_ahead_log():
    with connection.cursor() as cursor:
        assert cursor.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        assert Path(cursor.execute("PRAGMA database_list").fetchone()[2]).is_file()


def test_the_world_keeps_charlie_apart(bakery, alice, bob, charlie, florist, channel):
    assert set(bakery.people.all()) == {alice, bob}
    assert set(charlie.clients.all()) == {florist}
    assert channel.client == bakery
