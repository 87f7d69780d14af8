"""Ghost's Admin API over HTTP: one method per request, the site's documents as answers."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from skupnost.connectors.ghost.admin_key import read_key, token
from skupnost.connectors.ghost.convert import check, fault, listed
from skupnost.kit.clock import Clock
from skupnost.kit.errors import OutcomeUnknown, Refused, Unreachable
from skupnost.kit.http import Answer, Request, Transport, Upload
from skupnost.kit.http.redirects import redirected
from skupnost.kit.simulation import api_origin
from skupnost.kit.values import Access

Document = Mapping[str, Any]

API = "/ghost/api/admin"
VERSION = {"Accept-Version": "v5.0"}
UPLOAD_SECONDS = 60.0
MAX_REDIRECTS = 3
FOUND_FIELDS = "id,slug,status,url,published_at"
OWN_FIELDS = "id,url,title,html,published_at,feature_image"

_TYPED_TAIL = re.compile(r"/ghost(/.*)?$")


class Wire:
    """Speaks with one publication. Only `create_post` and `delete_post` can end in OutcomeUnknown;
    whatever else fails has published nothing and is Unreachable."""

    def __init__(self, access: Access, transport: Transport, clock: Clock) -> None:
        self._key = access.credentials.get("key", "")
        self._transport = transport
        self._clock = clock
        self._home = _TYPED_TAIL.sub("", api_origin(access.server))
        self._base = ""
        self._site: Document = {}
        self._one_at_a_time = asyncio.Lock()

    async def site(self) -> Document:
        """What the publication tells everybody: `title`, `url`, `version`."""
        await self._found()
        return self._site

    async def check_key(self) -> None:
        """Returns where the key may read posts; NeedsReconnect where it no longer counts."""
        await self._posts({"limit": "1", "fields": "id"})

    async def posts_by_slug(self, slugs: tuple[str, ...]) -> list[Document]:
        """The posts of those slugs in any status."""
        wanted = ",".join(f"'{slug}'" for slug in slugs)
        return await self._posts({"filter": f"slug:[{wanted}]", "fields": FOUND_FIELDS})

    async def live_posts(self, *, page: int, limit: int) -> list[Document]:
        """Live posts with their HTML, newest first."""
        query = {"filter": "status:published", "order": "published_at desc", "formats": "html"}
        query |= {"page": str(page), "limit": str(limit), "fields": OWN_FIELDS}
        return await self._posts(query)

    async def create_post(self, post: Mapping[str, Any]) -> Document:
        """Publish a post from HTML. It goes to the site only: without the parameter `newsletter`
        Ghost sends no e-mail, and none is ever sent from here, since it could not be recalled."""
        query = {"source": "html"}
        return self._checked(
            await self._send("POST", "posts/", query=query, json={"posts": [post]})
        ).document()

    async def delete_post(self, post_id: str) -> None:
        """Delete a post for good; one that is gone is no error."""
        answer = await self._send("DELETE", f"posts/{quote(post_id, safe='')}/")
        if answer.status != 404 or not fault(answer):
            self._checked(answer)

    async def upload(self, upload: Upload) -> Document:
        """Store a picture on the site."""
        try:
            answer = await self._send("POST", "images/upload/", upload=upload)
            if answer.status in (400, 413, 415, 422):
                self._refuse(answer)
            return self._checked(answer).document()
        except OutcomeUnknown as error:
            raise Unreachable(error.code, error.params) from error

    def _refuse(self, answer: Answer) -> None:
        """Says of a picture what `check` says of a text; a malformed key stays what it is."""
        try:
            self._checked(answer)
        except Refused as error:
            raise Refused("media_refused", error.params) from error

    async def _posts(self, query: Mapping[str, str]) -> list[Document]:
        answer = await self._send("GET", "posts/", query=query)
        return listed(self._checked(answer).document())

    async def _found(self) -> str:
        """The address of the API, looked for once."""
        async with self._one_at_a_time:
            if not self._base:
                self._base, self._site = await self._look_for_api()
            return self._base

    async def _look_for_api(self) -> tuple[str, Document]:
        """Where the API is after redirects (to www, to HTTPS), and the site it belongs to."""
        url = f"{self._home}{API}/site/"
        answer = await self._transport.send(Request("GET", url, headers=VERSION))
        for _ in range(MAX_REDIRECTS):
            target = redirected(answer, url)
            if target is None:
                break
            url = target
            answer = await self._transport.send(Request("GET", url, headers=VERSION))
        site = self._checked(answer).document().get("site")
        if not isinstance(site, dict):
            raise Refused("not_the_api")
        return url.partition("?")[0].removesuffix("site/"), site

    async def _send(
        self,
        method: str,
        path: str,
        *,
        query: Mapping[str, str] = {},
        json: Mapping[str, Any] | None = None,
        upload: Upload | None = None,
    ) -> Answer:
        key = read_key(self._key)
        base = await self._found()
        proof = token(key, now=self._clock.now())
        request = Request(
            method,
            f"{base}{path}",
            headers={**VERSION, "Authorization": f"Ghost {proof}"},
            query=query,
            json=json,
            form={"purpose": "image"} if upload else None,
            uploads=(upload,) if upload else (),
            timeout_seconds=UPLOAD_SECONDS if upload else 20.0,
        )
        return await self._transport.send(request)

    def _checked(self, answer: Answer) -> Answer:
        check(answer, now=self._clock.now())
        return answer
