"""The AT Protocol over HTTP: one method a procedure, answers as documents, refusals as our errors.

Shapes and error names: lexicons of 2026-08-20 and answers of PDS 0.4.217, seen on 2026-11-23.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from skupnost.kit.clock import Clock
from skupnost.kit.errors import (
    ConnectorError,
    NeedsReconnect,
    OutcomeUnknown,
    RateLimited,
    Refused,
    Unreachable,
)
from skupnost.kit.http import Answer, Request, Transport
from skupnost.kit.http.rates import retry_at
from skupnost.kit.simulation import api_origin

Document = dict[str, Any]

UPLOAD_SECONDS = 60.0
_RATE_WINDOW_SECONDS = 300
_MESSAGE_LENGTH = 300

STALE = frozenset({"ExpiredToken", "InvalidToken", "AuthMissing"})
RESTRICTED = frozenset(
    {"AccountTakedown", "AccountSuspended", "AccountDeactivated", "AccountNotFound"}
)
BAD_MEDIA = frozenset({"BlobTooLarge", "BlobNotFound", "InvalidMimeType", "InvalidSize"})
LOST_SIGHT = frozenset({500, 502, 504})


class StaleSession(NeedsReconnect):
    """The access token no longer counts; nothing was done. A new session may help."""


class KeyTaken(Refused):
    """A record stands at this key already, and it differs from the one we sent."""


@dataclass(frozen=True, slots=True)
class Session:
    """A log-in: who it is for, and its two tokens. The repr shows none."""

    did: str
    handle: str
    access: str = field(repr=False)
    refresh: str = field(repr=False)
    status: str = ""


class Wire:
    """Asks one data server. Records are written by `put_record` and `apply_writes`, where no
    answer means OutcomeUnknown; whatever else fails has published nothing and is Unreachable."""

    def __init__(self, server: str, transport: Transport, clock: Clock) -> None:
        self._origin = api_origin(server)
        self._transport = transport
        self._clock = clock

    async def create_session(self, identifier: str, password: str) -> Session:
        """Log in. The server allows 30 in five minutes and 300 a day."""
        body = {"identifier": identifier, "password": password}
        request = self._request("POST", "com.atproto.server.createSession", json=body)
        return _session(await self._harmless(request))

    async def refresh_session(self, session: Session) -> Session:
        """New tokens for the refresh token, which counts two hours more (seen) or not at all."""
        request = self._request("POST", "com.atproto.server.refreshSession", session.refresh)
        return _session(await self._harmless(request))

    async def resolve_handle(self, handle: str) -> str | None:
        """The DID behind a handle; None where the server cannot tell."""
        nsid = "com.atproto.identity.resolveHandle"
        answer = await self._send(self._request("GET", nsid, query={"handle": handle}))
        if answer.status == 429:
            raise self._rate_limited(answer)
        did = answer.document().get("did") if answer.is_success else None
        return did if isinstance(did, str) else None

    async def upload_blob(self, session: Session, content: bytes, mime: str) -> Document:
        """What a record refers to the file by; it lasts once a record does."""
        request = Request(
            "POST",
            self._url("com.atproto.repo.uploadBlob"),
            headers=_bearer(session.access) | {"content-type": mime},
            content=content,
            timeout_seconds=UPLOAD_SECONDS,
        )
        blob = (await self._harmless(request)).get("blob")
        if isinstance(blob, dict):
            return blob
        raise Unreachable("answer_unreadable")

    async def put_record(
        self, session: Session, collection: str, key: str, record: Document
    ) -> None:
        """Write a record where there is none; the same bytes again change nothing.

        `swapRecord: null` asks for absence, so KeyTaken instead of an overwritten record (tried:
        the server compares the bytes first, so repeating is still a success).
        """
        body: Document = {"repo": session.did, "collection": collection, "rkey": key}
        body |= {"record": record, "swapRecord": None}
        written = await self._write("com.atproto.repo.putRecord", session, body)
        if "uri" not in written:
            raise OutcomeUnknown("answer_unreadable")

    async def create_records(
        self, session: Session, collection: str, records: Sequence[tuple[str, Document]]
    ) -> None:
        """Write all the records (key, record) or none. A key in use is a 500: OutcomeUnknown."""
        kind = "com.atproto.repo.applyWrites#create"
        writes = [
            {"$type": kind, "collection": collection, "rkey": key, "value": record}
            for key, record in records
        ]
        body = {"repo": session.did, "writes": writes}
        await self._write("com.atproto.repo.applyWrites", session, body)

    async def delete_record(self, session: Session, collection: str, key: str) -> None:
        """Delete a record; one that is gone already is no error."""
        body = {"repo": session.did, "collection": collection, "rkey": key}
        await self._write("com.atproto.repo.deleteRecord", session, body)

    async def get_record(self, repo: str, collection: str, key: str) -> Document | None:
        """A record as it is now; None where the server says there is none."""
        query = {"repo": repo, "collection": collection, "rkey": key}
        request = self._request("GET", "com.atproto.repo.getRecord", query=query)
        answer = await self._send(request)
        if answer.status == 400 and _error(answer) == "RecordNotFound":
            return None
        value = self._document(answer, request).get("value")
        if isinstance(value, dict):
            return value
        raise Refused("not_the_api")

    async def list_records(
        self, repo: str, collection: str, *, limit: int, cursor: str = "", oldest: bool = False
    ) -> tuple[list[Document], str]:
        """A page of records (uri, cid, value) by key, newest first, and the cursor of the next;
        `oldest` turns it round. At most 100."""
        query = {"repo": repo, "collection": collection, "limit": str(limit)}
        query |= {"cursor": cursor} if cursor else {}
        query |= {"reverse": "true"} if oldest else {}
        request = self._request("GET", "com.atproto.repo.listRecords", query=query)
        page = self._document(await self._send(request), request)
        rows = page.get("records")
        if isinstance(rows, list) and all(_is_row(row) for row in rows):
            return rows, str(page.get("cursor") or "")
        raise Refused("not_the_api")

    async def author_feed(
        self, session: Session, *, limit: int, cursor: str = ""
    ) -> tuple[list[Document], str]:
        """A page of the account's own posts as its readers' server (app view) counts them, newest
        first, and the cursor of the next. At most 100. The data server passes the question on."""
        query = {"actor": session.did, "limit": str(limit), "filter": "posts_no_replies"}
        query |= {"cursor": cursor} if cursor else {}
        nsid = "app.bsky.feed.getAuthorFeed"
        return await self._feed_page(self._request("GET", nsid, session.access, query=query))

    async def timeline(
        self, session: Session, *, limit: int, cursor: str = ""
    ) -> tuple[list[Document], str]:
        """A page of what the account sees of those it follows, newest first, and the cursor of the
        next. At most 100. The data server passes the question on."""
        query = {"limit": str(limit), **({"cursor": cursor} if cursor else {})}
        nsid = "app.bsky.feed.getTimeline"
        return await self._feed_page(self._request("GET", nsid, session.access, query=query))

    async def _feed_page(self, request: Request) -> tuple[list[Document], str]:
        page = self._document(await self._send(request), request)
        rows = page.get("feed")
        if isinstance(rows, list) and all(isinstance(row, dict) for row in rows):
            return rows, str(page.get("cursor") or "")
        raise Refused("not_the_api")

    async def profile(self, session: Session) -> Document:
        """The account as the app view shows it, with its counts."""
        nsid = "app.bsky.actor.getProfile"
        request = self._request("GET", nsid, session.access, query={"actor": session.did})
        return self._document(await self._send(request), request)

    async def describe_server(self) -> Document:
        """What the server says of itself; `blobUploadLimit` (bytes) where it is new enough."""
        request = self._request("GET", "com.atproto.server.describeServer")
        return self._document(await self._send(request), request)

    async def version(self) -> str:
        """The software's version, empty where it is not told."""
        answer = await self._send(self._request("GET", "_health"))
        version = answer.document().get("version") if answer.is_success else None
        return version if isinstance(version, str) else ""

    async def _write(self, nsid: str, session: Session, body: Document) -> Document:
        request = self._request("POST", nsid, session.access, json=body)
        return self._document(await self._send(request), request)

    async def _harmless(self, request: Request) -> Document:
        """The answer to a request that publishes nothing: if lost, it was never more than that."""
        try:
            return self._document(await self._send(request), request)
        except OutcomeUnknown as error:
            raise Unreachable(error.code, error.params) from error

    async def _send(self, request: Request) -> Answer:
        return await self._transport.send(request)

    def _request(
        self,
        method: str,
        nsid: str,
        token: str = "",
        *,
        json: Document | None = None,
        query: Mapping[str, str] = {},
    ) -> Request:
        headers = _bearer(token) if token else {}
        return Request(method, self._url(nsid), headers=headers, query=query, json=json)

    def _url(self, nsid: str) -> str:
        return f"{self._origin}/xrpc/{nsid}"

    def _document(self, answer: Answer, request: Request) -> Document:
        if answer.is_success:
            return answer.document()
        if answer.status == 429:
            raise self._rate_limited(answer)
        raise _refusal(answer, reads=request.reads)

    def _rate_limited(self, answer: Answer) -> RateLimited:
        now = self._clock.now()
        return RateLimited(retry_at(answer.headers, now=now, default_seconds=_RATE_WINDOW_SECONDS))


def _is_row(row: object) -> bool:
    return isinstance(row, dict) and isinstance(row.get("uri"), str)


def _bearer(token: str) -> dict[str, str]:
    return {"authorization": f"Bearer {token}"}


def _session(document: Document) -> Session:
    try:
        return Session(
            did=document["did"],
            handle=document["handle"],
            access=document["accessJwt"],
            refresh=document["refreshJwt"],
            status="" if document.get("active", True) else document.get("status", "inactive"),
        )
    except KeyError as error:
        raise Refused("not_the_api") from error


def _failure(answer: Answer) -> Document:
    """The error document of a refusal; empty where the answer is something else."""
    try:
        return answer.document()
    except (OutcomeUnknown, Refused):
        return {}


def _error(answer: Answer) -> str:
    return str(_failure(answer).get("error", ""))


def _refusal(answer: Answer, *, reads: bool) -> ConnectorError:
    """What an answer that is no success means for the caller."""
    failure = _failure(answer)
    name = str(failure.get("error", ""))
    params: dict[str, str | int] = {"status": answer.status, "error": name}
    if answer.status in LOST_SIGHT:
        return (Unreachable if reads else OutcomeUnknown)("server_error", params)
    if answer.status >= 500:
        return Unreachable("unavailable", params)
    if reconnect := _reconnect(answer.status, name, params):
        return reconnect
    if name == "InvalidSwap":
        return KeyTaken("already_exists", params)
    if answer.status == 413 or name in BAD_MEDIA:
        return Refused("media_refused", params)
    if not name:
        return Refused("not_the_api", params)
    message = str(failure.get("message", ""))[:_MESSAGE_LENGTH]
    code = "media_refused" if ".embed." in message else "content_refused"
    return Refused(code, params | {"message": message})


def _reconnect(status: int, name: str, params: Mapping[str, str | int]) -> NeedsReconnect | None:
    """What a person has to mend by connecting again; None where it is something else."""
    if name in STALE:
        return StaleSession("token_expired", params)
    if name in RESTRICTED:
        return NeedsReconnect("account_restricted", params)
    if name == "AuthenticationRequired":
        return NeedsReconnect("credentials_refused", params)
    if name == "AuthFactorTokenRequired":
        return NeedsReconnect("app_password_needed", params)
    if status in (401, 403):
        return NeedsReconnect("permission_missing" if status == 403 else "token_expired", params)
    return None
