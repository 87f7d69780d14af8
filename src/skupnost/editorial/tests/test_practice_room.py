"""The practice room: any network, checked by its own rules, published where nobody is hurt."""

from __future__ import annotations

import json

import pytest
from django.test import Client as Browser
from django.urls import reverse

from skupnost.channels.models import Channel
from skupnost.clients.models import Client
from skupnost.editorial.models import Post
from skupnost.kit.registry import connectors
from skupnost.people.models import User

NAME = "01a209c1-217d-700d-af72-88b5d99e1416"


@pytest.fixture
def alice_in(client: Browser, alice: User, bakery: Client) -> Browser:
    client.force_login(alice)
    return client


def address(slug: str) -> str:
    return reverse("editorial:practice_room", args=[slug])


def write(browser: Browser, slug: str, text: str, **fields: object):
    return browser.post(address(slug), {"post": NAME, "text": text, **fields})


@pytest.mark.parametrize("slug", list(connectors()))
def test_every_network_can_be_practised(alice_in: Browser, slug: str) -> None:
    assert alice_in.get(address(slug)).status_code == 200


def test_a_text_is_counted_and_checked_by_the_rules_of_the_network(alice_in: Browser) -> None:
    page = write(alice_in, "bluesky", "a" * 312).text
    assert "<strong>312</strong>/300" in page
    assert "Too long by 12 characters" in page
    assert "/networks/bluesky/#rule-text-text_max" in page


def test_the_kind_of_account_makes_the_difference(alice_in: Browser) -> None:
    said = [write(alice_in, "x", "a" * 300, kind=kind).text for kind in ("standard", "premium")]
    assert ["Too long" in page for page in said] == [True, False]


def test_the_preview_comes_alone_while_one_writes(alice_in: Browser) -> None:
    answer = alice_in.post(
        address("mastodon"), {"post": NAME, "text": "Rye"}, headers={"HX-Request": "true"}
    )
    assert "<html" not in answer.text
    assert "Rye" in answer.text
    assert not Post.objects.exists()


@pytest.mark.parametrize(
    ("slug", "practised_on"), [("mastodon", "mastodon"), ("facebook", "practice")]
)
def test_it_is_published_for_practice(
    alice_in: Browser, bakery: Client, slug: str, practised_on: str
) -> None:
    answer = write(alice_in, slug, "Fresh rye at seven.", do="publish")
    post = Post.objects.get()
    channel = post.variants.get().channel
    assert answer.headers["Location"] == reverse("editorial:post", args=[bakery.slug, post.pk])
    assert (channel.network, channel.client) == (practised_on, bakery)
    assert channel.server.startswith("practice:")
    assert post.variants.get().delivery is not None


def test_publishing_twice_is_one_post(alice_in: Browser) -> None:
    for _time in range(2):
        write(alice_in, "facebook", "Fresh rye at seven.", do="publish")
    assert Post.objects.count() == 1


def test_the_same_practice_channel_serves_again(alice_in: Browser) -> None:
    write(alice_in, "facebook", "Rye.", do="publish")
    alice_in.post(
        address("x"), {"post": NAME.replace("1416", "1417"), "text": "Oats.", "do": "publish"}
    )
    assert Channel.objects.count() == 1


def test_a_long_text_appears_as_a_thread(alice_in: Browser) -> None:
    write(alice_in, "facebook", "A long story about bread. " * 40, do="publish")
    delivery = Post.objects.get().variants.get().delivery
    assert len(json.loads(delivery.payload)["thread"]) >= 1


def test_what_the_network_refuses_is_said_and_not_published(alice_in: Browser) -> None:
    answer = write(alice_in, "mastodon", "", do="publish")
    assert answer.status_code == 422
    assert not Post.objects.exists()


def test_charlie_cannot_practise_as_the_bakery(
    client: Browser, charlie: User, bakery: Client
) -> None:
    client.force_login(charlie)
    answer = write(client, "mastodon", "Rye", do="publish", client=bakery.slug)
    assert answer.status_code == 200
    assert not Post.objects.exists()


def test_a_form_that_is_none_of_ours_is_refused(alice_in: Browser) -> None:
    assert alice_in.post(address("mastodon"), {"post": "x", "text": "Rye"}).status_code == 422
    assert alice_in.get(address("mastodon"), {"kind": "nobody"}).status_code == 200
    assert alice_in.get("/networks/nowhere/practice/").status_code == 404
