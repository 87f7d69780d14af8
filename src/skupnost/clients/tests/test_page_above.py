"""Addresses that only take forms lead those who open them to the page above."""

from __future__ import annotations

import pytest

from skupnost.clients.doors import page_above


@pytest.mark.parametrize(
    ("path", "above"),
    [
        ("/c/bakery/strategy/2/limits/", "/c/bakery/strategy/2/"),
        ("/c/bakery/strategy/2/experiments/1/stop/", "/c/bakery/strategy/2/experiments/1/"),
        ("/c/bakery/strategy/document/3/remark/", "/c/bakery/strategy/document/"),
        ("/c/bakery/strategy/place/", "/c/bakery/strategy/"),
        ("/nothing/at/all/", "/"),
    ],
)
def test_the_page_above_is_the_nearest_that_there_is(path, above):
    assert page_above(path) == above


def test_who_opens_an_address_of_a_form_comes_to_its_page(client, alice, bakery):
    client.force_login(alice)
    answer = client.get("/c/bakery/strategy/place/")
    assert (answer.status_code, answer["Location"]) == (302, "/c/bakery/strategy/")


def test_charlie_learns_nothing_of_it_and_other_methods_are_told(client, charlie, alice, bakery):
    client.force_login(charlie)
    assert client.get("/c/bakery/strategy/place/").status_code == 404
    client.force_login(alice)
    assert client.put("/c/bakery/strategy/place/").status_code == 405
