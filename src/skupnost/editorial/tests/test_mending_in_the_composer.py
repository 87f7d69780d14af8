"""Each finding of the composer has a button that mends it, and a way back; without JavaScript."""

from __future__ import annotations

import html
import re
from collections.abc import Callable

import pytest
from django.test import Client as Browser
from django.urls import reverse

from skupnost.channels.models import Channel
from skupnost.clients.models import Client
from skupnost.domain.payload import Payload
from skupnost.editorial import actions
from skupnost.editorial.checking import check_variants
from skupnost.editorial.details import Details
from skupnost.editorial.models import Post
from skupnost.library.actions import add_asset
from skupnost.library.models import Asset
from skupnost.library.tests.material import encoded, photo
from skupnost.people.models import User

NAME = "01a13b2b-a801-7a8d-a63e-48f52ff6e61d"
LONG = "word " * 110


class Form:
    """The composer's form as a browser without JavaScript fills, reads and sends it again."""

    def __init__(self, browser: Browser, client: Client, **fields: object) -> None:
        self._browser = browser
        self._address = reverse("editorial:post_new", args=[client.slug])
        self.fields: dict[str, object] = {"post": NAME, "version": "0", **fields}
        self.page = ""

    def press(self, do: str) -> Form:
        answer = self._browser.post(self._address, {**self.fields, "do": do})
        assert answer.status_code == 200
        self.page = answer.content.decode()
        self.fields |= self._read()
        return self

    def button(self, label: str) -> str:
        """The value of the button that says so."""
        plain = re.sub(r"<svg.*?</svg>", "", self.page, flags=re.S)
        found = re.search(r'value="([^"]+)"[^>]*>' + re.escape(label) + "<", plain)
        assert found, f"no button {label!r}"
        return html.unescape(found[1])

    def _read(self) -> dict[str, object]:
        """The fields that a mend may change, as the page now has them."""
        areas = re.findall(
            r'<textarea[^>]*name="([^"]+)"[^>]*>\n?(.*?)</textarea>', self.page, re.S
        )
        read: dict[str, object] = {name: html.unescape(text) for name, text in areas}
        for name in set(re.findall(r'name="(swap-\d+)"', self.page)):
            found = re.findall(rf'name="{name}" value="([^"]+)"', self.page)
            read[name] = [html.unescape(value) for value in found]
        for name in ("version", "undo", "title"):
            if value := re.search(rf'name="{name}"[^>]*? value="([^"]*)"', self.page):
                read[name] = html.unescape(value[1])
        for name in re.findall(r'name="(own-\d+)"[^>]*checked', self.page):
            read[name] = "on"
        gone = [name for name in self.fields if name.startswith(("own-", "swap-"))]
        for name in gone:
            if name not in read:
                del self.fields[name]
        return read


@pytest.fixture
def form(client: Browser, alice: User, bakery: Client, account: Channel) -> Callable[..., Form]:
    """Alice fills in the composer for these channels (the Mastodon account if none is given)."""
    client.force_login(alice)

    def fill(*channels: Channel, **fields: object) -> Form:
        chosen = [channel.pk for channel in channels or (account,)]
        return Form(client, bakery, channel=chosen, text="Potica.", **fields)

    return fill


@pytest.fixture
def loaf(bakery: Client, now) -> Asset:
    """A picture of 600 by 400, far too wide for Instagram's tallest and narrow enough for all."""
    return add_asset(
        client=bakery,
        name="loaf.png",
        content=encoded(photo(900, 300), "PNG"),
        alt_text="A loaf",
        now=now,
    )


def test_a_text_too_long_is_shortened_by_one_click_and_comes_back(form):
    sheet = form().press("check")
    sheet.fields["text"] = LONG
    sheet.press("check")
    sheet.press(sheet.button("Shorten to 500"))
    assert "Done: Shorten to 500" in sheet.page
    assert sheet.fields["text"].endswith("word…")
    assert len(sheet.fields["text"]) <= 500
    assert Post.objects.get().text == sheet.fields["text"]
    sheet.press("undo")
    assert sheet.fields["text"].split() == LONG.split()


def test_with_two_channels_only_the_one_that_minds_gets_a_text_of_its_own(
    form, account, new_channel, bakery
):
    blog = new_channel(bakery, "ghost", "site")
    sheet = form(account, blog)
    sheet.fields |= {"text": LONG, "title": "Bread"}
    sheet.press("check")
    sheet.press(sheet.button("Shorten to 500"))
    assert sheet.fields["text"].split() == LONG.split()
    assert sheet.fields[f"text-{account.pk}"].endswith("…")
    stored = {v.channel_id: v for v in Post.objects.get().variants.all()}
    assert stored[account.pk].is_own_text
    assert not stored[blog.pk].is_own_text
    sheet.press("undo")
    assert f"own-{account.pk}" not in sheet.fields


def test_a_picture_is_cropped_for_the_channel_that_minds_and_for_no_other(
    form, account, new_channel, bakery, loaf
):
    insta = new_channel(bakery, "instagram", "business")
    sheet = form(account, insta, asset=[loaf.pk], **{f"alt-{loaf.pk}": "A loaf"})
    sheet.press("check")
    sheet.press(sheet.button("Crop to 1.91:1"))
    post = Post.objects.get()
    payloads = {
        checked.channel.pk: checked.payload
        for checked in check_variants(post, post.variants.all()).values()
    }
    shown = payloads[insta.pk].media[0]
    assert (shown.height, round(shown.width / shown.height, 2)) == (300, 1.91)
    assert payloads[account.pk].media == (loaf.as_item(),)
    assert "This channel gets pictures of its own." in sheet.page
    sheet.press("undo")
    assert "This channel gets pictures of its own." not in sheet.page


def test_a_channel_gets_the_pictures_of_the_post_again(form, new_channel, bakery, loaf):
    insta = new_channel(bakery, "instagram", "business")
    sheet = form(insta, asset=[loaf.pk], **{f"alt-{loaf.pk}": "A loaf"})
    sheet.press("check")
    sheet.press(sheet.button("Crop to 1.91:1"))
    sheet.press(f"unswap-{insta.pk}")
    assert Post.objects.get().variants.get().details == {}


def test_mends_follow_one_another_until_nothing_is_left(form, new_channel, bakery, loaf):
    insta = new_channel(bakery, "instagram", "business")
    sheet = form(insta, asset=[loaf.pk], **{f"alt-{loaf.pk}": "A loaf"})
    sheet.press("check")
    sheet.press(sheet.button("Crop to 1.91:1"))
    sheet.press(sheet.button("Convert to JPEG"))
    variant = Post.objects.get().variants.get()
    checked = check_variants(variant.post, [variant])[variant.pk]
    assert checked.payload.media[0].mime == "image/jpeg"
    assert [f.code for f in checked.findings if f.level == "error"] == []


def test_a_click_on_what_is_no_longer_there_changes_nothing(form, account):
    sheet = form().press("check")
    sheet.press(f"mend-{account.pk}-shorten-text_too_long-text")
    assert "nothing was changed" in sheet.page
    assert sheet.fields["text"] == "Potica."


@pytest.mark.parametrize("click", ["mend-", "mend-x-y-z-w", "mend-999-crop-a-media.0", "mend-1"])
def test_a_button_that_nobody_made_changes_nothing(form, click):
    sheet = form().press(click)
    assert sheet.fields["text"] == "Potica."


@pytest.mark.parametrize("undo", ["", "[]", "{", '{"text": 3}', '{"post": ["x"]}'])
def test_an_undo_that_is_none_changes_nothing(form, undo):
    sheet = form(undo=undo).press("undo")
    assert sheet.fields["text"] == "Potica."


def test_another_clients_picture_is_never_put_in_by_a_swap(
    form, account, florist, now, loaf, client
):
    theirs = add_asset(
        client=florist, name="rose.png", content=encoded(photo(50, 50), "PNG"), now=now
    )
    swap = f"{loaf.sha256}>{theirs.sha256}"
    form(asset=[loaf.pk], **{f"alt-{loaf.pk}": "A loaf", f"swap-{account.pk}": swap}).press("check")
    post = Post.objects.get()
    (checked,) = check_variants(post, post.variants.all()).values()
    assert checked.payload.media == (loaf.as_item(),)


def test_what_is_mended_is_what_is_scheduled(form, new_channel, bakery, loaf, alice, now, tomorrow):
    insta = new_channel(bakery, "mastodon")
    version = add_asset(client=bakery, name="x", content=encoded(photo(200, 100)), now=now)
    details = Details(media=(f"{loaf.sha256}>{version.sha256}",))
    post = actions.write_post(
        client=bakery,
        by=alice,
        now=now,
        text="Potica",
        channels=[insta],
        assets=[loaf],
        variants={insta.pk: actions.Own(None, details)},
    )
    done = actions.schedule(post=post, at=tomorrow, by=alice, now=now)
    media = Payload.from_json(done.deliveries[0].payload).media
    assert [(item.sha256, item.alt_text) for item in media] == [(version.sha256, "A loaf")]
