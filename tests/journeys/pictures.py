"""Photographs every page in light, dark and on a phone into `pictures/`, to be looked at.

python tests/journeys/pictures.py [NAME …]
"""

from __future__ import annotations

import itertools
import shutil
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

sys.path.insert(0, str(Path(__file__).parent))

from places import IN_FRONT_OF_THE_DOOR, PLACES, address_of
from sites import Site, running_site

FOLDER = Path(__file__).parents[2] / "pictures"
DESK = {"viewport": {"width": 1280, "height": 860}}
PHONE = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True}
LOOKS = {
    "light": {**DESK, "color_scheme": "light"},
    "dark": {**DESK, "color_scheme": "dark"},
    "phone": {**PHONE, "color_scheme": "light"},
}


def photograph(browser: Browser, site: Site, wanted: list[str]) -> int:
    """Take the pictures; how many."""
    numbers = itertools.count()
    places = {**PLACES, **IN_FRONT_OF_THE_DOOR}
    chosen = {name: path for name, path in places.items() if not wanted or name in wanted}
    for look, how in LOOKS.items():
        for name, path in chosen.items():
            is_inside = name in PLACES
            context = browser.new_context(**how, reduced_motion="reduce")
            if is_inside:
                context.add_cookies(site.cookie(next(numbers)))
            page = context.new_page()
            page.goto(address_of(site, path))
            page.evaluate("document.fonts.ready")
            page.screenshot(path=FOLDER / f"{name}-{look}.png", full_page=look != "phone")
            context.close()
    return len(chosen) * len(LOOKS)


def main() -> None:
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as data, running_site(Path(data)) as site:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=shutil.which("chromium"))
            n_taken = photograph(browser, site, sys.argv[1:])
            browser.close()
    sys.stdout.write(f"{n_taken} pictures in {FOLDER}\n")


if __name__ == "__main__":
    main()
