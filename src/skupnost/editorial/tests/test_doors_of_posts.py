from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client as Browser
from django.urls import reverse

from skupnost.channels.models import Channel, Health
from skupnost.clients.models import Client
from skupnost.editorial import queries
from skupnost.editorial.models import Post
from skupnost.editorial.sheets import channels_for
from skupnost.editorial.urls import urlpatterns
from skupnost.people.models import User
from skupnost.publishing import urls as publishing_urls

EYE = [
    ("publishing", pattern.name)
    for pattern in publishing_urls.urlpatterns
    if "client" in pattern.pattern.converters
]
OF_CLIENTS = [pattern for pattern in urlpatterns if "client" in pattern.pattern.converters]
PAGES = [*(("editorial", pattern.name) for pattern in OF_CLIENTS), *EYE]


@pytest.fixture
def address(bakery: Client, scheduled: Callable[..., Post]) -> Callable[[tuple[str, str]], str]:
    """The address of a page about the bakery's scheduled post."""
    post = scheduled()
    delivery = post.variants.get().delivery_id
    known = {
        "client": bakery.slug,
        "post_id": post.pk,
        "delivery_id": delivery,
        "token": "token",
        "what": "drop",
        "number": 1,
    }

    def make(page: tuple[str, str]) -> str:
        wanted = next(
            pattern.pattern.converters
            for pattern in (*urlpatterns, *publishing_urls.urlpatterns)
            if pattern.name == page[1]
        )
        return reverse(":".join(page), kwargs={name: known[name] for name in wanted})

    return make


@pytest.mark.parametrize("page", PAGES)
def test_charlie_sees_nothing_of_the_bakery(
    client: Browser,
    charlie: User,
    address: Callable[[tuple[str, str]], str],
    page: tuple[str, str],
) -> None:
    client.force_login(charlie)
    answers = [client.get(address(page)), client.post(address(page))]
    assert 404 in {answer.status_code for answer in answers}
    assert {answer.status_code for answer in answers} <= {404, 405}


@pytest.mark.parametrize("page", PAGES)
def test_who_is_not_signed_in_sees_nothing(
    client: Browser, address: Callable[[tuple[str, str]], str], page: tuple[str, str]
) -> None:
    assert client.get(address(page)).status_code == 404
    assert client.post(address(page)).status_code == 404


def test_a_member_of_two_clients_does_not_mix_their_posts(
    client: Browser, alice: User, florist: Client, scheduled: Callable[..., Post]
) -> None:
    florist.people.add(alice)
    client.force_login(alice)
    post = scheduled()
    for name in ("post", "post_edit", "post_move"):
        page = reverse(f"editorial:{name}", args=[florist.slug, post.pk])
        assert client.get(page).status_code == 404


def test_a_sheet_cannot_write_into_another_clients_post(
    client: Browser, alice: User, florist: Client, scheduled: Callable[..., Post]
) -> None:
    florist.people.add(alice)
    client.force_login(alice)
    post = scheduled()
    page = reverse("editorial:post_new", args=[florist.slug])
    form = {"post": str(post.pk), "version": "2", "text": "Mine now.", "do": "save"}
    assert client.post(page, form).status_code == 404
    post.refresh_from_db()
    assert post.text == "Fresh potica on Friday."


@pytest.mark.parametrize("name", ["delivery", "mend"])
def test_a_delivery_is_reached_through_its_own_client_only(
    client: Browser, alice: User, florist: Client, scheduled: Callable[..., Post], name: str
) -> None:
    florist.people.add(alice)
    client.force_login(alice)
    delivery = scheduled().variants.get().delivery_id
    page = reverse(f"editorial:{name}", args=[florist.slug, delivery])
    answers = [client.get(page, follow=True), client.post(page, {"now": "1"})]
    assert {answer.status_code for answer in answers} <= {404, 405}
    assert client.post(page.replace("florist", "bakery"), {"now": "1"}).status_code != 404


def test_a_delivery_is_removed_through_its_own_post_only(
    client: Browser, alice: User, bakery: Client, scheduled: Callable[..., Post]
) -> None:
    client.force_login(alice)
    one, other = scheduled(), scheduled("Rolls.")
    delivery = one.variants.get().delivery_id
    for post, status in ((one, 200), (other, 404)):
        page = reverse("editorial:post_remove", args=[bakery.slug, post.pk, delivery])
        assert client.get(page).status_code == status


def test_the_lists_hold_what_is_the_clients_and_belongs_there(
    bakery: Client, florist: Client, new_post: Callable[..., Post], now: datetime
) -> None:
    planned = new_post()
    draft = new_post(planned_at=None)
    thrown = new_post(planned_at=None, deleted_at=now)
    for fields in ({}, {"planned_at": None}, {"deleted_at": now}):
        new_post(client=florist, **fields)
    assert set(queries.posts(bakery)) == {planned, draft}
    assert list(queries.unplanned(bakery)) == [draft]
    assert list(queries.binned(bakery)) == [thrown]


def test_the_sheet_offers_this_clients_connected_channels(
    bakery: Client,
    florist: Client,
    account: Channel,
    second: Channel,
    new_channel: Callable[..., Channel],
    write: Callable[..., Post],
) -> None:
    new_channel(florist, "mastodon")
    post = write(channels=[second])
    Channel.objects.filter(pk=second.pk).update(health=Health.DISCONNECTED)
    assert channels_for(bakery, None) == [account]
    assert set(channels_for(bakery, post)) == {account, second}
