"""The practice network itself: not a copy of any other, and its rules stand in the manifest."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from skupnost.kit.clock import Clock
from skupnost.kit.http.messages import Answer, Request
from skupnost.kit.simulation import (
    Guest,
    Scene,
    SimulatedPost,
    Simulator,
    Store,
    guest,
    header_of,
    is_visible,
    path_of,
    query_of,
)

TEXT_MAX = 500
WARNING_MAX = 200
IMAGES_MAX = 4
IMAGE_BYTES_MAX = 10_000_000
ALT_TEXT_MAX = 1500
IMAGE_TYPES = ("image/png", "image/jpeg", "image/webp", "image/gif")

Row = Mapping[str, Any]


def make_simulator(store: Store, clock: Clock, scene: Scene = Scene()) -> Simulator:
    """A practice server on a store."""
    return PracticeSimulator(store, clock, scene)


class PracticeSimulator:
    """Posts, pictures and the client ids that were used, for ever."""

    def __init__(self, store: Store, clock: Clock, scene: Scene) -> None:
        self._store = store
        self._clock = clock
        self._scene = scene

    async def answer(self, request: Request) -> Answer:
        name = header_of(request, "X-Practice-Account") or "practice"
        who = guest(self._store, self._scene, name)
        if who is None:
            return _json({"error": "unknown_account"}, status=401)
        kind, _, id = path_of(request).strip("/").partition("/")
        match request.method, kind, bool(id):
            case "GET", "account", False:
                return self._account(who)
            case "POST", "posts", False:
                return self._publish(request, who)
            case "GET", "posts", False:
                return self._list(request, who)
            case "DELETE", "posts", True:
                return self._remove(id, who)
            case "POST", "media", False:
                return self._upload(request)
        return _json({"error": "not_found"}, status=404)

    def posts(self) -> tuple[SimulatedPost, ...]:
        return tuple(self._simulated(id, row) for id, row in self._store.rows("posts"))

    def _simulated(self, id: str, row: Row) -> SimulatedPost:
        media = [self._store.get("media", media_id) or {} for media_id in row["media"]]
        return SimulatedPost(
            remote_id=id,
            url=self._url(id),
            account=row["handle"],
            text=row["text"],
            created_at=datetime.fromisoformat(row["at"]),
            content_warning=row["content_warning"],
            key=row["client_id"],
            in_reply_to=row["in_reply_to"],
            media=tuple((str(item["sha256"]), str(item["alt_text"])) for item in media),
        )

    def _url(self, id: str) -> str:
        return f"{self._scene.public_base}/{id}/"

    def _account(self, who: Guest) -> Answer:
        name = who.handle.replace("-", " ").replace("_", " ").title()
        url = f"{self._scene.public_base}/"
        return _json({"id": who.id, "handle": who.handle, "name": name, "url": url})

    def _publish(self, request: Request, who: Guest) -> Answer:
        fields = request.json if isinstance(request.json, Mapping) else {}
        trouble = self._trouble(fields)
        if trouble:
            return _json({"error": trouble}, status=422)
        client_id, new_id = str(fields["client_id"]), str(self._store.next_number("post"))
        claimed = self._store.add("client_ids", client_id, {"id": new_id})
        id = new_id if claimed else str((self._store.get("client_ids", client_id) or {})["id"])
        row = {
            "account": who.id,
            "handle": who.handle,
            "client_id": client_id,
            "text": str(fields.get("text", "")),
            "content_warning": str(fields.get("content_warning", "")),
            "language": str(fields.get("language", "")),
            "in_reply_to": str(fields.get("in_reply_to", "")),
            "media": [str(media_id) for media_id in fields.get("media", ())],
            "at": self._clock.now().isoformat(),
        }
        self._store.add("posts", id, row)
        return self._post(id)

    def _trouble(self, fields: Mapping[str, Any]) -> str:
        """Why the network refuses a post; empty where it takes it."""
        text, media = str(fields.get("text", "")), list(fields.get("media", ()))
        parent = fields.get("in_reply_to")
        rules = (
            ("client_id_missing", not fields.get("client_id")),
            ("post_empty", not text.strip() and not media),
            ("text_too_long", len(text) > TEXT_MAX),
            ("warning_too_long", len(str(fields.get("content_warning", ""))) > WARNING_MAX),
            ("too_many_pictures", len(media) > IMAGES_MAX),
            ("picture_unknown", any(not self._store.get("media", str(id)) for id in media)),
            ("parent_unknown", bool(parent) and not self._store.get("posts", str(parent))),
        )
        return next((code for code, applies in rules if applies), "")

    def _post(self, id: str) -> Answer:
        row = self._store.get("posts", id) or {}
        return _json({"id": id, "url": self._url(id), **row})

    def _list(self, request: Request, who: Guest) -> Answer:
        query, now = query_of(request), self._clock.now()
        rows = [
            {"id": id, "url": self._url(id), **row}
            for id, row in reversed(self._store.rows("posts"))
            if row["account"] == who.id
            and query.get("client_id", row["client_id"]) == row["client_id"]
            and is_visible(datetime.fromisoformat(row["at"]), now=now, scene=self._scene)
        ]
        return _json(rows[: int(query.get("limit", "40"))])

    def _remove(self, id: str, who: Guest) -> Answer:
        row = self._store.get("posts", id)
        if row is not None and row["account"] != who.id:
            return _json({"error": "not_yours"}, status=403)
        self._store.drop("posts", id)
        return _json({})

    def _upload(self, request: Request) -> Answer:
        form = dict(request.form or {})
        alt_text, files = form.get("alt_text", ""), request.uploads
        trouble = _picture_trouble(request)
        if trouble or len(alt_text) > ALT_TEXT_MAX:
            return _json({"error": trouble or "alt_text_too_long"}, status=422)
        id, digest = str(self._store.next_number("media")), hashlib.sha256(files[0].content)
        row = {"sha256": digest.hexdigest(), "mime": files[0].mime, "alt_text": alt_text}
        self._store.put("media", id, row)
        return _json({"id": id})


def _picture_trouble(request: Request) -> str:
    if len(request.uploads) != 1:
        return "one_picture_at_a_time"
    file = request.uploads[0]
    if file.mime not in IMAGE_TYPES:
        return "picture_type_unknown"
    return "picture_too_large" if len(file.content) > IMAGE_BYTES_MAX else ""


def _json(document: object, *, status: int = 200) -> Answer:
    body = json.dumps(document).encode()
    return Answer(status, {"content-type": "application/json"}, body)
