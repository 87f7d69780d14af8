"""Deleting a client forgets all that is its own and nothing else."""

from __future__ import annotations

from datetime import timedelta

import pytest

from skupnost.channels.actions import connect_practice
from skupnost.channels.opening import practice_store, store_path
from skupnost.clients.models import Client
from skupnost.desk import removal
from skupnost.domain.delivery import State
from skupnost.domain.payload import Payload
from skupnost.library.models import Asset
from skupnost.library.storage import keep, media_path
from skupnost.publishing.actions import hand_over
from skupnost.publishing.models import Delivery


@pytest.fixture
def delivery(new_channel, bakery, now) -> Delivery:
    channel = new_channel(bakery, "mastodon", "account")
    payload = Payload("Fresh rolls from six.")
    return hand_over(
        channel=channel, payload=payload, approved_hash=payload.digest(),
        due_at=now + timedelta(hours=8), now=now, title="",
    )  # fmt: skip


def test_a_client_goes_only_when_its_name_is_typed(client, alice, bakery, florist, delivery):
    client.force_login(alice)
    wrong = client.post("/c/bakery/delete/", {"name": "Pekarna"})
    assert (wrong.status_code, Client.objects.count()) == (422, 2)
    client.post("/c/bakery/delete/", {"name": "pekarna zora"})
    assert list(Client.objects.all()) == [florist]
    assert not Delivery.objects.exists()


def test_nothing_is_deleted_while_a_post_is_on_its_way(client, alice, delivery):
    Delivery.objects.update(state=State.SENDING)
    client.force_login(alice)
    page = client.post("/c/bakery/delete/", {"name": "Pekarna Zora"}, follow=True)
    assert "on its way" in page.text
    assert Client.objects.exists()


def test_the_sample_goes_in_one_click_and_nothing_but_the_sample(client, alice, bakery):
    client.force_login(alice)
    assert client.post("/c/bakery/remove-sample/").status_code == 404
    Client.objects.update(is_sample=True)
    assert client.post("/c/bakery/remove-sample/").status_code == 302
    assert not Client.objects.exists()


def test_pictures_go_unless_another_client_has_the_same(bakery, florist, now):
    shared, own = keep(b"the same picture"), keep(b"only the bakery's")
    for client, sha256 in ((bakery, shared), (bakery, own), (florist, shared)):
        Asset.objects.create(
            client=client, sha256=sha256, mime="image/png", n_bytes=1, name="x", created_at=now
        )
    removal.delete_client(client=bakery)
    assert media_path(shared).exists()
    assert not media_path(own).exists()


def test_what_was_practised_is_forgotten_too(channel, bakery, now):
    channel = connect_practice(client=bakery, now=now)
    store = practice_store(store_path(channel.network, channel.server))
    store.put("posts", "1", {"text": "Fresh rolls"})
    removal.delete_client(client=bakery)
    assert store.rows("posts") == []
