"""Ports that are taken."""

import socket

import pytest

from skupnost.cli.answers import Problem
from skupnost.cli.ports import choose_port, is_free


@pytest.fixture
def taken():
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


def test_a_port_that_was_asked_for_and_is_taken_is_a_problem(taken):
    with pytest.raises(Problem, match=f"Port {taken} is taken") as caught:
        choose_port("127.0.0.1", taken)
    assert caught.value.code == "port_taken"


def test_a_free_port_is_taken_as_asked():
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    assert is_free("127.0.0.1", port)
    assert choose_port("127.0.0.1", port) == port


@pytest.mark.parametrize("port", [0, -1, 65536])
def test_what_is_no_port_is_a_problem(port):
    with pytest.raises(Problem, match="is not a port"):
        choose_port("127.0.0.1", port)


def test_a_foreign_address_is_a_problem():
    with pytest.raises(Problem, match="Cannot listen on"):
        is_free("192.0.2.1", 8000)
