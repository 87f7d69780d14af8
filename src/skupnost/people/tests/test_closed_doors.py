"""Whoever is not signed in finds nothing; whoever works for others finds nothing of ours."""

from __future__ import annotations

import re

import pytest
from django.conf import settings
from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.converters import UUIDConverter
from django.urls.resolvers import RoutePattern

EXAMPLES = {
    "client": "bakery", "pk": "1", "network": "mastodon", "kind": "account", "slug": "mastodon",
    "name": "bakery", "remote_id": "1", "token": "token",
    "uuid": "01934567-89ab-7cde-8f01-23456789abcd",
}  # fmt: skip


def patterns(resolver=None, prefix="", namespace=""):
    """Every address of the site as (view name, example path)."""
    for entry in (resolver or get_resolver()).url_patterns:
        route = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from patterns(entry, route, inner)
        elif isinstance(entry, URLPattern):
            yield f"{namespace}{entry.name}", "/" + example(entry, route)


def example(entry: URLPattern, route: str) -> str:
    assert isinstance(entry.pattern, RoutePattern)
    for name, converter in entry.pattern.converters.items():
        is_uuid = isinstance(converter, UUIDConverter)
        value = EXAMPLES["uuid"] if is_uuid else EXAMPLES.get(name, "1")
        route = re.sub(rf"<([a-z]+:)?{name}>", value, route)
    return route


ADDRESSES = sorted(set(patterns()))
CLOSED = [path for name, path in ADDRESSES if name not in settings.PUBLIC_VIEWS]


@pytest.mark.parametrize("path", CLOSED)
def test_nobody_finds_anything_without_signing_in(client, bakery, channel, path):
    assert "<" not in path
    assert client.get(path).status_code == 404
    assert client.post(path).status_code == 404


@pytest.mark.parametrize("path", [path for path in CLOSED if path.startswith("/c/bakery/")])
def test_charlie_finds_nothing_of_the_bakery(client, bakery, channel, charlie, path):
    client.force_login(charlie)
    assert {client.get(path).status_code, client.post(path).status_code} <= {404, 405}
    assert 404 in {client.get(path).status_code, client.post(path).status_code}


def test_a_page_that_is_closed_looks_like_a_page_that_is_not_there(client, bakery):
    closed, absent = client.get("/c/bakery/settings/"), client.get("/no/such/page/")
    assert without_tokens(closed.text) == without_tokens(absent.text)
    assert 'href="/login/"' in closed.text


def without_tokens(page: str) -> str:
    """The page without what differs by itself: its own address and the forms' random tokens."""
    return re.sub(r'name="(next|csrfmiddlewaretoken)" value="[^"]*"', "", page)


def test_without_the_forgery_token_a_stranger_learns_no_more(bakery):
    from django.test import Client as Browser

    strict = Browser(enforce_csrf_checks=True)
    assert strict.post("/c/bakery/pause/").status_code == 404
