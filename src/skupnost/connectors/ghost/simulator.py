"""A Ghost publication in a box: posts, tags and pictures by the rules of Ghost 5.130.6.

Held to a real one by `tests/servers/parity`. Its own API lists a post as soon as it exists, so the
scene's lateness shows nowhere. Every key opens the publication: a token is read and its times are
checked, but nobody knows the secret that would prove its signature.
"""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from skupnost.connectors.ghost.simulated_publication import Publication, Refusal, not_found
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
JSON = {"content-type": "application/json; charset=utf-8"}
MAX_LIFE_SECONDS = 300


def make_simulator(store: Store, clock: Clock, scene: Scene = Scene()) -> GhostSimulator:
    """A publication whose posts and pictures live in the store."""
    return GhostSimulator(store, clock, scene)


class GhostSimulator:
    """Answers the routes that the connector uses, and refuses the rest as Ghost does."""

    def __init__(self, store: Store, clock: Clock, scene: Scene) -> None:
        self._store = store
        self._clock = clock
        self._scene = scene
        self._publication = Publication(store, clock, scene)

    async def answer(self, request: Request) -> Answer:
        _, _, route = path_of(request).partition("/ghost/api/admin/")
        try:
            status, document = self._respond(request, route)
        except Refusal as refusal:
            status, document = refusal.status, refusal.document
        body = b"" if document is None else json.dumps(document).encode()
        return Answer(status, JSON, body)

    def posts(self) -> tuple[SimulatedPost, ...]:
        """Every live post in the order of writing."""
        return self._publication.simulated_posts()

    def _respond(self, request: Request, route: str) -> tuple[int, Document | None]:
        if (request.method, route) == ("GET", "site/"):
            return 200, self._publication.site()
        self._check_login(request)
        for method, pattern, respond in _ROUTES:
            match = pattern.fullmatch(route)
            if match and method == request.method:
                return respond(self._publication, request, match[match.lastindex or 0])
        raise not_found(406, "RequestNotAcceptableError", "UPDATE_CLIENT")

    def _check_login(self, request: Request) -> None:
        """Refuses whoever has no token, no readable one, or one whose time or key is over."""
        header = header_of(request, "authorization")
        if not header:
            raise Refusal(403, "NoPermissionError", "Authorization failed")
        scheme, _, text = header.partition(" ")
        if scheme != "Ghost" or not text:
            message = 'Authorization header format is "Authorization: Ghost [token]"'
            raise Refusal(401, "UnauthorizedError", message, code="INVALID_AUTH_HEADER")
        claims = _read_token(text)
        if guest(self._store, self._scene, claims.key_id) is None:
            message = "Unknown Admin API Key"
            raise Refusal(401, "UnauthorizedError", message, code="UNKNOWN_ADMIN_API_KEY")
        claims.check(self._clock.now().timestamp())


@dataclass(frozen=True, slots=True)
class _Claims:
    """What a token says of itself."""

    key_id: str
    issued_at: float
    expires_at: float
    audience: str

    def check(self, now: float) -> None:
        if now >= min(self.expires_at, self.issued_at + MAX_LIFE_SECONDS):
            raise _bad_token(401, "jwt expired")
        if self.audience.strip("/") != "admin":
            raise _bad_token(401, "jwt audience invalid. expected: /\\/?admin\\/?$/")


def _read_token(text: str) -> _Claims:
    try:
        head, claims, _signature = (_decoded(part) for part in text.split("."))
        first, second = json.loads(head), json.loads(claims)
        return _Claims(
            str(first["kid"]), float(second["iat"]), float(second["exp"]), str(second["aud"])
        )
    except (ValueError, KeyError, TypeError) as error:
        raise Refusal(400, "BadRequestError", "Invalid token", code="INVALID_JWT") from error


def _decoded(part: str) -> bytes:
    return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))


def _bad_token(status: int, said: str) -> Refusal:
    return Refusal(status, "UnauthorizedError", f"Invalid token: {said}", code="INVALID_JWT")


def _list(publication: Publication, request: Request, key: str) -> tuple[int, Document]:
    return 200, publication.list_posts(query_of(request))


def _read(publication: Publication, request: Request, slug: str) -> tuple[int, Document]:
    return 200, publication.read_post(slug)


def _create(publication: Publication, request: Request, key: str) -> tuple[int, Document]:
    body: Mapping[str, Any] = request.json if isinstance(request.json, dict) else {}
    return 201, publication.create_post(body, from_html=query_of(request).get("source") == "html")


def _delete(publication: Publication, request: Request, post_id: str) -> tuple[int, None]:
    publication.delete_post(post_id)
    return 204, None


def _upload(publication: Publication, request: Request, key: str) -> tuple[int, Document]:
    return 201, publication.upload(request.uploads, dict(request.form or {}))


Respond = Callable[[Publication, Request, str], tuple[int, Document | None]]
_ROUTES: tuple[tuple[str, re.Pattern[str], Respond], ...] = (
    ("GET", re.compile("posts/"), _list),
    ("POST", re.compile("posts/"), _create),
    ("GET", re.compile("posts/slug/([^/]+)/"), _read),
    ("DELETE", re.compile("posts/([^/]+)/"), _delete),
    ("POST", re.compile("images/upload/"), _upload),
)
