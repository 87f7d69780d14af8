"""A finding is mended by one click and taken back, with script and without."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from skupnost.library.tests.material import encoded, photo

NEW = "/c/pekarna-zora/posts/new/"
DESK = {"viewport": {"width": 1280, "height": 900}}
LONG = "A word or two. " * 60
Visit = Callable[..., Page]


def written(visit: Visit, text: str, *, on: str = "Practice network", **how: object) -> Page:
    page = visit(NEW, **(DESK | how))
    page.get_by_role("checkbox", name=f"{on} Pekarna Zora").check()
    page.get_by_label("Text for all").fill(text)
    return page


def test_a_text_is_shortened_by_one_click_and_comes_back(visit: Visit) -> None:
    page = written(visit, LONG)
    page.get_by_role("button", name="Shorten to 500").click()
    expect(page.get_by_text("Done: Shorten to 500")).to_be_visible()
    area = page.get_by_label("Text for all")
    assert len(area.input_value()) <= 500
    assert "/posts/new/" not in page.url
    page.get_by_role("button", name="Undo", exact=True).click()
    expect(area).to_have_value(LONG)
    expect(page.get_by_role("button", name="Shorten to 500")).to_be_visible()


@pytest.mark.parametrize("script", [True, False])
def test_a_picture_is_made_lighter_for_the_channel_that_minds(visit: Visit, script: bool) -> None:
    page = written(visit, "Heavy", on="Facebook", java_script_enabled=script)
    image = encoded(photo(1300, 1200, noisy=True), "PNG")
    heavy = {"name": "heavy.png", "mimeType": "image/png", "buffer": image}
    assert len(image) > 4_200_000
    page.locator("#files").set_input_files(heavy)
    if not script:
        page.get_by_role("button", name="Check", exact=True).last.click()
    page.get_by_role("button", name="Make it lighter").click()
    expect(page.get_by_text("Done: Make it lighter")).to_be_visible(timeout=30_000)
    expect(page.get_by_role("button", name="Make it lighter")).to_have_count(0)
    page.get_by_role("button", name="Undo", exact=True).click()
    expect(page.get_by_role("button", name="Make it lighter")).to_be_visible(timeout=30_000)
