from __future__ import annotations

import io
import zipfile
from datetime import timedelta

import pytest
from django.urls import reverse
from PIL import Image

from skupnost.channels.actions import connect_assisted
from skupnost.domain.delivery import State
from skupnost.domain.payload import MediaItem, Part, Payload
from skupnost.library.actions import add_asset, set_focus
from skupnost.publishing import actions, to_dos
from skupnost.publishing.handouts import file_of, handouts_of
from skupnost.publishing.models import Delivery
from skupnost.publishing.queries import story


@pytest.fixture
def page(bakery, now):
    """The bakery's Facebook Page, on which a person posts."""
    return connect_assisted(
        client=bakery,
        network="facebook",
        account_kind="page",
        handle="Pekarna Zora",
        url="https://www.facebook.com/pekarnazora",
        now=now,
    )


@pytest.fixture
def picture(bakery, now):
    """A picture of the bakery's library, described."""
    file = io.BytesIO()
    Image.new("RGB", (60, 40), "#a04310").save(file, "PNG")
    content = file.getvalue()
    return add_asset(client=bakery, name="a.png", content=content, alt_text="A loaf", now=now)


@pytest.fixture
def waiting(page, now):
    """A post that waits to be posted by hand."""

    def make(payload=Payload("Fresh bread"), **values):
        delivery = actions.hand_over(
            channel=page, payload=payload, approved_hash=payload.digest(), due_at=now, now=now
        )
        values = {"state": State.TO_DO, "next_try_at": None, **values}
        Delivery.objects.filter(pk=delivery.pk).update(**values)
        return Delivery.objects.select_related("channel__client").get(pk=delivery.pk)

    return make


@pytest.mark.parametrize("before", [State.SCHEDULED, State.RETRY_WAIT])
def test_at_its_minute_a_post_for_hands_becomes_a_to_do(stage, before):
    stage.publish = "assisted"
    delivery = stage.hand_over(state=before)
    stage.run()
    delivery.refresh_from_db()
    assert (delivery.state, delivery.next_try_at, stage.port.orders) == (State.TO_DO, None, [])


def test_before_its_minute_nothing_is_asked_of_anybody(stage, now):
    stage.publish = "assisted"
    delivery = stage.hand_over(due_at=now + timedelta(minutes=5))
    stage.run()
    delivery.refresh_from_db()
    assert delivery.state == State.SCHEDULED


@pytest.mark.parametrize(("minutes", "n"), [(0, 0), (15, 0), (16, 1)])
def test_a_to_do_is_late_after_a_quarter_of_an_hour(waiting, bakery, now, minutes, n):
    delivery = waiting()
    then = now + timedelta(minutes=minutes)
    assert to_dos.n_late([bakery], then) == n
    assert to_dos.is_late(delivery, then) == bool(n)


def test_to_dos_of_others_are_not_counted(waiting, florist, now):
    waiting()
    assert to_dos.n_late([florist], now + timedelta(days=1)) == 0


def test_what_was_posted_is_no_longer_late(waiting, bakery, now):
    delivery = waiting()
    address = "https://www.facebook.com/pekarnazora/posts/1"
    actions.paste_address(delivery=delivery, address=address, now=now)
    assert (delivery.state, delivery.remote_url) == (State.PUBLISHED, address)
    assert [line.outcome for line in story(delivery)] == ["paste_address"]
    assert to_dos.n_late([bakery], now + timedelta(days=1)) == 0


def test_it_can_be_left_undone_with_a_trace(waiting, now):
    delivery = waiting()
    actions.drop(delivery=delivery, now=now)
    assert delivery.state == State.CANCELLED
    assert [line.outcome for line in story(delivery)] == ["drop"]


def test_it_can_be_moved_and_reworded_until_it_is_posted(waiting, now):
    delivery = waiting()
    other = Payload("Fresher bread")
    actions.reword(delivery=delivery, payload=other, approved_hash=other.digest(), now=now)
    assert Payload.from_json(delivery.payload) == other
    later = now + timedelta(days=1)
    actions.mend(delivery=delivery, due_at=later, now=now)
    assert (delivery.state, delivery.next_try_at) == (State.SCHEDULED, later)
    with pytest.raises(actions.TooLate):
        actions.reword(delivery=delivery, payload=other, approved_hash=other.digest(), now=now)


@pytest.mark.parametrize(
    ("payload", "has"),
    [
        (Payload("Bread"), set()),
        (Payload("See https://zora.example/"), {"link"}),
        (Payload("Bread", link_url="https://zora.example/"), {"link"}),
        (
            Payload("Bread", title="Rye", tags=("rye",), thread=(Part("2"),)),
            {"title", "tags", "thread"},
        ),
        (Payload("Bread", details=(("first_comment", "Recipe"),)), {"comment"}),
        (Payload("Bread", media=(MediaItem("a" * 64, "video/mp4", 9),)), {"media", "video"}),
    ],
)
def test_a_step_is_shown_where_the_post_has_what_it_is_about(payload, has):
    assert to_dos.what_it_has(payload) == has


def test_each_text_stands_in_a_field_of_its_own(waiting, now):
    payload = Payload(
        "One",
        title="Bread",
        tags=("potica", "bread"),
        thread=(Part("Two"),),
        link_url="https://zora.example/",
        details=(("first_comment", "Recipe below"),),
    )
    fields = {field.id: field.text for field in to_dos.to_do(waiting(payload), now).fields}
    assert fields == {
        "title": "Bread",
        "part-1": "One",
        "part-2": "Two",
        "link": "https://zora.example/",
        "tags": "potica, bread",
        "first_comment": "Recipe below",
    }


def test_files_have_names_that_say_what_they_are(waiting, picture, now):
    payload = Payload("Bread", media=(picture.as_item(),))
    files = to_dos.to_do(waiting(payload), now).handouts
    assert [file.name for file in files] == ["bakery-2026-11-25-facebook-1.png"]


@pytest.fixture
def look(client, alice, bakery):
    """Alice opens a page about a delivery."""
    client.force_login(alice)

    def opened(name, delivery, *more):
        return client.get(reverse(f"publishing:{name}", args=[bakery.slug, delivery.pk, *more]))

    return opened


def test_the_page_has_texts_files_steps_and_the_way_in(look, waiting, picture):
    html = look("to_do_one", waiting(Payload("Bread", media=(picture.as_item(),)))).content.decode()
    for words in ("Bread", "A loaf", "Meta Business Suite", "business.facebook.com", "noopener"):
        assert words in html


def test_a_file_comes_with_its_name_and_all_of_them_in_one(look, waiting, picture):
    delivery = waiting(Payload("Bread", media=(picture.as_item(),)))
    answer = look("to_do_file", delivery, 1)
    assert (
        answer["Content-Disposition"] == 'attachment; filename="bakery-2026-11-25-facebook-1.png"'
    )
    archive = zipfile.ZipFile(io.BytesIO(look("to_do_files", delivery).content))
    assert set(archive.namelist()) == {
        "text.txt",
        "bakery-2026-11-25-facebook-1.png",
        "bakery-2026-11-25-facebook-1.png.txt",
    }
    assert archive.read("text.txt") == b"Bread"


@pytest.mark.parametrize("number", [0, 2])
def test_there_are_no_other_files(look, waiting, picture, number):
    delivery = waiting(Payload("Bread", media=(picture.as_item(),)))
    assert look("to_do_file", delivery, number).status_code == 404


def test_a_file_that_is_gone_is_no_page(look, waiting):
    delivery = waiting(Payload("Bread", media=(MediaItem("0" * 64, "image/png", 1),)))
    assert look("to_do_file", delivery, 1).status_code == 404
    assert look("to_do_files", delivery).status_code == 404
    assert look("to_do_one", delivery).status_code == 200


@pytest.fixture
def paste(client, alice, bakery):
    """Alice pastes an address."""
    client.force_login(alice)

    def pasted(delivery, address, **more):
        where = reverse("publishing:to_do_posted", args=[bakery.slug, delivery.pk])
        return client.post(where, {"address": address, **more}, follow=True)

    return pasted


def test_the_pasted_address_ends_it_as_published_by_hand(paste, waiting):
    html = paste(waiting(), "https://www.facebook.com/pekarnazora/posts/pfbid1").content.decode()
    assert Delivery.objects.get().status is State.PUBLISHED
    assert "Published by hand." in html
    assert "Thank you: it counts as published" in html


def test_an_address_of_another_network_is_asked_about_and_can_be_insisted_on(paste, waiting):
    delivery, address = waiting(), "https://x.com/zora/status/1"
    answer = paste(delivery, address)
    assert answer.status_code == 422
    assert "This address leads to x.com, and that is not Facebook." in answer.content.decode()
    assert Delivery.objects.get().status is State.TO_DO
    paste(delivery, address, anyway="1")
    assert Delivery.objects.get().remote_url == address


@pytest.mark.parametrize("address", ["", "yes", "javascript:alert(1)", "https://[", "ftp://a.b/c"])
def test_what_is_no_address_cannot_be_insisted_on(paste, waiting, address):
    assert paste(waiting(), address, anyway="1").status_code == 422
    assert Delivery.objects.get().status is State.TO_DO


def test_pasting_twice_changes_nothing_the_second_time(paste, waiting):
    delivery = waiting()
    paste(delivery, "https://www.facebook.com/pekarnazora/posts/1")
    html = paste(delivery, "https://www.facebook.com/pekarnazora/posts/2").content.decode()
    assert Delivery.objects.get().remote_url.endswith("/1")
    assert "It moved on meanwhile." in html


def test_letting_it_rest_is_said_and_comes_too_late_once_it_was_posted(
    client, alice, bakery, waiting
):
    client.force_login(alice)
    address = reverse("publishing:to_do_not_posted", args=[bakery.slug, waiting().pk])
    assert "Let rest." in client.post(address, follow=True).text
    assert Delivery.objects.get().state == State.CANCELLED
    assert "It moved on meanwhile." in client.post(address, follow=True).text


@pytest.mark.parametrize("what", ["to_do_one", "to_do_posted", "to_do_not_posted", "to_do_files"])
def test_charlie_finds_no_to_do_of_the_bakery(client, charlie, bakery, waiting, what):
    client.force_login(charlie)
    address = reverse(f"publishing:{what}", args=[bakery.slug, waiting().pk])
    assert client.get(address).status_code == client.post(address).status_code == 404


@pytest.mark.parametrize("what", ["to_do_one", "to_do_posted", "to_do_not_posted", "to_do_files"])
def test_through_his_own_client_charlie_does_not_reach_it_either(
    client, charlie, florist, waiting, what
):
    client.force_login(charlie)
    address = reverse(f"publishing:{what}", args=[florist.slug, waiting().pk])
    assert client.get(address, follow=True).status_code in (404, 405)
    assert client.post(address).status_code in (404, 405)
    assert Delivery.objects.get().state == State.TO_DO


def test_charlie_decides_nothing_of_the_bakery(client, charlie, bakery, florist, waiting):
    delivery = waiting(state=State.NEEDS_EYE)
    client.force_login(charlie)
    for slug in (bakery.slug, florist.slug):
        address = reverse("publishing:decide", args=[slug, delivery.pk, "drop"])
        assert client.post(address).status_code == 404
    assert Delivery.objects.get().state == State.NEEDS_EYE


@pytest.mark.parametrize("n", [1, 12])
def test_the_list_takes_a_fixed_number_of_queries(
    client, alice, bakery, waiting, n, django_assert_max_num_queries
):
    for _ in range(n):
        waiting()
    client.force_login(alice)
    client.get(reverse("publishing:to_do", args=[bakery.slug]))
    with django_assert_max_num_queries(9):
        html = client.get(reverse("publishing:to_do", args=[bakery.slug])).content.decode()
    assert html.count("Fresh bread") >= n


def test_a_picture_is_handed_out_as_the_account_takes_it(client, alice, bakery, now):
    instagram = connect_assisted(
        client=bakery,
        network="instagram",
        account_kind="business",
        handle="zora",
        url="https://www.instagram.com/zora/",
        now=now,
    )
    file = io.BytesIO()
    Image.new("RGB", (2000, 400), "#a04310").save(file, "PNG")
    wide = add_asset(client=bakery, name="wide.png", content=file.getvalue(), now=now)
    payload = Payload("Bread", media=(wide.as_item(),))
    delivery = actions.hand_over(
        channel=instagram, payload=payload, approved_hash=payload.digest(), due_at=now, now=now
    )
    client.force_login(alice)
    address = reverse("publishing:to_do_file", args=[bakery.slug, delivery.pk, 1])
    answer = client.get(address)
    with Image.open(io.BytesIO(answer.content)) as image:
        assert image.width / image.height <= 1.92
    assert answer["Content-Type"] in ("image/jpeg", "image/png")
    assert to_dos.to_do(delivery, now).handouts[0].is_fitted


def test_a_picture_that_lacks_only_its_description_is_handed_out_as_it_is(waiting, now):
    bare = MediaItem("a" * 64, "image/jpeg", 9_000, width=900, height=900)
    (handout,) = to_dos.to_do(waiting(Payload("Bread", media=(bare,))), now).handouts
    assert not handout.is_fitted


@pytest.mark.parametrize(
    ("text", "is_line"),
    [("Bread", True), ("Bread\nand rolls", False), ("a" * 90, True), ("a" * 91, False)],
)
def test_a_short_text_stands_on_one_line(waiting, now, text, is_line):
    (field,) = to_dos.to_do(waiting(Payload(text)), now).fields
    assert field.is_line is is_line


def test_a_crop_keeps_the_point_that_this_client_chose(bakery, florist, now):
    instagram = connect_assisted(
        client=bakery, network="instagram", account_kind="business", handle="zora",
        url="https://www.instagram.com/zora/", now=now,
    )  # fmt: skip
    wide, file = Image.new("RGB", (2000, 400), "#ff0000"), io.BytesIO()
    wide.paste("#0000ff", (1000, 0, 2000, 400))
    wide.save(file, "PNG")
    for client, x in ((florist, 0.0), (bakery, 1.0)):
        asset = add_asset(client=client, name="wide.png", content=file.getvalue(), now=now)
        set_focus(asset=asset, x=x, y=0.5)
    payload = Payload("Bread", media=(asset.as_item(),))
    delivery = actions.hand_over(
        channel=instagram, payload=payload, approved_hash=payload.digest(), due_at=now, now=now
    )
    (handout,) = handouts_of(delivery, payload)
    with Image.open(io.BytesIO(file_of(handout, delivery).content)) as given:
        red, _green, blue = given.convert("RGB").getpixel((given.width // 2, 200))
    assert blue > red


def test_what_the_network_would_refuse_today_is_told_on_the_page(look, waiting):
    too_long = Payload("a" * 70_000)
    html = look("to_do_one", waiting(too_long)).content.decode()
    assert "The network may not take it like this." in html
    assert "Too long by" in html


def test_a_picture_that_nobody_described_is_no_reason_to_refuse(look, waiting):
    bare = Payload("Bread", media=(MediaItem("a" * 64, "image/jpeg", 9_000, width=9, height=9),))
    html = look("to_do_one", waiting(bare)).content.decode()
    assert "do not know what it shows" not in html
