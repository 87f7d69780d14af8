"""The Mastodon API over HTTP: one method per request, the network's documents as answers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from skupnost.connectors.mastodon.convert import check, required
from skupnost.connectors.mastodon.feeding import next_id
from skupnost.kit.clock import Clock
from skupnost.kit.errors import ConnectorError, NeedsReconnect, OutcomeUnknown, Unreachable
from skupnost.kit.http import Answer, Request, Transport, Upload
from skupnost.kit.simulation import api_origin
from skupnost.kit.values import Access

Document = dict[str, Any]


class Wire:
    """Speaks with one server as one account."""

    def __init__(self, access: Access, transport: Transport, clock: Clock) -> None:
        self._origin = api_origin(access.server)
        token = access.credentials.get("token", "")
        self._headers = {"Authorization": f"Bearer {token}"} if token else {}
        self._transport = transport
        self._clock = clock

    async def application(self) -> Document:
        """The application behind the token, with its rights from Mastodon 4.3 on; empty where the
        server tells nothing of it."""
        url = self._url("/api/v1/apps/verify_credentials")
        try:
            answer = await self._send(Request("GET", url, headers=self._headers))
            return self._checked(answer).document()
        except ConnectorError:
            return {}

    async def instance(self) -> Document:
        """The server's description: version 2, or 1 where the server knows no other."""
        answer = await self._send(Request("GET", self._url("/api/v2/instance")))
        if answer.status in (404, 410):
            answer = await self._send(Request("GET", self._url("/api/v1/instance")))
        return self._checked(answer).document()

    async def verify_credentials(self) -> Document:
        """The account; snac 2.75 answers 422 to a token it does not know (seen 2026-11-23)."""
        url = self._url("/api/v1/accounts/verify_credentials")
        answer = await self._send(Request("GET", url, headers=self._headers))
        if answer.status == 422:
            raise NeedsReconnect("token_expired", {"status": answer.status})
        return self._checked(answer).document()

    async def post_status(self, status: Mapping[str, Any], *, key: str) -> Document:
        headers = {**self._headers, "Idempotency-Key": key}
        request = Request("POST", self._url("/api/v1/statuses"), headers=headers, json=status)
        return self._checked(await self._transport.send(request)).document()

    async def status(self, status_id: str) -> Document | None:
        """One status; None where it is gone."""
        return await self._read_if_there(f"/api/v1/statuses/{status_id}")

    async def source(self, status_id: str) -> str | None:
        """The text of a status as it was sent; None where the server does not tell."""
        document = await self._read_if_there(f"/api/v1/statuses/{status_id}/source")
        text = (document or {}).get("text")
        return text if isinstance(text, str) else None

    async def statuses(self, account_id: str, *, limit: int, max_id: str) -> list[Document]:
        """Own statuses without boosts, newest first, those before `max_id` if given."""
        path = f"/api/v1/accounts/{account_id}/statuses"
        return await self._page(path, limit, max_id, exclude_reblogs="true")

    async def home(self, *, limit: int, max_id: str) -> list[Document]:
        """What the account sees at home: others' statuses too, and own ones that are not public."""
        return await self._page("/api/v1/timelines/home", limit, max_id)

    async def home_page(self, *, limit: int, max_id: str) -> tuple[list[Document], str]:
        """A page of the home feed, newest first, and the id before which the next one begins; a
        feed that is being made anew (206: the account was away for long) is asked for later."""
        query = {"limit": str(limit), **({"max_id": max_id} if max_id else {})}
        url = self._url("/api/v1/timelines/home")
        answer = self._checked(await self._send(Request("GET", url, self._headers, query)))
        if answer.status == 206:
            raise Unreachable("unavailable", {"status": 206})
        rows = answer.documents()
        link = answer.headers.get("link")
        if link is None:
            return rows, str(rows[-1].get("id") or "") if rows else ""
        return rows, next_id(link)

    async def _page(self, path: str, limit: int, max_id: str, **more: str) -> list[Document]:
        query = {"limit": str(limit), **more}
        if max_id:
            query["max_id"] = max_id
        answer = await self._send(Request("GET", self._url(path), self._headers, query))
        return self._checked(answer).documents()

    async def delete_status(self, status_id: str) -> bool:
        """False where the server answers 404: the status is gone or nothing can be deleted."""
        url = self._url(f"/api/v1/statuses/{status_id}")
        answer = await self._send(Request("DELETE", url, headers=self._headers))
        if answer.status in (404, 410):
            return False
        self._checked(answer)
        return True

    async def upload(self, *, upload: Upload, description: str) -> tuple[str, bool]:
        """The media id and whether the file is ready. Losing the answer is Unreachable: an upload
        publishes nothing."""
        form = {"description": description} if description else {}
        for path in ("/api/v2/media", "/api/v1/media"):
            answer = await self._send_nothing_public(path, form, (upload,))
            if answer.status != 404:
                break
        document = self._harmless(answer)
        return required(document, "id"), answer.status != 202

    async def is_media_ready(self, media_id: str) -> bool | None:
        """Whether an upload can be posted; None where the server does not know it."""
        url = self._url(f"/api/v1/media/{media_id}")
        answer = await self._send(Request("GET", url, headers=self._headers))
        if answer.status in (404, 410):
            return None
        return self._checked(answer).status != 206

    async def register_app(self, *, redirect_uri: str, scopes: str) -> Document:
        form = {"client_name": "Skupnost", "redirect_uris": redirect_uri, "scopes": scopes}
        return self._harmless(await self._send_nothing_public("/api/v1/apps", form))

    async def token(self, form: Mapping[str, str]) -> Document:
        return self._harmless(await self._send_nothing_public("/oauth/token", form))

    def url(self, path: str) -> str:
        return self._url(path)

    def _url(self, path: str) -> str:
        return f"{self._origin}{path}"

    async def _send(self, request: Request) -> Answer:
        return await self._transport.send(request)

    async def _send_nothing_public(
        self, path: str, form: Mapping[str, str], uploads: tuple[Upload, ...] = ()
    ) -> Answer:
        url = self._url(path)
        seconds = 60.0 if uploads else 20.0
        request = Request(
            "POST", url, self._headers, form=form, uploads=uploads, timeout_seconds=seconds
        )
        try:
            return await self._send(request)
        except OutcomeUnknown as error:
            raise Unreachable(error.code, error.params) from error

    async def _read_if_there(self, path: str) -> Document | None:
        answer = await self._send(Request("GET", self._url(path), headers=self._headers))
        return None if answer.status in (404, 410) else self._checked(answer).document()

    def _checked(self, answer: Answer) -> Answer:
        check(answer, now=self._clock.now())
        return answer

    def _harmless(self, answer: Answer) -> Document:
        """The document of an answer to a request that made nothing public."""
        try:
            document = self._checked(answer).document()
        except OutcomeUnknown as error:
            raise Unreachable(error.code, error.params) from error
        return document
