"""Where a site's API answers: found by asking, since it depends on permalinks, folder and host."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import parse_qs, urljoin, urlsplit, urlunsplit

from skupnost.kit.http import Answer

PRETTY = "/wp-json"
MAX_REDIRECTS = 3

_TYPED_TAIL = re.compile(r"/(wp-json|wp-admin|wp-login\.php|index\.php)(/.*)?$")
_LINK = re.compile(r'<([^>]+)>\s*;\s*rel="https://api\.w\.org/"')


@dataclass(frozen=True, slots=True)
class Api:
    """An API's base: `{base}{route}`, or `{base}?rest_route={route}` without pretty permalinks."""

    base: str
    by_query: bool = False

    def url(self, route: str) -> str:
        return self.base if self.by_query else f"{self.base}{route}"

    def query(self, route: str, query: dict[str, str]) -> dict[str, str]:
        return {"rest_route": route, **query} if self.by_query else query


def home_of(typed: str) -> str:
    """The site a person means who copied the address of its log-in page or of its API."""
    return _TYPED_TAIL.sub("", typed.rstrip("/"))


def candidates(home: str) -> tuple[Api, Api]:
    """The pretty address and the one that works without permalinks (seen: 6.1.9 answers an HTML
    page with status 200 under the first)."""
    return Api(f"{home}{PRETTY}"), Api(f"{home}/", by_query=True)


def is_api(answer: Answer) -> bool:
    """Whether the answer is WordPress's index, or its JSON refusal to show it."""
    if "json" not in answer.headers.get("content-type", "json"):
        return False
    is_refusal = answer.status in (401, 403) and b'"code"' in answer.body
    return is_refusal or (answer.is_success and b'"namespaces"' in answer.body)


def pointed_to(answer: Answer, asked: str) -> Api | None:
    """The API that a page's Link header names, on the same host; WordPress sends one with every
    page, also from a folder of its own."""
    found = _LINK.search(answer.headers.get("link", ""))
    if found is None:
        return None
    parts = urlsplit(urljoin(asked, found[1]))
    if parts.netloc != urlsplit(asked).netloc:
        return None
    bare = urlunsplit(parts._replace(query="", fragment=""))
    if "rest_route" in parse_qs(parts.query):
        return Api(bare, by_query=True)
    return Api(bare.rstrip("/"))


def moved(api: Api, target: str) -> Api:
    """The same API at the address its index was redirected to."""
    bare = urlunsplit(urlsplit(target)._replace(query="", fragment=""))
    return Api(bare, by_query=True) if api.by_query else Api(bare.rstrip("/"))
