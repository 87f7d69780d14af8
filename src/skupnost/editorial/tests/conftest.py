"""Posts of the bakery, written through the room's own actions."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from skupnost.channels.models import Channel
from skupnost.clients.models import Client
from skupnost.domain.identity import uuid7
from skupnost.editorial import actions
from skupnost.editorial.models import Post
from skupnost.people.models import User


@pytest.fixture
def tomorrow(now: datetime) -> datetime:
    return now + timedelta(days=1)


@pytest.fixture
def account(new_channel: Callable[..., Channel], bakery: Client) -> Channel:
    """The bakery's account on a server of the Mastodon kind."""
    return new_channel(bakery, "mastodon")


@pytest.fixture
def second(new_channel: Callable[..., Channel], bakery: Client) -> Channel:
    """Another account of the bakery there."""
    return new_channel(bakery, "mastodon")


@pytest.fixture
def new_post(bakery: Client, now: datetime) -> Callable[..., Post]:
    """Makes a draft of the bakery without channels, planned for tomorrow unless said otherwise."""

    def make(text: str = "Fresh potica.", *, client: Client = bakery, **fields: object) -> Post:
        known = {"planned_at": now + timedelta(days=1), "created_at": now, "changed_at": now}
        post_id = uuid7(now=now, entropy=os.urandom(10))
        return Post.objects.create(id=post_id, client=client, text=text, **(known | fields))

    return make


@pytest.fixture
def write(
    bakery: Client, account: Channel, alice: User, now: datetime, tomorrow: datetime
) -> Callable[..., Post]:
    """Alice writes a post for the account, planned for tomorrow unless said otherwise."""

    def make(text: str = "Fresh potica on Friday.", **fields: object) -> Post:
        known = {"channels": [account], "planned_at": tomorrow}
        return actions.write_post(client=bakery, by=alice, now=now, text=text, **(known | fields))

    return make


@pytest.fixture
def scheduled(
    write: Callable[..., Post], alice: User, now: datetime, tomorrow: datetime
) -> Callable[..., Post]:
    """Alice writes a post and schedules it for tomorrow."""

    def make(text: str = "Fresh potica on Friday.", **fields: object) -> Post:
        post = write(text, **fields)
        actions.schedule(post=post, at=tomorrow, by=alice, now=now)
        return post

    return make
