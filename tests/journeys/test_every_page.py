"""Every page, light, dark and on a phone: no barrier, no sideways scroll, no fault."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from places import IN_FRONT_OF_THE_DOOR, PLACES

DESK = {"viewport": {"width": 1280, "height": 800}}
PHONE = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True}
LOOKS = {
    "light": {**DESK, "color_scheme": "light"},
    "dark": {**DESK, "color_scheme": "dark"},
    "phone": {**PHONE, "color_scheme": "light"},
}
ALL = {**PLACES, **IN_FRONT_OF_THE_DOOR}
NARROW = {"viewport": {"width": 320, "height": 640}, "is_mobile": True}


AT_REST = """() => Promise.all(document.getAnimations()
  .filter((one) => one.effect.getComputedTiming().iterations !== Infinity)
  .map((one) => one.finished.catch(() => null)))"""


def barriers(page) -> list[str]:
    # colours change from light to dark within a moment, which a busy machine stretches
    page.evaluate(AT_REST)
    found = Axe().run(page).response["violations"]
    return [
        f"{fault['id']}: {node['target']} {node['html'][:120]}"
        for fault in found
        for node in fault["nodes"]
    ]


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("name", ALL)
def test_nobody_is_kept_out(visit, name, look):
    page = visit(ALL[name], is_signed_in=name in PLACES, **LOOKS[look])
    assert barriers(page) == []


@pytest.mark.parametrize("name", ALL)
def test_no_page_scrolls_sideways_on_the_smallest_phone(visit, name):
    page = visit(ALL[name], is_signed_in=name in PLACES, **NARROW)
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= 320


@pytest.mark.parametrize("name", PLACES)
def test_every_page_says_its_name_and_reads_without_script(visit, name):
    page = visit(PLACES[name], java_script_enabled=False, **DESK)
    assert page.locator("h1").count() == 1
    assert page.locator("h1").inner_text().strip()
    assert page.title().endswith("Skupnost")
