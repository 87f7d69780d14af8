"""A browser that notices everything, and a site for it to visit."""

from __future__ import annotations

import itertools
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from playwright.sync_api import Browser, ConsoleMessage, Page, Request, sync_playwright
from sites import Site, running_site

QUIET = ("Failed to load resource: the server responded with a status of 4",)


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with running_site(tmp_path_factory.mktemp("site")) as site:
        yield site


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    found = shutil.which("chromium") or shutil.which("google-chrome")
    if found is None:
        pytest.skip("no browser: install the package chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found)
        yield browser
        browser.close()


NUMBERS = itertools.count()


class Watch:
    """Collects what must not happen on any page."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.faults: list[str] = []

    def over(self, page: Page) -> Page:
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.faults.append(f"script: {error}"))
        page.on("request", self._request)
        return page

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and not message.text.startswith(QUIET):
            self.faults.append(f"console: {message.text}")

    def _request(self, request: Request) -> None:
        if not request.url.startswith((self.site.url, "data:", "blob:")):
            self.faults.append(f"left the house: {request.url}")


@pytest.fixture
def visit(site: Site, browser: Browser) -> Iterator[Callable[..., Page]]:
    """Opens pages; at the end none may have complained, broken the policy or asked outside."""
    watch, contexts = Watch(site), []

    def opened(path: str, *, is_signed_in: bool = True, **how: object) -> Page:
        context = browser.new_context(reduced_motion="reduce", **how)
        if is_signed_in:
            context.add_cookies(site.cookie(next(NUMBERS)))
        contexts.append(context)
        page = watch.over(context.new_page())
        page.goto(site.url + path.format(**site.landmarks))
        return page

    yield opened
    for context in contexts:
        context.close()
    assert not watch.faults
