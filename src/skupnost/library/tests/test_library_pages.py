"""The pages of the library say what they did, and why they did not."""

from __future__ import annotations

import io
from datetime import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client as Browser
from PIL import Image

from skupnost.clients.models import Client
from skupnost.domain.identity import uuid7
from skupnost.editorial.models import Post
from skupnost.library.actions import add_asset
from skupnost.library.models import Asset
from skupnost.people.models import User


def png(colour: str) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (90, 60), colour).save(file, "PNG")
    return file.getvalue()


@pytest.fixture
def alice_in(client: Browser, alice: User) -> Browser:
    client.force_login(alice)
    return client


@pytest.fixture
def asset(bakery: Client, now: datetime) -> Asset:
    return add_asset(client=bakery, name="bread.png", content=png("tomato"), now=now)


def test_what_was_added_is_counted_and_what_was_not_is_named(alice_in: Browser, bakery) -> None:
    files = [
        SimpleUploadedFile("rye.png", png("tan")),
        SimpleUploadedFile("oats.png", png("wheat")),
        SimpleUploadedFile("bill.pdf", b"%PDF-1.7"),
    ]
    page = alice_in.post("/c/bakery/library/add/", {"pictures": files}, follow=True).text
    assert "2 files added." in page
    assert "bill.pdf" in page
    assert Asset.objects.count() == 2


def test_a_picture_is_opened_and_described(alice_in: Browser, asset: Asset) -> None:
    address = f"/c/bakery/library/{asset.pk}/"
    assert alice_in.get(address).status_code == 200
    page = alice_in.post(address, {"alt_text": "A loaf"}, follow=True)
    assert "The description is saved." in page.text
    asset.refresh_from_db()
    assert asset.alt_text == "A loaf"


def test_a_picture_leaves_the_library_unless_a_post_carries_it(
    alice_in: Browser, asset: Asset, now: datetime
) -> None:
    remove = f"/c/bakery/library/{asset.pk}/remove/"
    post = Post.objects.create(
        id=uuid7(now=now, entropy=b"0123456789"),
        client=asset.client,
        text="Bread",
        created_at=now,
        changed_at=now,
    )
    post.postasset_set.create(asset=asset, position=0)
    assert "no longer in the library" not in alice_in.post(remove, follow=True).text
    assert Asset.objects.exists()
    post.delete()
    assert "The picture is no longer in the library." in alice_in.post(remove, follow=True).text
    assert not Asset.objects.exists()


@pytest.mark.parametrize(
    ("asked", "start", "end"), [("bytes=2-5", 2, 6), ("bytes=4-", 4, None), ("bytes=-3", -3, None)]
)
def test_a_player_gets_just_the_part_that_it_asks_for(
    alice_in: Browser, asset: Asset, asked: str, start: int, end: int | None
) -> None:
    address = f"/c/bakery/library/{asset.pk}/file/"
    whole = b"".join(alice_in.get(address).streaming_content)
    answer = alice_in.get(address, headers={"Range": asked})
    part = b"".join(answer.streaming_content)
    assert (answer.status_code, part) == (206, whole[start:end])
    assert answer["Content-Length"] == str(len(part))
