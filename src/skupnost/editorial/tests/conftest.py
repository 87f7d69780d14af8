"""Posts of the bakery."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from skupnost.clients.models import Client
from skupnost.domain.identity import uuid7
from skupnost.editorial.models import Post


@pytest.fixture
def new_post(bakery: Client, now: datetime) -> Callable[..., Post]:
    """Makes a draft of the bakery, planned for tomorrow unless said otherwise."""

    def make(text: str = "Fresh potica.", *, client: Client = bakery, **fields: object) -> Post:
        known = {"planned_at": now + timedelta(days=1), "created_at": now, "changed_at": now}
        post_id = uuid7(now=now, entropy=os.urandom(10))
        return Post.objects.create(id=post_id, client=client, text=text, **(known | fields))

    return make
