"""A small Mastodon: enough of its API, its limits and its errors to publish against."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from skupnost.connectors.mastodon.simulated_answers import error_answer, json_answer
from skupnost.connectors.mastodon.simulated_html import counted_length, rendered
from skupnost.connectors.mastodon.simulated_login import Logins
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

MAX_CHARACTERS = 500
PER_LINK = 23
MAX_MEDIA = 4
IMAGE_BYTES = 16_000_000
VIDEO_BYTES = 99_000_000
ALT_CHARACTERS = 1500
KEY_LIFE = timedelta(hours=1)
PROCESSING = timedelta(seconds=2)
IMAGES = ("image/jpeg", "image/png", "image/gif", "image/heif", "image/webp", "image/avif")
VIDEOS = ("video/mp4", "video/quicktime", "video/webm")
VISIBILITIES = ("public", "unlisted", "private", "direct")

Row = Mapping[str, Any]
Handler = Callable[["MastodonSimulator", "_Asked"], Answer]


@dataclass(frozen=True, slots=True)
class _Asked:
    """A request with its account and the id in its path."""

    request: Request
    guest: Guest
    id: str

    @property
    def fields(self) -> dict[str, Any]:
        body = self.request.json
        if isinstance(body, Mapping):
            return dict(body)
        form = self.request.form or {}
        return _grouped(tuple(form.items()) if isinstance(form, Mapping) else form)


def make_simulator(store: Store, clock: Clock, scene: Scene = Scene()) -> Simulator:
    """A Mastodon server on a store; every token opens an account of its own."""
    return MastodonSimulator(store, clock, scene)


class MastodonSimulator:
    """One server; its tables are statuses, media, keys, apps, codes and the guests of the kit."""

    def __init__(self, store: Store, clock: Clock, scene: Scene) -> None:
        self._store = store
        self._clock = clock
        self._scene = scene

    async def answer(self, request: Request) -> Answer:
        path = path_of(request)
        for method, pattern, needs_token, handler in _ROUTES:
            match = pattern.fullmatch(path)
            if match and method == request.method:
                return self._guarded(
                    request, match[1] if match.groups() else "", needs_token, handler
                )
        return error_answer(404, "Record not found")

    def _guarded(self, request: Request, id: str, needs_token: bool, handler: Handler) -> Answer:
        token = header_of(request, "Authorization").removeprefix("Bearer ").strip()
        someone = guest(self._store, self._scene, token) if needs_token else Guest("", "")
        if someone is None:
            return error_answer(401, "The access token is invalid")
        if token.startswith("readonly") and not request.reads:
            return error_answer(403, "This action is outside the authorized scopes")
        return handler(self, _Asked(request, someone, id))

    def posts(self) -> tuple[SimulatedPost, ...]:
        return tuple(self._simulated(id, row) for id, row in self._store.rows("statuses"))

    def _simulated(self, id: str, row: Row) -> SimulatedPost:
        media = [self._store.get("media", media_id) or {} for media_id in row["media"]]
        return SimulatedPost(
            remote_id=id,
            url=self._address(id),
            account=row["handle"],
            text=row["text"],
            created_at=datetime.fromisoformat(row["at"]),
            content_warning=row["warning"],
            key=row["key"],
            in_reply_to=row["reply"] or "",
            media=tuple((str(item.get("sha256", "")), str(item.get("alt", ""))) for item in media),
        )

    def _address(self, id: str) -> str:
        return f"{self._scene.public_base}/{id}/"

    # --- the server and the account

    def instance_v2(self, asked: _Asked) -> Answer:
        return json_answer({"domain": "mastodon.example", **self._instance()})

    def instance_v1(self, asked: _Asked) -> Answer:
        return json_answer({"uri": "mastodon.example", **self._instance()})

    def _instance(self) -> dict[str, Any]:
        statuses = {
            "max_characters": MAX_CHARACTERS,
            "max_media_attachments": MAX_MEDIA,
            "characters_reserved_per_url": PER_LINK,
        }
        media = {
            "supported_mime_types": [*IMAGES, *VIDEOS],
            "image_size_limit": IMAGE_BYTES,
            "video_size_limit": VIDEO_BYTES,
            "description_limit": ALT_CHARACTERS,
        }
        told = {"statuses": statuses, "media_attachments": media}
        return {"title": "Mastodon", "version": "4.7.0", "configuration": told}

    def verify_credentials(self, asked: _Asked) -> Answer:
        return json_answer(self._account(asked.guest.id, asked.guest.handle))

    def application(self, _asked: _Asked) -> Answer:
        return json_answer({"name": "Skupnost", "scopes": ["read", "write", "profile"]})

    def _account(self, id: str, handle: str) -> dict[str, Any]:
        return {
            "id": id,
            "username": handle,
            "acct": handle,
            "display_name": handle.replace("-", " ").title(),
            "url": self._scene.public_base,
            "avatar": "",
            "bot": False,
            "followers_count": 3,
        }

    # --- statuses

    def post_status(self, asked: _Asked) -> Answer:
        fields = asked.fields
        trouble = self._trouble(fields)
        if trouble is not None:
            return trouble
        status_id = self._claim(asked)
        if self._store.get("statuses", status_id) is None:
            self._store.put("statuses", status_id, self._row(asked, fields))
        return json_answer(self._status(status_id))

    def _trouble(self, fields: Mapping[str, Any]) -> Answer | None:
        text, warning = str(fields.get("status") or ""), str(fields.get("spoiler_text") or "")
        media = [str(id) for id in fields.get("media_ids") or ()]
        if not text.strip() and not media:
            return error_answer(422, "Validation failed: Text can't be blank")
        if counted_length(text, warning, per_link=PER_LINK) > MAX_CHARACTERS:
            return error_answer(
                422, f"Validation failed: Text character limit of {MAX_CHARACTERS} exceeded"
            )
        if str(fields.get("visibility") or "public") not in VISIBILITIES:
            return error_answer(422, "Validation failed: Visibility is not included in the list")
        parent = fields.get("in_reply_to_id")
        if parent and self._store.get("statuses", str(parent)) is None:
            return error_answer(404, "The post you are trying to reply to does not exist")
        return self._media_trouble(media)

    def _media_trouble(self, media: list[str]) -> Answer | None:
        if len(media) > MAX_MEDIA:
            return error_answer(422, "Validation failed: Cannot attach more than 4 files")
        rows = [self._store.get("media", id) for id in media]
        known = [row for row in rows if row is not None]
        if len(known) < len(rows):
            return error_answer(422, "Media not found")
        if any(not self._is_processed(row) for row in known):
            return error_answer(422, "Cannot attach files that have not finished processing")
        if len(known) > 1 and any(row["mime"] in VIDEOS for row in known):
            return error_answer(422, "Cannot attach a video to a post that already contains images")
        return None

    def _claim(self, asked: _Asked) -> str:
        """The id for this status: that of an earlier request under the same key, else a new one."""
        new_id = str(self._store.next_number("status"))
        key = header_of(asked.request, "Idempotency-Key")
        if not key:
            return new_id
        name = f"{asked.guest.id}:{key}"
        claim = {"id": new_id, "at": self._clock.now().isoformat()}
        if self._store.add("keys", name, claim):
            return new_id
        earlier = self._store.get("keys", name) or claim
        if self._clock.now() - datetime.fromisoformat(earlier["at"]) < KEY_LIFE:
            return str(earlier["id"])
        self._store.put("keys", name, claim)
        return new_id

    def _row(self, asked: _Asked, fields: Mapping[str, Any]) -> Row:
        return {
            "account": asked.guest.id,
            "handle": asked.guest.handle,
            "text": str(fields.get("status") or ""),
            "warning": str(fields.get("spoiler_text") or ""),
            "visibility": str(fields.get("visibility") or "public"),
            "language": fields.get("language"),
            "reply": str(fields["in_reply_to_id"]) if fields.get("in_reply_to_id") else None,
            "media": [str(id) for id in fields.get("media_ids") or ()],
            "key": header_of(asked.request, "Idempotency-Key"),
            "at": self._clock.now().isoformat(),
        }

    def _status(self, id: str) -> dict[str, Any]:
        row = self._store.get("statuses", id) or {}
        return {
            "id": id,
            "created_at": row["at"],
            "in_reply_to_id": row["reply"],
            "sensitive": bool(row["warning"]),
            "spoiler_text": row["warning"],
            "visibility": row["visibility"],
            "language": row["language"],
            "uri": self._address(id),
            "url": self._address(id),
            "content": rendered(row["text"]),
            "account": self._account(row["account"], row["handle"]),
            "media_attachments": [self._attachment(media_id) for media_id in row["media"]],
            "favourites_count": 0,
            "reblogs_count": 0,
            "replies_count": sum(
                other["reply"] == id for _id, other in self._store.rows("statuses")
            ),
        }

    def show_status(self, asked: _Asked) -> Answer:
        if self._store.get("statuses", asked.id) is None:
            return error_answer(404, "Record not found")
        return json_answer(self._status(asked.id))

    def delete_status(self, asked: _Asked) -> Answer:
        row = self._store.get("statuses", asked.id)
        if row is None or row["account"] != asked.guest.id:
            return error_answer(404, "Record not found")
        answer = json_answer({**self._status(asked.id), "text": row["text"]})
        self._store.drop("statuses", asked.id)
        return answer

    def own_statuses(self, asked: _Asked) -> Answer:
        if asked.id not in (str(row["number"]) for _, row in self._store.rows("guests")):
            return error_answer(404, "Record not found")
        query = query_of(asked.request)
        below = int(query["max_id"]) if query.get("max_id", "").isdigit() else None
        ids = [
            id
            for id, row in reversed(self._store.rows("statuses"))
            if row["account"] == asked.id
            and (below is None or int(id) < below)
            and self._shows(row)
        ]
        limit = min(int(query.get("limit", "20")), 40)
        return json_answer([self._status(id) for id in ids[:limit]])

    def home(self, asked: _Asked) -> Answer:
        """Everybody here follows everybody; what is for few shows to its author alone. The next
        page is told in a Link header, as by Mastodon."""
        query = query_of(asked.request)
        below = int(query["max_id"]) if query.get("max_id", "").isdigit() else None
        ids = [
            id
            for id, row in reversed(self._store.rows("statuses"))
            if (below is None or int(id) < below)
            and self._shows(row)
            and (row["account"] == asked.guest.id or row["visibility"] != "direct")
        ]
        shown = ids[: min(int(query.get("limit", "20")), 40)]
        answer = json_answer([self._status(id) for id in shown])
        if len(shown) == len(ids):
            return answer
        url = f"https://mastodon.example/api/v1/timelines/home?max_id={shown[-1]}"
        return replace(answer, headers={**answer.headers, "link": f'<{url}>; rel="next"'})

    def source(self, asked: _Asked) -> Answer:
        row = self._store.get("statuses", asked.id)
        if row is None:
            return error_answer(404, "Record not found")
        return json_answer({"id": asked.id, "text": row["text"], "spoiler_text": row["warning"]})

    def _shows(self, row: Row) -> bool:
        at = datetime.fromisoformat(row["at"])
        return is_visible(at, now=self._clock.now(), scene=self._scene)

    # --- media

    def upload(self, asked: _Asked) -> Answer:
        files = asked.request.uploads
        if len(files) != 1 or files[0].form_field != "file":
            return error_answer(422, "Validation failed: File can't be blank")
        file, alt = files[0], str(asked.fields.get("description") or "")
        if file.mime not in IMAGES + VIDEOS:
            return error_answer(422, "Validation failed: File content type is invalid")
        if len(file.content) > (IMAGE_BYTES if file.mime in IMAGES else VIDEO_BYTES):
            return error_answer(413, "Payload too large")
        if len(alt) > ALT_CHARACTERS:
            return error_answer(422, "Validation failed: Description is too long")
        id = str(self._store.next_number("media"))
        at = self._clock.now().isoformat()
        digest = hashlib.sha256(file.content).hexdigest()
        row = {"mime": file.mime, "alt": alt, "at": at, "sha256": digest}
        self._store.put("media", id, row)
        return json_answer(self._attachment(id), status=200 if self._is_processed(row) else 202)

    def show_media(self, asked: _Asked) -> Answer:
        row = self._store.get("media", asked.id)
        if row is None:
            return error_answer(404, "Record not found")
        return json_answer(
            self._attachment(asked.id), status=200 if self._is_processed(row) else 206
        )

    def _is_processed(self, row: Row) -> bool:
        at = datetime.fromisoformat(row["at"])
        return row["mime"] in IMAGES or self._clock.now() >= at + PROCESSING

    def _attachment(self, id: str) -> dict[str, Any]:
        row = self._store.get("media", id) or {}
        kind = "image" if row.get("mime") in IMAGES else "video"
        url = f"{self._scene.public_base}/media/{id}" if self._is_processed(row) else None
        return {"id": id, "type": kind, "url": url, "description": row.get("alt") or None}

    # --- logging in

    def register_app(self, asked: _Asked) -> Answer:
        return Logins(self._store).register(asked.fields)

    def authorize(self, asked: _Asked) -> Answer:
        return Logins(self._store).say_yes(query_of(asked.request))

    def trade_code(self, asked: _Asked) -> Answer:
        return Logins(self._store).trade(asked.fields)


def _grouped(pairs: tuple[tuple[str, str], ...]) -> dict[str, Any]:
    """Form fields as the server reads them: `media_ids[]` twice is a list."""
    fields: dict[str, Any] = {}
    for name, value in pairs:
        if name.endswith("[]"):
            fields.setdefault(name[:-2], []).append(value)
        else:
            fields[name] = value
    return fields


_S = MastodonSimulator
_ROUTES: tuple[tuple[str, re.Pattern[str], bool, Handler], ...] = (
    ("POST", re.compile("/api/v1/statuses"), True, _S.post_status),
    ("GET", re.compile("/api/v1/statuses/([^/]+)"), True, _S.show_status),
    ("GET", re.compile("/api/v1/statuses/([^/]+)/source"), True, _S.source),
    ("GET", re.compile("/api/v1/timelines/home"), True, _S.home),
    ("DELETE", re.compile("/api/v1/statuses/([^/]+)"), True, _S.delete_status),
    ("GET", re.compile("/api/v1/accounts/verify_credentials"), True, _S.verify_credentials),
    ("GET", re.compile("/api/v1/apps/verify_credentials"), True, _S.application),
    ("GET", re.compile("/api/v1/accounts/([^/]+)/statuses"), True, _S.own_statuses),
    ("POST", re.compile("/api/v2/media"), True, _S.upload),
    ("GET", re.compile("/api/v1/media/([^/]+)"), True, _S.show_media),
    ("GET", re.compile("/api/v2/instance"), False, _S.instance_v2),
    ("GET", re.compile("/api/v1/instance"), False, _S.instance_v1),
    ("POST", re.compile("/api/v1/apps"), False, _S.register_app),
    ("GET", re.compile("/oauth/authorize"), False, _S.authorize),
    ("POST", re.compile("/oauth/token"), False, _S.trade_code),
)
