"""A browser as small as can be: it follows redirects and keeps cookies."""

from __future__ import annotations

from http.cookiejar import CookieJar
from urllib.error import HTTPError, URLError
from urllib.parse import urljoin
from urllib.request import HTTPCookieProcessor, ProxyHandler, build_opener

from skupnost.cli.answers import Problem


class Browser:
    """Opened at one address; other pages are named by their path on the same site."""

    def __init__(self, address: str) -> None:
        self._address = address
        self._opener = build_opener(ProxyHandler({}), HTTPCookieProcessor(CookieJar()))
        self.page("")

    def page(self, path: str) -> str:
        """The page, read whole; a Problem where it does not come."""
        address = urljoin(self._address, path)
        try:
            with self._opener.open(address, timeout=30) as page:
                return str(page.read().decode("utf-8"))
        except (HTTPError, URLError, TimeoutError) as error:
            raise Problem("page_failed", f"{address} cannot be read: {error}.") from error
