"""WordPress's REST API over HTTP: one method per request, the site's documents as answers."""

from __future__ import annotations

import asyncio
import base64
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote

from skupnost.connectors.wordpress.convert import GONE, check, id_of, said, term_that_exists
from skupnost.connectors.wordpress.site_address import (
    MAX_REDIRECTS,
    Api,
    candidates,
    home_of,
    is_api,
    moved,
    pointed_to,
)
from skupnost.kit.clock import Clock
from skupnost.kit.errors import OutcomeUnknown, Refused, Unreachable
from skupnost.kit.http import Answer, Request, Transport
from skupnost.kit.http.redirects import redirected
from skupnost.kit.simulation import api_origin
from skupnost.kit.values import Access

Document = dict[str, Any]

UPLOAD_SECONDS = 60.0
INDEX_FIELDS = "name,url,home,namespaces"
ME_FIELDS = "id,name,slug,capabilities,avatar_urls"
MEDIA_FIELDS = "id,source_url"
POST_FIELDS = "id,slug,status,link,date_gmt"
OWN_FIELDS = "id,link,date_gmt,title,content,featured_media"


class Wire:
    """Speaks with one site as one person. Only `create_post` and `delete_post` can end in
    OutcomeUnknown; whatever else fails has published nothing and is Unreachable."""

    def __init__(self, access: Access, transport: Transport, clock: Clock) -> None:
        self._headers = _login(access.credentials)
        self._transport = transport
        self._clock = clock
        self._home = home_of(api_origin(access.server))
        self._index: Document = {}
        self._api: Api | None = None
        self._one_at_a_time = asyncio.Lock()

    async def site(self) -> Document:
        """The index of the API: name, home, namespaces."""
        await self._found()
        return self._index

    async def me(self) -> Document:
        """The person whose password it is, with `capabilities`."""
        return (
            await self._get("/wp/v2/users/me", {"context": "edit", "_fields": ME_FIELDS})
        ).document()

    async def posts_by_slug(self, slugs: tuple[str, ...]) -> list[Document]:
        """The posts of those slugs in any status but the bin, drafts of the account too."""
        query = {"slug": ",".join(slugs), "status": "any", "context": "edit"}
        return (await self._get("/wp/v2/posts", query | {"_fields": POST_FIELDS})).documents()

    async def posts_of(
        self, author: str, *, per_page: int, until: datetime | None, without: tuple[str, ...]
    ) -> list[Document]:
        """Live posts of one person up to that second, newest first; at most 100. WordPress breaks
        ties of the same second by chance, so that posts get lost between numbered pages (6.1, seen
        2026-11-23): ask for the rest by time, without those already had."""
        query = {"author": author, "per_page": str(per_page)}
        if until is not None:
            query["before"] = f"{until + timedelta(seconds=1):%Y-%m-%dT%H:%M:%SZ}"
            query["exclude"] = ",".join(without)
        return (await self._get("/wp/v2/posts", query | {"_fields": OWN_FIELDS})).documents()

    async def create_post(self, post: Mapping[str, Any]) -> Document:
        answer = await self._send("POST", "/wp/v2/posts", {"_fields": POST_FIELDS}, json=post)
        return self._checked(answer).document()

    async def delete_post(self, post_id: str) -> None:
        """Move a post to the bin; one that is gone is no error. Where the site keeps no bin it is
        deleted for good."""
        route = f"/wp/v2/posts/{quote(post_id, safe='')}"
        answer = await self._send("DELETE", route)
        if said(answer) == "rest_trash_not_supported":
            answer = await self._send("DELETE", route, {"force": "true"})
        if said(answer) not in GONE:
            self._checked(answer)

    async def upload(self, content: bytes, *, filename: str, mime: str) -> Document:
        """Put a file into the media library."""
        named = {"Content-Disposition": f'attachment; filename="{filename}"', "Content-Type": mime}
        answer = await self._harmless("/wp/v2/media", MEDIA_FIELDS, content=content, headers=named)
        code = said(answer)
        if answer.status in (400, 413) or code.startswith("rest_upload_"):
            raise Refused("media_refused", {"status": answer.status, "said": code})
        return self._made(answer)

    async def describe_media(self, media_id: str, *, alt_text: str) -> Document | None:
        """Set the alternative text; None where the library no longer has the file."""
        route = f"/wp/v2/media/{quote(media_id, safe='')}"
        answer = await self._harmless(route, MEDIA_FIELDS, json={"alt_text": alt_text})
        return None if said(answer) in GONE else self._made(answer)

    async def terms(self, taxonomy: str, *, search: str) -> list[Document]:
        """Categories or tags in whose name the words occur."""
        query = {"search": search, "per_page": "100", "_fields": "id,name"}
        return (await self._get(f"/wp/v2/{taxonomy}", query)).documents()

    async def create_term(self, taxonomy: str, name: str) -> int:
        """The id of the new category or tag, or of the one that had the name already; Refused
        where the person may not make one."""
        answer = await self._harmless(f"/wp/v2/{taxonomy}", "id", json={"name": name})
        if answer.status == 403 and said(answer):
            raise Refused("term_not_allowed", {"name": name, "taxonomy": taxonomy})
        if said(answer) == "term_exists":
            return term_that_exists(answer)
        return int(id_of(self._made(answer)))

    async def _found(self) -> Api:
        """The site's API, looked for once."""
        async with self._one_at_a_time:
            if self._api is None:
                self._api = await self._look_for_api()
            return self._api

    async def _look_for_api(self) -> Api:
        pointer: Api | None = None
        for api in candidates(self._home):
            found, answer = await self._ask_index(api)
            if is_api(answer):
                return self._taken(found, answer)
            pointer = pointer or pointed_to(answer, found.base)
        if pointer is not None:
            found, answer = await self._ask_index(pointer)
            if is_api(answer):
                return self._taken(found, answer)
        if answer.status != 404:
            self._checked(answer)
        raise Refused("not_the_api", {"status": answer.status})

    def _taken(self, api: Api, index: Answer) -> Api:
        """The API, unless its index says that nobody with these credentials is let in."""
        self._index = self._checked(index).document()
        return api

    async def _ask_index(self, api: Api) -> tuple[Api, Answer]:
        """The index, and where it was after redirects (to www, to HTTPS)."""
        fields = {"_fields": INDEX_FIELDS}
        answer = await self._ask(api, "GET", "/", fields)
        for _ in range(MAX_REDIRECTS):
            target = redirected(answer, api.url("/"))
            if target is None:
                break
            api = moved(api, target)
            answer = await self._ask(api, "GET", "/", fields)
        return api, answer

    async def _get(self, route: str, query: Mapping[str, str]) -> Answer:
        return self._checked(await self._send("GET", route, query))

    async def _send(
        self,
        method: str,
        route: str,
        query: Mapping[str, str] = {},
        *,
        json: Mapping[str, Any] | None = None,
        content: bytes | None = None,
        headers: Mapping[str, str] = {},
    ) -> Answer:
        api = await self._found()
        return await self._ask(
            api, method, route, query, json=json, content=content, headers=headers
        )

    async def _ask(
        self,
        api: Api,
        method: str,
        route: str,
        query: Mapping[str, str] = {},
        *,
        json: Mapping[str, Any] | None = None,
        content: bytes | None = None,
        headers: Mapping[str, str] = {},
    ) -> Answer:
        request = Request(
            method,
            api.url(route),
            headers={**self._headers, **headers},
            query=api.query(route, dict(query)),
            json=json,
            content=content,
            timeout_seconds=20.0 if content is None else UPLOAD_SECONDS,
        )
        return await self._transport.send(request)

    async def _harmless(
        self,
        route: str,
        fields: str,
        *,
        json: Mapping[str, Any] | None = None,
        content: bytes | None = None,
        headers: Mapping[str, str] = {},
    ) -> Answer:
        """The answer to a request that publishes nothing: if lost, nothing public was done."""
        try:
            return await self._send(
                "POST", route, {"_fields": fields}, json=json, content=content, headers=headers
            )
        except OutcomeUnknown as error:
            raise Unreachable(error.code, error.params) from error

    def _made(self, answer: Answer) -> Document:
        """The document of an answer to a request that published nothing."""
        try:
            return self._checked(answer).document()
        except OutcomeUnknown as error:
            raise Unreachable(error.code, error.params) from error

    def _checked(self, answer: Answer) -> Answer:
        check(answer, now=self._clock.now())
        return answer


def _login(credentials: Mapping[str, str]) -> dict[str, str]:
    """Basic authentication; without a password nobody, which the site answers with 401."""
    name = credentials.get("handle", "").strip()
    password = credentials.get("password", "").strip()
    if not password:
        return {}
    pair = f"{name}:{password}".encode()
    return {"Authorization": f"Basic {base64.b64encode(pair).decode()}"}
