"""From a to-do to the pasted address, on networks where no program may publish."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

DESK = {"viewport": {"width": 1280, "height": 900}}
PHONE = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True}
JOURNEYS = [
    ("facebook", "https://www.facebook.com/pekarnazora/posts/pfbid0abc", "Meta Business Suite"),
    ("x", "https://x.com/pekarnazora/status/1860000000000000000", "Open X; at the bottom left"),
    ("youtube", "https://www.youtube.com/watch?v=a1b2c3d4e5f", "Upload videos"),
    (
        "tumblr",
        "https://www.tumblr.com/pekarnazora/712345678901234567",
        "choose the blog it is for",
    ),
]


@pytest.mark.parametrize(("network", "address", "step"), JOURNEYS)
def test_a_to_do_ends_with_its_pasted_address(visit, network, address, step):
    page = visit(f"{{to_do_{network}}}", permissions=["clipboard-read", "clipboard-write"], **PHONE)
    expect(page.locator(".steps")).to_contain_text(step)
    page.get_by_role("button", name="Copy: Text").click()
    assert page.evaluate("navigator.clipboard.readText()").startswith("Saturday: children bake")
    with page.expect_download() as download:
        page.get_by_role("link", name=re.compile(r"^(Picture|File) 1")).click()
    kind = "mp4" if network == "youtube" else "jpg"
    assert download.value.suggested_filename.endswith(f"-{network}-1.{kind}")
    page.get_by_label("Address of the post").fill(address)
    page.get_by_role("button", name="It is posted").click()
    expect(page.get_by_text("Published by hand.").first).to_be_visible()
    expect(page.get_by_role("link", name=address)).to_be_visible()


def test_a_wrong_address_is_asked_about_without_script_too(visit):
    page = visit("{to_do_wrong}", java_script_enabled=False, **DESK)
    expect(page.get_by_label("Text", exact=True)).to_have_value("Fresh rolls from six")
    page.get_by_label("Address of the post").fill("https://www.example.com/elsewhere")
    page.get_by_role("button", name="It is posted").click()
    expect(page.get_by_role("alert")).to_contain_text("that is not Facebook")
    page.get_by_label("It is right all the same").check()
    page.get_by_role("button", name="It is posted").click()
    expect(page.get_by_text("Published by hand.").first).to_be_visible()


def test_it_is_put_off_from_a_phone(visit):
    page = visit("{to_do_later}", **PHONE)
    page.get_by_text("Not now, or not at all").click()
    page.get_by_label("Day").fill("2031-01-17")
    page.get_by_label("Time").fill("18:00")
    page.get_by_role("button", name="Move it to then").click()
    expect(page.locator("#toasts")).to_contain_text("Scheduled again for")


SHARES = """
navigator.canShare = () => true;
navigator.share = async (data) => { window.shared = [data.text, data.files[0].name]; };
"""


def test_on_a_phone_text_and_picture_go_straight_to_an_app(visit):
    page = visit("{to_do_shown}", **PHONE)
    page.add_init_script(SHARES)
    page.reload()
    page.get_by_role("button", name="Hand it to an app on this device").click()
    text, name = page.evaluate("window.shared")
    assert text.startswith("Saturday: children bake")
    assert name.endswith("-facebook-1.jpg")
