"""The library's pages for films and crops: upload, play in pieces, cover, another shape."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from skupnost.editorial import actions
from skupnost.library import mends, thumbnails
from skupnost.library.actions import InUse, add_asset, remove_asset
from skupnost.library.models import Asset
from skupnost.library.queries import assets_of
from skupnost.library.storage import read
from skupnost.library.tests.material import encoded, film, photo


@pytest.fixture
def alice_in(client, alice):
    client.force_login(alice)
    return client


@pytest.fixture
def dough(bakery, now, tmp_path) -> Asset:
    content = film(tmp_path / "a", seconds=2).read_bytes()
    return add_asset(client=bakery, name="dough.mp4", content=content, now=now)


@pytest.fixture
def loaf(bakery, now) -> Asset:
    return add_asset(client=bakery, name="loaf.jpg", content=encoded(photo()), now=now)


def address(name: str, asset: Asset) -> str:
    return reverse(f"library:{name}", args=[asset.client.slug, asset.pk])


def test_a_film_is_added_by_the_page(alice_in, bakery, tmp_path: Path) -> None:
    file = SimpleUploadedFile("dough.mp4", film(tmp_path / "a").read_bytes())
    page = alice_in.post(reverse("library:add", args=["bakery"]), {"pictures": file}, follow=True)
    assert "1 file added." in page.content.decode()
    assert Asset.objects.get(client=bakery).video_codec == "h264"


def test_a_player_may_ask_for_a_part_of_a_film(alice_in, dough) -> None:
    whole = read(dough.sha256)
    answer = alice_in.get(address("file", dough), headers={"Range": "bytes=10-19"})
    assert (answer.status_code, b"".join(answer.streaming_content)) == (206, whole[10:20])
    assert answer["Content-Range"] == f"bytes 10-19/{len(whole)}"
    last = alice_in.get(address("file", dough), headers={"Range": "bytes=-5"})
    assert b"".join(last.streaming_content) == whole[-5:]


@pytest.mark.parametrize("asked", ["bytes=999999999-", "bytes=5-2", "bytes=-", "lines=1-2"])
def test_a_part_that_is_not_there_is_refused(alice_in, dough, asked) -> None:
    answer = alice_in.get(address("file", dough), headers={"Range": asked})
    assert answer.status_code == 416


def test_without_a_part_the_whole_film_comes(alice_in, dough) -> None:
    answer = alice_in.get(address("file", dough))
    assert b"".join(answer.streaming_content) == read(dough.sha256)
    assert (answer["Accept-Ranges"], answer["Content-Type"]) == ("bytes", "video/mp4")


def test_a_film_is_shown_by_one_of_its_frames(alice_in, dough) -> None:
    answer = alice_in.get(address("thumbnail", dough))
    assert (answer.status_code, answer["Content-Type"]) == (200, thumbnails.MIME)


def test_the_page_of_a_film_plays_it_and_makes_a_cover(alice_in, dough) -> None:
    assert "<video controls" in alice_in.get(address("asset", dough)).content.decode()
    alice_in.post(address("cover", dough), {"second": "1.5"})
    dough.refresh_from_db()
    assert dough.cover.mend == "make_cover"
    alice_in.post(address("cover", dough), {"do": "none"})
    dough.refresh_from_db()
    assert dough.cover is None


@pytest.mark.parametrize("second", ["", "soon", "-1", "nan", "1e99"])
def test_a_second_that_is_none_makes_no_cover(alice_in, dough, second) -> None:
    page = alice_in.post(address("cover", dough), {"second": second}, follow=True)
    assert "Write the second of the film as a number." in page.content.decode()


def test_a_crop_keeps_the_point_and_leads_to_the_new_picture(alice_in, loaf, bakery) -> None:
    form = {"focus": "1,0.5", "shape": "1.0", "do": "crop"}
    answer = alice_in.post(address("crop", loaf), form)
    version = Asset.objects.get(original=loaf)
    assert answer.url == address("asset", version)
    assert (version.width, version.height, version.focus_x) == (400, 400, 1.0)
    assert "Made of loaf.jpg" in alice_in.get(answer.url).content.decode()
    assert list(assets_of(bakery)) == [loaf]


def test_the_point_alone_can_be_kept(alice_in, loaf) -> None:
    alice_in.post(address("crop", loaf), {"focus": "0,1", "shape": "1.0", "do": "focus"})
    loaf.refresh_from_db()
    assert loaf.focus == (0.0, 1.0)
    assert not loaf.versions.exists()


def test_a_shape_that_nobody_offers_is_refused(alice_in, loaf) -> None:
    page = alice_in.post(address("crop", loaf), {"focus": "9,9", "shape": "77"}, follow=True)
    assert "Choose a shape" in page.content.decode()


@pytest.mark.parametrize("name", ["crop", "cover", "file", "thumbnail", "asset"])
def test_charlie_sees_none_of_it(client, charlie, loaf, name) -> None:
    client.force_login(charlie)
    send = client.post if name in ("crop", "cover") else client.get
    assert send(address(name, loaf)).status_code == 404


def test_a_version_stays_as_long_as_a_post_may_carry_it(alice_in, alice, loaf, bakery, now) -> None:
    version = mends.crop(asset=loaf, ratio=1.0, now=now)
    post = actions.write_post(client=bakery, by=alice, now=now, text="Rye", assets=[loaf])
    with pytest.raises(InUse):
        remove_asset(asset=version)
    post.postasset_set.all().delete()
    remove_asset(asset=version)
    assert not loaf.versions.exists()
