"""First comment and format: written in the composer, checked, frozen, shown."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client as Browser
from django.urls import reverse

from skupnost.channels.models import Channel
from skupnost.clients.models import Client
from skupnost.editorial.checking import check_content
from skupnost.editorial.details import Details
from skupnost.editorial.models import Post
from skupnost.editorial.payloads import Content
from skupnost.people.models import User

NAME = "01a13b2b-a801-7a8d-a63e-48f52ff6e62a"


@pytest.fixture
def instagram(new_channel: Callable[..., Channel], bakery: Client) -> Channel:
    return new_channel(bakery, "instagram", "business")


@pytest.fixture
def send(client: Browser, alice: User, instagram: Channel) -> Callable[..., str]:
    client.force_login(alice)
    address = reverse("editorial:post_new", args=[instagram.client.slug])

    def make(do: str = "check", **fields: str) -> str:
        own = {f"{name}-{instagram.pk}": value for name, value in fields.items()}
        form = {"post": NAME, "version": "0", "channel": instagram.pk, "text": "Potica.", "do": do}
        return client.post(address, form | own).content.decode()

    return make


def test_a_first_comment_is_kept_and_checked(send: Callable[..., str]) -> None:
    assert "First comment" in send(first_comment="Come early")
    assert Post.objects.get().variants.get().details == {"first_comment": "Come early"}


def test_a_first_comment_too_long_is_told(send: Callable[..., str]) -> None:
    assert "First comment: too long by 1 character" in send(first_comment="a" * 2197)


def test_a_format_brings_its_own_rules(instagram: Channel) -> None:
    story = Content("Potica.", details=Details(format="story", first_comment="Come early"))
    checked = check_content(instagram, story)
    assert checked.payload.details == (("first_comment", "Come early"), ("format", "story"))


def test_formats_are_offered_where_the_network_knows_them(send: Callable[..., str]) -> None:
    html = send()
    assert '<option value="reel">' in html
    assert '<option value="short">' not in html


def test_a_network_without_them_gets_none(account: Channel) -> None:
    content = Content("Potica.", details=Details(format="story", first_comment="Come early"))
    assert check_content(account, content).payload.details == ()
