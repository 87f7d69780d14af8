"""A WordPress site in a box: people, posts, terms and media by the rules of WordPress 6.1.9.

Held to a real site by `tests/servers/parity`. A site's own API lists a post as soon as it exists,
so the scene's lateness shows nowhere. Every password opens an account; the table `roles` (by user
name) makes it an author or a subscriber instead of an administrator.
"""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Callable, Mapping
from typing import Any

from skupnost.connectors.wordpress.simulated_site import (
    RIGHTS,
    Person,
    Refusal,
    Site,
    invalid,
)
from skupnost.kit.clock import Clock
from skupnost.kit.http import Answer, Request
from skupnost.kit.simulation import (
    Scene,
    SimulatedPost,
    Store,
    guest,
    header_of,
    path_of,
    query_of,
)

Document = dict[str, Any]
JSON = {"content-type": "application/json; charset=UTF-8"}
HOME_PAGE = b"<!doctype html>\n<html lang='en-US'><title>Bakery</title></html>"


def make_simulator(store: Store, clock: Clock, scene: Scene = Scene()) -> WordPressSimulator:
    """A site whose posts, terms and media live in the store."""
    return WordPressSimulator(store, clock, scene)


class WordPressSimulator:
    """Answers the routes that the connector uses, and 404s the rest as WordPress does.

    After `store.put("simulator", "plain_permalinks", {"on": True})` it answers an HTML page under
    `/wp-json/`, as a site without pretty permalinks does.
    """

    def __init__(self, store: Store, clock: Clock, scene: Scene) -> None:
        self._store = store
        self._scene = scene
        self._site = Site(store, clock, scene)

    async def answer(self, request: Request) -> Answer:
        route = self._route(request)
        if route is None:
            return Answer(200, {"content-type": "text/html; charset=UTF-8"}, HOME_PAGE)
        try:
            return self._respond(request, route)
        except Refusal as refusal:
            return Answer(refusal.status, JSON, json.dumps(refusal.document).encode())

    def posts(self) -> tuple[SimulatedPost, ...]:
        """Every live post in the order of writing."""
        return self._site.simulated_posts()

    def _route(self, request: Request) -> str | None:
        """The API route asked for; None where the request is for a page."""
        query, path = query_of(request), path_of(request)
        if "rest_route" in query:
            return query["rest_route"]
        _, found, route = path.partition("/wp-json")
        if not found or self._store.get("simulator", "plain_permalinks"):
            return None
        return route.rstrip("/") or "/"

    def _respond(self, request: Request, route: str) -> Answer:
        for method, pattern, respond in _ROUTES:
            match = pattern.fullmatch(route)
            if match and method == request.method:
                person = self._person(request)
                number = int(match[1]) if match.groups() else 0
                status, document = respond(self._site, person, request, number)
                shown = _chosen(document, query_of(request).get("_fields", ""))
                return Answer(status, JSON, json.dumps(shown).encode())
        raise Refusal(404, "rest_no_route", "No route was found matching the URL and method.")

    def _person(self, request: Request) -> Person:
        """Who asks; a nobody where the credentials are wrong, as on a real site."""
        scheme, _, secret = header_of(request, "authorization").partition(" ")
        name, password = _pair(secret) if scheme == "Basic" else ("", "")
        visitor = guest(self._store, self._scene, password)
        if visitor is None or not name:
            return Person(0, "", frozenset())
        role = (self._store.get("roles", name) or {"role": "administrator"})["role"]
        return Person(int(visitor.id), name, RIGHTS[role])


def _chosen(document: Document | list[Document], fields: str) -> Document | list[Document]:
    """What `_fields` asks for of an answer, of each in a list."""
    if isinstance(document, list):
        return [_only(row, fields) for row in document]
    return _only(document, fields)


def _only(document: Document, fields: str) -> Document:
    wanted = set(filter(None, fields.split(",")))
    return {name: value for name, value in document.items() if not wanted or name in wanted}


def _pair(encoded: str) -> tuple[str, str]:
    try:
        name, _, password = base64.b64decode(encoded).decode().partition(":")
    except ValueError:
        return "", ""
    return name, password


def _index(site: Site, person: Person, request: Request, number: int) -> tuple[int, Document]:
    return 200, site.index()


def _me(site: Site, person: Person, request: Request, number: int) -> tuple[int, Document]:
    return 200, site.user(person)


def _list_posts(
    site: Site, person: Person, request: Request, number: int
) -> tuple[int, list[Document]]:
    return 200, site.list_posts(person, query_of(request))


def _create_post(site: Site, person: Person, request: Request, number: int) -> tuple[int, Document]:
    return 201, site.create_post(person, _body(request))


def _delete_post(site: Site, person: Person, request: Request, number: int) -> tuple[int, Document]:
    return 200, site.trash_post(person, number)


def _upload(site: Site, person: Person, request: Request, number: int) -> tuple[int, Document]:
    name = re.search(r'filename="([^"]*)"', header_of(request, "content-disposition"))
    return 201, site.upload(person, request.content or b"", name[1] if name else "")


def _describe(site: Site, person: Person, request: Request, number: int) -> tuple[int, Document]:
    return 200, site.describe(person, number, _body(request))


def _terms(taxonomy: str) -> Respond:
    return lambda site, person, request, number: (200, site.terms(taxonomy, query_of(request)))


def _create_term(taxonomy: str) -> Respond:
    return lambda site, person, request, number: (
        201,
        site.create_term(person, taxonomy, _body(request)),
    )


def _body(request: Request) -> Mapping[str, Any]:
    if not isinstance(request.json, dict):
        raise invalid("rest_invalid_json", "Invalid JSON body passed.")
    return request.json


Respond = Callable[[Site, Person, Request, int], tuple[int, Document | list[Document]]]
_ROUTES: tuple[tuple[str, re.Pattern[str], Respond], ...] = (
    ("GET", re.compile("/"), _index),
    ("GET", re.compile("/wp/v2/users/me"), _me),
    ("GET", re.compile("/wp/v2/posts"), _list_posts),
    ("POST", re.compile("/wp/v2/posts"), _create_post),
    ("DELETE", re.compile(r"/wp/v2/posts/(\d+)"), _delete_post),
    ("POST", re.compile("/wp/v2/media"), _upload),
    ("POST", re.compile(r"/wp/v2/media/(\d+)"), _describe),
    ("GET", re.compile("/wp/v2/categories"), _terms("category")),
    ("GET", re.compile("/wp/v2/tags"), _terms("post_tag")),
    ("POST", re.compile("/wp/v2/categories"), _create_term("category")),
    ("POST", re.compile("/wp/v2/tags"), _create_term("post_tag")),
)
