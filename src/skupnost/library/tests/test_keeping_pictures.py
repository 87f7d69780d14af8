"""Pictures are kept once, whole, and belong to one client."""

from __future__ import annotations

import errno
import io
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from django.test import Client as Browser
from PIL import Image
from pytest_django import DjangoAssertNumQueries

from skupnost.clients.models import Client
from skupnost.domain.identity import uuid7
from skupnost.editorial.models import Post
from skupnost.library.actions import InUse, NotAPicture, add_asset, remove_asset, safe_name
from skupnost.library.models import Asset
from skupnost.library.queries import assets_of
from skupnost.library.sentences import REASONS, why_not
from skupnost.library.storage import (
    DiskFull,
    TooLarge,
    draft_of,
    keep,
    media_path,
    read,
    write_whole,
)
from skupnost.people.models import User


@pytest.fixture
def picture() -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (90, 60), "tomato").save(file, "PNG")
    return file.getvalue()


@pytest.fixture
def asset(bakery: Client, picture: bytes, now: datetime) -> Asset:
    return add_asset(client=bakery, name="bread.png", content=picture, now=now)


def test_the_same_picture_twice_is_one_asset(
    bakery: Client, asset: Asset, picture: bytes, now: datetime
) -> None:
    again = add_asset(client=bakery, name="copy.png", content=picture, alt_text="Bread", now=now)
    assert again.pk == asset.pk
    again.refresh_from_db()
    assert again.alt_text == "Bread"


def test_two_clients_keep_their_own(
    florist: Client, asset: Asset, picture: bytes, now: datetime
) -> None:
    other = add_asset(client=florist, name="bread.png", content=picture, now=now)
    assert other.pk != asset.pk
    assert other.sha256 == asset.sha256


def test_the_payload_item_measures_the_stored_file(asset: Asset) -> None:
    item = asset.as_item()
    assert (item.width, item.height, item.n_bytes) == (90, 60, len(read(item.sha256)))


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\photos\\bread.jpg", "bread.jpg"),
        ("\u202egpj.evil", "gpj.evil"),
        ("a\x00b.png", "ab.png"),
        ("🥐 kruh č.png", "🥐 kruh č.png"),
        ("...", "picture"),
        ("x" * 500, "x" * 120),
    ],
)
def test_a_name_cannot_do_harm(name: str, safe: str) -> None:
    assert safe_name(name) == safe


def test_a_digest_that_is_none_never_becomes_a_path() -> None:
    with pytest.raises(ValueError, match="not a SHA-256"):
        media_path("../../secret")


def test_a_write_that_fails_leaves_nothing(tmp_path: Path) -> None:
    blocked = tmp_path / "folder"
    blocked.mkdir()
    with pytest.raises(OSError, match=r".*") as caught:
        write_whole(blocked, b"bytes")
    assert caught.value.errno in (errno.EISDIR, errno.EACCES, errno.EPERM, errno.ENOTEMPTY)
    assert list(tmp_path.iterdir()) == [blocked]


def test_kept_bytes_come_back(db: None) -> None:
    assert read(keep(b"some bytes")) == b"some bytes"


def test_a_picture_in_a_post_stays(asset: Asset, bakery: Client, now: datetime) -> None:
    number = uuid7(now=now, entropy=bytes(10))
    post = Post.objects.create(id=number, client=bakery, created_at=now, changed_at=now)
    post.assets.add(asset, through_defaults={"position": 0})
    with pytest.raises(InUse):
        remove_asset(asset=asset)


@pytest.mark.parametrize("code", sorted(REASONS))
def test_every_reason_is_a_whole_sentence(code: str) -> None:
    sentence = why_not(NotAPicture(code, {"max": 50, "format": "BMP"}))
    assert sentence.endswith(".")
    assert "%(" not in sentence


def test_the_list_asks_the_database_a_fixed_number_of_times(
    client: Browser,
    alice: User,
    bakery: Client,
    asset: Asset,
    now: datetime,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    for number in range(30):
        Asset.objects.create(
            client=bakery, sha256=f"{number:064x}", mime="image/png", n_bytes=1, created_at=now
        )
    client.force_login(alice)
    with django_assert_max_num_queries(12):
        assert client.get("/c/bakery/library/").status_code == 200


@pytest.mark.parametrize("tail", ["", "{n}/", "{n}/file/", "{n}/thumbnail/"])
def test_a_stranger_finds_nothing(
    client: Browser, charlie: User, florist: Client, asset: Asset, tail: str
) -> None:
    address = "/c/bakery/library/" + tail.format(n=asset.pk)
    assert client.get(address).status_code == 404
    client.force_login(charlie)
    assert client.get(address).status_code == 404
    assert client.get(address.replace("bakery", "florist")).status_code == (404 if tail else 200)


def test_the_file_is_served_as_what_it_is(client: Browser, alice: User, asset: Asset) -> None:
    client.force_login(alice)
    answer = client.get(f"/c/bakery/library/{asset.pk}/file/")
    assert answer["Content-Type"] == "image/png"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "private" in answer["Cache-Control"]


def test_the_small_picture_is_webp(client: Browser, alice: User, asset: Asset) -> None:
    client.force_login(alice)
    answer = client.get(f"/c/bakery/library/{asset.pk}/thumbnail/")
    with Image.open(io.BytesIO(answer.content)) as image:
        assert image.format == "WEBP"


def test_adding_by_the_page_takes_good_files_and_names_bad_ones(
    client: Browser, alice: User, bakery: Client, picture: bytes
) -> None:
    client.force_login(alice)
    good, bad = io.BytesIO(picture), io.BytesIO(b"no picture")
    good.name, bad.name = "good.png", "bad.png"
    answer = client.post("/c/bakery/library/add/", {"pictures": [good, bad]}, follow=True)
    assert Asset.objects.count() == 1
    assert "bad.png: This is neither a picture nor a film." in answer.content.decode()


def test_a_description_is_saved(client: Browser, alice: User, asset: Asset) -> None:
    client.force_login(alice)
    client.post(f"/c/bakery/library/{asset.pk}/", {"alt_text": "A loaf of rye bread"})
    asset.refresh_from_db()
    assert asset.alt_text == "A loaf of rye bread"


def test_a_description_that_somebody_wrote_is_not_replaced_by_adding_again(
    bakery: Client, asset: Asset, picture: bytes, now: datetime
) -> None:
    for alt_text in ("Bread", "Other words", ""):
        add_asset(client=bakery, name="bread.png", content=picture, alt_text=alt_text, now=now)
    asset.refresh_from_db()
    assert asset.alt_text == "Bread"


def test_the_list_holds_the_clients_own_originals_and_those_without_words(
    bakery: Client, florist: Client, asset: Asset, now: datetime
) -> None:
    known = {"mime": "image/png", "n_bytes": 1, "created_at": now}
    make = Asset.objects.create
    make(client=florist, sha256="1" * 64, **known)
    version = make(client=bakery, sha256="2" * 64, original=asset, **known)
    drawn = make(client=bakery, sha256="3" * 64, is_decorative=True, **known)
    told = make(client=bakery, sha256="4" * 64, alt_text="A loaf", **known)
    assert set(assets_of(bakery)) == {asset, drawn, told}
    assert list(assets_of(bakery, is_missing_alt=True)) == [asset]
    number = uuid7(now=now, entropy=bytes(10))
    post = Post.objects.create(id=number, client=bakery, created_at=now, changed_at=now)
    post.assets.add(asset, through_defaults={"position": 0})
    with pytest.raises(InUse):
        remove_asset(asset=version)


@pytest.mark.parametrize(
    ("number", "told"), [(errno.ENOSPC, DiskFull), (errno.EDQUOT, DiskFull), (errno.EIO, OSError)]
)
def test_a_file_that_could_not_be_taken_in_whole_leaves_nothing(
    settings, tmp_path: Path, number: int, told: type[OSError]
) -> None:
    settings.DATA = tmp_path

    def chunks() -> Iterator[bytes]:
        yield b"half"
        raise OSError(number, "the disk")

    with pytest.raises(OSError, match=r"disk|room") as problem:
        draft_of(chunks(), most=100)
    assert problem.type is told
    assert list((tmp_path / "media").iterdir()) == []


@pytest.mark.parametrize(("most", "is_taken"), [(8, True), (7, False)])
def test_a_file_is_taken_in_up_to_the_last_byte_allowed(
    settings, tmp_path: Path, most: int, is_taken: bool
) -> None:
    settings.DATA = tmp_path
    if is_taken:
        assert draft_of([b"half", b"half"], most=most).read_bytes() == b"halfhalf"
    else:
        with pytest.raises(TooLarge):
            draft_of([b"half", b"half"], most=most)
    assert len(list((tmp_path / "media").iterdir())) == is_taken
