"""The practice room: any network, checked by its own rules, published where nobody is hurt."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from io import BytesIO

import pytest
from django.test import Client as Browser
from django.urls import reverse
from PIL import Image

from skupnost.channels.models import Channel, Health
from skupnost.clients.models import Client
from skupnost.editorial.models import Post
from skupnost.editorial.practising import _channel
from skupnost.kit.registry import connectors
from skupnost.library.actions import add_asset
from skupnost.library.models import Asset
from skupnost.people.models import User

COLOURS = ("#b4532a", "#2a53b4", "#53b42a", "#b42a53", "#222222", "#eeeeee")
NAME = "01a209c1-217d-700d-af72-88b5d99e1416"


@pytest.fixture
def alice_in(client: Browser, alice: User, bakery: Client) -> Browser:
    client.force_login(alice)
    return client


@pytest.fixture
def loaves(bakery: Client, now: datetime) -> list[Asset]:
    """Six pictures in the bakery's library."""
    made = []
    for colour in COLOURS:
        content = BytesIO()
        Image.new("RGB", (400, 400), colour).save(content, "PNG")
        made.append(
            add_asset(
                client=bakery,
                name="loaf.png",
                content=content.getvalue(),
                alt_text="Bread",
                now=now,
            )
        )
    return made


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


@pytest.mark.parametrize(
    ("slug", "words"),
    [("facebook", "on the practice network"), ("mastodon", "on a make-believe Mastodon")],
)
def test_the_room_says_where_it_will_appear(alice_in: Browser, slug: str, words: str) -> None:
    assert words in alice_in.get(address(slug)).content.decode()


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


def test_practice_never_goes_to_a_real_or_another_clients_account(
    bakery: Client, florist: Client, new_channel: Callable[..., Channel], now: datetime
) -> None:
    real = new_channel(bakery, "mastodon")
    Channel.objects.filter(pk=real.pk).update(server="https://mastodon.example")
    gone = new_channel(bakery, "mastodon")
    Channel.objects.filter(pk=gone.pk).update(health=Health.DISCONNECTED)
    theirs = new_channel(florist, "mastodon")
    used = _channel(bakery, ("mastodon", "account"), now)
    assert used.client == bakery
    assert used not in (real, gone, theirs)
    assert used.server.startswith("practice:")


def test_a_long_text_appears_as_a_thread(alice_in: Browser) -> None:
    write(alice_in, "facebook", "A long story about bread. " * 40, do="publish")
    delivery = Post.objects.get().variants.get().delivery
    assert len(json.loads(delivery.payload)["thread"]) >= 1


def test_pictures_come_from_the_library(
    alice_in: Browser, bakery: Client, loaves: list[Asset]
) -> None:
    without = write(alice_in, "instagram", "Rye.").text
    shown = write(alice_in, "instagram", "Rye.", asset=loaves[0].pk).text
    picture = reverse("library:file", args=[bakery.slug, loaves[0].pk])
    assert picture in shown
    assert picture not in without
    assert "needs at least 1 picture" in without
    assert "needs at least 1 picture" not in shown


def test_a_picture_of_another_client_is_not_taken(
    client: Browser, charlie: User, florist: Client, loaves: list[Asset]
) -> None:
    client.force_login(charlie)
    page = write(client, "instagram", "Rye.", asset=loaves[0].pk, client="bakery").text
    assert "preview-pictures" not in page


def test_what_the_practice_network_refuses_is_told_in_its_words(
    alice_in: Browser, loaves: list[Asset]
) -> None:
    pictures = [asset.pk for asset in loaves]
    answer = write(alice_in, "facebook", "Rye.", asset=pictures, do="publish")
    assert "There are 6 pictures, at most 4 are taken." in answer.text
    assert not Post.objects.exists()


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


def test_who_has_no_client_yet_can_write_and_check(
    client: Browser, new_person: Callable[[str], User]
) -> None:
    client.force_login(new_person("newcomer"))
    page = write(client, "bluesky", "a" * 312, do="publish").text
    assert "Too long by 12 characters" in page
    assert "Make a client to publish for practice" in page


def test_a_form_that_is_none_of_ours_is_refused(alice_in: Browser) -> None:
    assert alice_in.post(address("mastodon"), {"post": "x", "text": "Rye"}).status_code == 422
    assert alice_in.get(address("mastodon"), {"kind": "nobody"}).status_code == 200
    assert alice_in.get("/networks/nowhere/practice/").status_code == 404
