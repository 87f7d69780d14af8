"""A Bluesky data server in a box: accounts, sessions, records and files, by the server's own rules.

Held to a real PDS by `tests/servers/parity`. A data server's own lists are never late, so the
scene's lateness shows nowhere: the connector asks the server that it wrote to.
"""

from __future__ import annotations

import hashlib
import json
from base64 import b32encode
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from skupnost.connectors.bluesky.convert import POST, key_of, moment
from skupnost.connectors.bluesky.simulated_repo import (
    Document,
    Place,
    Refusal,
    Repo,
    broken,
    invalid,
)
from skupnost.kit.clock import Clock
from skupnost.kit.http import Answer, Request
from skupnost.kit.simulation import (
    Guest,
    Row,
    Scene,
    SimulatedPost,
    Store,
    guest,
    header_of,
    path_of,
    query_of,
)

ACCESS_LIFE = timedelta(hours=2)
REFRESH_GRACE = timedelta(hours=2)
BLOB_BYTES_MAX = 52_428_800
FIVE_MINUTES, HOUR, DAY = 300, 3600, 86_400
LOGINS = {FIVE_MINUTES: 30, DAY: 300}
WRITES = {HOUR: 5000, DAY: 35_000}
CREATE, UPDATE, DELETE = 3, 2, 1


def make_simulator(store: Store, clock: Clock, scene: Scene = Scene()) -> BlueskySimulator:
    """A data server whose accounts, records and files live in the store."""
    return BlueskySimulator(store, clock, scene)


class BlueskySimulator:
    """Answers the procedures that the connector uses, and refuses the rest."""

    def __init__(self, store: Store, clock: Clock, scene: Scene) -> None:
        self._store = store
        self._clock = clock
        self._scene = scene
        self._repo = Repo(store)

    async def answer(self, request: Request) -> Answer:
        nsid = path_of(request).rpartition("/xrpc/")[2]
        method, respond = _METHODS.get(nsid, ("", None))
        if respond is None or method != request.method:
            missing = {"error": "MethodNotImplemented", "message": "Method Not Implemented"}
            return _answer(501, missing)
        try:
            return _answer(200, respond(self, request))
        except Refusal as refusal:
            return _answer(refusal.status, refusal.document, refusal.headers)

    def posts(self) -> tuple[SimulatedPost, ...]:
        """Every post that is there, in the order of writing."""
        rows = self._store.rows("records")
        return tuple(self._post(uri, row) for uri, row in rows if f"/{POST}/" in uri)

    def _post(self, uri: str, row: Row) -> SimulatedPost:
        value, key = row["value"], key_of(uri)
        did = uri.split("/")[2]
        return SimulatedPost(
            remote_id=uri,
            url=f"{self._scene.public_base}/{key}/",
            account=(self._store.get("accounts", did) or {"handle": did})["handle"],
            text=value["text"],
            created_at=moment(value["createdAt"]),
            key=key,
            in_reply_to=value.get("reply", {}).get("parent", {}).get("uri", ""),
            media=_media(value.get("embed", {})),
        )

    # Sessions

    def create_session(self, request: Request) -> Document:
        body = _body(request, "identifier", "password")
        name = str(body["identifier"]).lower()
        self._spend(f"login:{name}", 1, LOGINS)
        visitor = guest(self._store, self._scene, str(body["password"])) if name else None
        if visitor is None:
            raise Refusal(401, "AuthenticationRequired", "Invalid identifier or password")
        handle = _handle(visitor)
        self._store.put("accounts", _did(handle), {"handle": handle})
        return self._session(_did(handle), str(self._store.next_number("sessions")))

    def refresh_session(self, request: Request) -> Document:
        """New tokens. The old refresh token goes on for two hours and then gives the same."""
        did, serial = self._token(request, "refresh")
        now = self._clock.now()
        self._store.add("refreshed", serial, {"at": now.isoformat()})
        first = (self._store.get("refreshed", serial) or {})["at"]
        if now > datetime.fromisoformat(first) + REFRESH_GRACE:
            raise invalid("Token has been revoked", "ExpiredToken")
        return self._session(did, f"{serial}r")

    def _session(self, did: str, serial: str) -> Document:
        handle = (self._store.get("accounts", did) or {})["handle"]
        expires = int((self._clock.now() + ACCESS_LIFE).timestamp())
        restricted = self._store.get("restricted", did)
        return {
            "accessJwt": f"access {did} {serial} {expires}".replace(" ", "~"),
            "refreshJwt": f"refresh {did} {serial}".replace(" ", "~"),
            "did": did,
            "handle": handle,
            "email": f"{handle}@example.com",
            "emailConfirmed": True,
            "active": restricted is None,
        } | ({"status": "deactivated"} if restricted else {})

    def _token(self, request: Request, kind: str) -> tuple[str, str]:
        """The account and the serial number of a token of this kind, if it still counts."""
        scheme, _, token = header_of(request, "authorization").partition(" ")
        if scheme != "Bearer":
            raise Refusal(401, "AuthMissing", "Authentication Required")
        told = token.split("~")
        if len(told) < 3 or self._store.get("accounts", told[1]) is None:
            raise invalid("Token could not be verified", "InvalidToken")
        if told[0] != kind:
            raise invalid("Invalid token type", "InvalidToken")
        is_over = kind == "access" and self._clock.now().timestamp() >= int(told[3])
        if is_over or self._store.get("simulator", "revoked"):
            raise invalid("Token has expired", "ExpiredToken")
        return told[1], told[2]

    def _writer(self, request: Request, repo: object) -> str:
        """The DID of who may write to this repository."""
        did, _ = self._token(request, "access")
        asked = self._did_of(str(repo))
        if asked is None:
            raise Refusal(403, "AccountNotFound", "Account not found")
        if self._store.get("restricted", asked):
            raise Refusal(401, "AccountDeactivated", "Account is deactivated")
        if asked != did:
            raise Refusal(401, "AuthenticationRequired", "Authentication Required")
        return did

    # Records

    def put_record(self, request: Request) -> Document:
        body = _body(request, "repo", "collection", "rkey", "record")
        place = self._place(request, body)
        self._spend(f"write:{place.did}", UPDATE, WRITES)
        return self._repo.put(place, body["record"], body, self._clock.now())

    def create_record(self, request: Request) -> Document:
        body = _body(request, "repo", "collection", "rkey", "record")
        place = self._place(request, body)
        self._spend(f"write:{place.did}", CREATE, WRITES)
        made = self._repo.create([(place, body["record"])], self._clock.now())
        written = {name: made["results"][0][name] for name in ("uri", "cid", "validationStatus")}
        return {**written, "commit": made["commit"]}

    def apply_writes(self, request: Request) -> Document:
        """Creations only; the connector sends no others."""
        body = _body(request, "repo", "writes")
        did = self._writer(request, body["repo"])
        self._spend(f"write:{did}", CREATE * len(body["writes"]), WRITES)
        places = [
            (Place(did, write["collection"], write["rkey"]), write["value"])
            for write in body["writes"]
            if write["$type"] == "com.atproto.repo.applyWrites#create"
        ]
        if len(places) < len(body["writes"]):
            raise invalid("Action not supported by the simulator")
        return self._repo.create(places, self._clock.now())

    def delete_record(self, request: Request) -> Document:
        place = self._place(request, _body(request, "repo", "collection", "rkey"))
        self._spend(f"write:{place.did}", DELETE, WRITES)
        return self._repo.delete(place, self._clock.now())

    def get_record(self, request: Request) -> Document:
        query = query_of(request)
        did = self._did_of(query["repo"]) or query["repo"]
        place = Place(did, query["collection"], query["rkey"])
        row = self._repo.get(place)
        if row is None:
            raise invalid(f"Could not locate record: {place.uri}", "RecordNotFound")
        return {"uri": place.uri, "cid": row["cid"], "value": row["value"]}

    def list_records(self, request: Request) -> Document:
        query = query_of(request)
        did = self._did_of(query["repo"])
        if did is None:
            raise invalid(f"Could not find repo: {query['repo']}")
        limit = int(query.get("limit", "50"))
        if not 1 <= limit <= 100:
            raise broken()
        rows = self._repo.rows(did, query["collection"])
        page = _page(rows, query.get("cursor", ""), query.get("reverse") == "true")[:limit]
        records = [
            {"uri": Place(did, query["collection"], key).uri, "cid": row["cid"]}
            | {"value": row["value"]}
            for key, row in page
        ]
        return {"records": records} | ({"cursor": page[-1][0]} if page else {})

    def author_feed(self, request: Request) -> Document:
        """The app view's list, as the data server passes it on: newest first, without replies."""
        did, _ = self._token(request, "access")
        query = query_of(request)
        rows = [row for row in self._repo.rows(did, POST) if "reply" not in row[1]["value"]]
        limit = min(int(query.get("limit", "50")), 100)
        page = _page(rows, query.get("cursor", ""), False)[:limit]
        feed = [_shown(did, key, row) for key, row in page]
        return {"feed": feed} | ({"cursor": page[-1][0]} if len(page) == limit else {})

    def timeline(self, request: Request) -> Document:
        """What an account sees: everybody here follows everybody. The cursor is a time and a key,
        since two posts of one moment are two."""
        self._token(request, "access")
        query = query_of(request)
        dids = [did for did, _row in self._store.rows("accounts")]
        every = [
            (row["at"], key, did, row) for did in dids for key, row in self._repo.rows(did, POST)
        ]
        cursor, limit = query.get("cursor", ""), min(int(query.get("limit", "50")), 100)
        newest = sorted(every, key=lambda one: one[:2], reverse=True)
        page = [one for one in newest if not cursor or f"{one[0]}::{one[1]}" < cursor][:limit]
        feed = [_shown(did, key, row) for _at, key, did, row in page]
        following = {"cursor": f"{page[-1][0]}::{page[-1][1]}"} if len(page) == limit else {}
        return {"feed": feed} | following

    def profile(self, request: Request) -> Document:
        did, _ = self._token(request, "access")
        row = self._store.get("accounts", did) or {}
        return {"did": did, "handle": row["handle"], "followersCount": 3}

    def upload_blob(self, request: Request) -> Document:
        did, _ = self._token(request, "access")
        content = request.content or b""
        if len(content) > BLOB_BYTES_MAX:
            raise Refusal(413, "PayloadTooLarge", "request entity too large")
        mime = header_of(request, "content-type")
        return {"blob": self._repo.keep_file(did, content, mime)}

    # The rest

    def resolve_handle(self, request: Request) -> Document:
        handle = query_of(request).get("handle", "")
        did = self._did_of(handle)
        if "." not in handle:
            raise broken()
        if did is None:
            raise invalid("Unable to resolve handle")
        return {"did": did}

    def describe_server(self, request: Request) -> Document:
        return {
            "did": "did:web:localhost",
            "availableUserDomains": [".test"],
            "inviteCodeRequired": False,
            "blobUploadLimit": BLOB_BYTES_MAX,
            "links": {"privacyPolicy": "https://pds.example", "termsOfService": ""},
            "contact": {},
        }

    def health(self, request: Request) -> Document:
        return {"version": "simulated"}

    def _place(self, request: Request, body: Document) -> Place:
        did = self._writer(request, body["repo"])
        return Place(did, str(body["collection"]), str(body["rkey"]))

    def _did_of(self, name: str) -> str | None:
        if self._store.get("accounts", name) is not None:
            return name
        rows = self._store.rows("accounts")
        return next((did for did, row in rows if row["handle"] == name.lower()), None)

    def _spend(self, name: str, points: int, limits: Mapping[int, int]) -> None:
        """Count against the limits (window in seconds, most points); 429 where one is used up."""
        now = int(self._clock.now().timestamp())
        for seconds, most in limits.items():
            window = now // seconds
            row = self._store.get("spent", f"{name}:{seconds}") or {}
            spent = row["n"] if row.get("window") == window else 0
            if spent + points > most:
                raise _too_many(most, (window + 1) * seconds, seconds)
            self._store.put("spent", f"{name}:{seconds}", {"window": window, "n": spent + points})


def _too_many(most: int, reset: int, seconds: int) -> Refusal:
    headers = {
        "ratelimit-limit": str(most),
        "ratelimit-remaining": "0",
        "ratelimit-reset": str(reset),
        "ratelimit-policy": f"{most};w={seconds}",
    }
    return Refusal(429, "RateLimitExceeded", "Rate Limit Exceeded", headers)


def _answer(status: int, document: Document, headers: Mapping[str, str] = {}) -> Answer:
    typed = {"content-type": "application/json; charset=utf-8", **headers}
    return Answer(status, typed, json.dumps(document).encode())


def _body(request: Request, *required: str) -> Document:
    """The JSON of a request, with the keys that the procedure cannot do without."""
    body = request.json if isinstance(request.json, dict) else {}
    for name in required:
        if name not in body:
            raise invalid(f'Missing required key "{name}" at $')
    return body


def _shown(did: str, key: str, row: Row) -> Document:
    """A post as a feed of the app view shows it."""
    post = {
        "uri": Place(did, POST, key).uri,
        "cid": row["cid"],
        "author": {"did": did},
        "record": row["value"],
        "indexedAt": row["at"],
        **{name: 0 for name in ("likeCount", "repostCount", "replyCount", "quoteCount")},
    }
    return {"post": post}


def _handle(visitor: Guest) -> str:
    return f"{visitor.handle.removeprefix('@').lower()}.test"


def _did(handle: str) -> str:
    digest = hashlib.sha256(handle.encode()).digest()
    return f"did:plc:{b32encode(digest[:15]).decode().lower()}"


def _page(rows: list[tuple[str, Row]], cursor: str, is_oldest_first: bool) -> list[tuple[str, Row]]:
    if is_oldest_first:
        return [pair for pair in rows if pair[0] > cursor]
    return [pair for pair in reversed(rows) if not cursor or pair[0] < cursor]


def _media(embed: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    shown = [(item["image"], item["alt"]) for item in embed.get("images", ())]
    if "video" in embed:
        shown.append((embed["video"], embed.get("alt", "")))
    if "thumb" in embed.get("external", {}):
        shown.append((embed["external"]["thumb"], ""))
    return tuple((blob["ref"]["$link"], alt) for blob, alt in shown)


Respond = Callable[[BlueskySimulator, Request], Document]
_METHODS: Mapping[str, tuple[str, Respond]] = {
    "com.atproto.server.createSession": ("POST", BlueskySimulator.create_session),
    "com.atproto.server.refreshSession": ("POST", BlueskySimulator.refresh_session),
    "com.atproto.server.describeServer": ("GET", BlueskySimulator.describe_server),
    "com.atproto.identity.resolveHandle": ("GET", BlueskySimulator.resolve_handle),
    "com.atproto.repo.putRecord": ("POST", BlueskySimulator.put_record),
    "com.atproto.repo.createRecord": ("POST", BlueskySimulator.create_record),
    "com.atproto.repo.applyWrites": ("POST", BlueskySimulator.apply_writes),
    "com.atproto.repo.deleteRecord": ("POST", BlueskySimulator.delete_record),
    "com.atproto.repo.getRecord": ("GET", BlueskySimulator.get_record),
    "com.atproto.repo.listRecords": ("GET", BlueskySimulator.list_records),
    "app.bsky.feed.getAuthorFeed": ("GET", BlueskySimulator.author_feed),
    "app.bsky.feed.getTimeline": ("GET", BlueskySimulator.timeline),
    "app.bsky.actor.getProfile": ("GET", BlueskySimulator.profile),
    "com.atproto.repo.uploadBlob": ("POST", BlueskySimulator.upload_blob),
    "_health": ("GET", BlueskySimulator.health),
}
