"""The practice network's API: one method per request."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from skupnost.connectors.practice.convert import check
from skupnost.kit.clock import Clock
from skupnost.kit.errors import OutcomeUnknown, Unreachable
from skupnost.kit.http import Answer, Request, Transport, Upload
from skupnost.kit.simulation import api_origin
from skupnost.kit.values import Access

Document = dict[str, Any]


class Wire:
    """Speaks with one practice server as one account."""

    def __init__(self, access: Access, transport: Transport, clock: Clock) -> None:
        self._origin = api_origin(access.server)
        self._headers = {"X-Practice-Account": access.credentials.get("handle", "practice")}
        self._transport = transport
        self._clock = clock

    async def account(self) -> Document:
        return (await self._ask("GET", "/account")).document()

    async def publish(self, post: Mapping[str, Any]) -> Document:
        return (await self._ask("POST", "/posts", json=post)).document()

    async def posts(self, **query: str) -> list[Document]:
        """Own posts, newest first: `limit` of them, those `before` an id, or of a `client_id`."""
        return (await self._ask("GET", "/posts", query=query)).documents()

    async def remove(self, post_id: str) -> None:
        await self._ask("DELETE", f"/posts/{post_id}")

    async def upload(self, upload: Upload, *, alt_text: str) -> Document:
        """The stored picture; losing the answer is Unreachable, since nothing was published."""
        form = {"alt_text": alt_text}
        try:
            return (await self._ask("POST", "/media", form=form, uploads=(upload,))).document()
        except OutcomeUnknown as error:
            raise Unreachable(error.code, error.params) from error

    async def _ask(
        self,
        method: str,
        path: str,
        *,
        query: Mapping[str, str] = {},
        json: Mapping[str, Any] | None = None,
        form: Mapping[str, str] | None = None,
        uploads: tuple[Upload, ...] = (),
    ) -> Answer:
        url = f"{self._origin}{path}"
        request = Request(method, url, self._headers, query, json, form, uploads)
        answer = await self._transport.send(request)
        check(answer, now=self._clock.now())
        return answer
