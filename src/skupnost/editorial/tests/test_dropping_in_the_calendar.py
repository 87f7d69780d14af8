"""What comes back after a post was dragged to another place: words about it, and the board."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client as Browser
from django.urls import reverse

from skupnost.editorial.models import Post
from skupnost.people.models import User

Write = Callable[..., Post]


@pytest.fixture
def drop(client: Browser, alice: User) -> Callable[..., str]:
    """Alice drops a post on a place of the calendar; the answer as HTML."""
    client.force_login(alice)

    def make(post: Post, at: str, **board: str) -> str:
        address = reverse("editorial:post_move", args=[post.client.slug, post.pk])
        answer = client.post(address, {"at": at, **board}, headers={"HX-Request": "true"})
        return answer.content.decode()

    return make


@pytest.mark.parametrize(
    ("other", "told"),
    [
        ("2032-05-12T12:59+02:00", "1 other post within an hour."),
        ("2032-05-12T13:00+02:00", "1 other post that day."),
        ("2032-05-12T00:00+02:00", "1 other post that day."),
        ("2032-05-13T00:00+02:00", ""),
    ],
)
def test_what_else_is_near_is_told_and_never_the_post_itself(
    drop: Callable[..., str], write: Write, other: str, told: str
) -> None:
    write("Rolls.", planned_at=datetime.fromisoformat(other))
    html = drop(write(), "2032-05-12T12:00")
    assert told in html
    assert ("other post" in html) is bool(told)


@pytest.mark.parametrize("view", ["week", "month"])
def test_the_board_comes_back_as_it_was(drop: Callable[..., str], write: Write, view: str) -> None:
    assert f'data-view="{view}"' in drop(write(), "2032-05-12T12:00", view=view)


@pytest.mark.parametrize(
    ("at", "shown"),
    [("2032-05-01T12:00", "April 2032"), ("2032-06-15T12:00", "June 2032")],
)
def test_the_month_stays_unless_the_post_left_it(
    drop: Callable[..., str], write: Write, at: str, shown: str
) -> None:
    html = drop(write(), at, view="month", period="2032-04")
    assert shown in html
    assert f'data-at="{at}"' in html
