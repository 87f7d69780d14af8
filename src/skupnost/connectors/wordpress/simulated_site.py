"""The content of a simulated WordPress site, and what its people may do to it."""

from __future__ import annotations

import html
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from skupnost.kit.clock import Clock
from skupnost.kit.dialects.articles import plain_text, slugified
from skupnost.kit.simulation import Row, Scene, SimulatedPost, Store

Document = dict[str, Any]
Body = Mapping[str, Any]

SLUG_MAX = 200
TITLE_BYTES_MAX = 65_535
PER_PAGE_MAX = 100
STATUSES = ("publish", "future", "draft", "pending", "private")
_AUTHOR = frozenset({"read", "edit_posts", "publish_posts", "upload_files", "delete_posts"}) | {
    "edit_published_posts",
    "delete_published_posts",
}
RIGHTS: Mapping[str, frozenset[str]] = {
    "subscriber": frozenset({"read"}),
    "author": _AUTHOR,
    "administrator": _AUTHOR | {"manage_categories", "edit_others_posts", "delete_others_posts"},
}
FIRST_CATEGORY: Row = {
    "id": 1,
    "name": "Uncategorized",
    "slug": "uncategorized",
    "taxonomy": "category",
}
_MAGIC = {
    "png": b"\x89PNG",
    "jpg": b"\xff\xd8\xff",
    "jpeg": b"\xff\xd8\xff",
    "gif": b"GIF8",
    "webp": b"RIFF",
}


class Refusal(Exception):
    """An answer that is no success, as WordPress words it."""

    def __init__(self, status: int, code: str, message: str, data: Body | None = {}) -> None:
        super().__init__(code)
        self.status = status
        told = None if data is None else {"status": status, **data}
        self.document = {"code": code, "message": message, "data": told}


def invalid(code: str, message: str, data: Body = {}) -> Refusal:
    return Refusal(400, code, message, data)


@dataclass(frozen=True, slots=True)
class Person:
    """Who asks; number 0 is nobody."""

    number: int
    name: str
    rights: frozenset[str]

    def refusal(self, code: str) -> Refusal:
        """What somebody without the right is told, and nobody a little differently."""
        status = 403 if self.number else 401
        return Refusal(status, code, "Sorry, you are not allowed to do that.")


class Site:
    """Posts, terms and media in a store."""

    def __init__(self, store: Store, clock: Clock, scene: Scene) -> None:
        self._store = store
        self._clock = clock
        self._scene = scene

    def index(self) -> Document:
        home = self._scene.public_base
        spaces = ["oembed/1.0", "wp/v2", "wp-site-health/v1", "wp-block-editor/v1"]
        name = self._scene.handle.title()
        return {"name": name, "url": home, "home": home, "namespaces": spaces}

    def user(self, person: Person) -> Document:
        if not person.number:
            raise Refusal(401, "rest_not_logged_in", "You are not currently logged in.")
        return {
            "id": person.number,
            "username": person.name,
            "name": person.name,
            "slug": person.name,
            "link": f"{self._scene.public_base}/?author={person.number}",
            "capabilities": dict.fromkeys(sorted(person.rights), True),
            "avatar_urls": {},
        }

    # Posts

    def list_posts(self, person: Person, query: Mapping[str, str]) -> list[Document]:
        """By `slug`, `author` and `status`, newest first, a page of `per_page`."""
        statuses = _statuses(person, query)
        size, page = _size(query), int(query.get("page", "1"))
        rows = [row for _, row in self._store.rows("posts") if row["status"] in statuses]
        rows = [row for row in rows if _matches(row, query)]
        rows.sort(key=lambda row: row["date_gmt"], reverse=True)
        start = (page - 1) * size
        if page > 1 and start >= len(rows):
            raise invalid("rest_post_invalid_page_number", "The page number is too large.")
        return [self._post(row) for row in rows[start : start + size]]

    def create_post(self, person: Person, body: Body) -> Document:
        if "publish_posts" not in person.rights:
            raise person.refusal("rest_cannot_create")
        if body.get("id"):
            raise invalid("rest_post_exists", "Cannot create existing post.")
        _check_types(body)
        if not any(str(body.get(name, "")).strip() for name in ("title", "content", "excerpt")):
            raise invalid("empty_content", "Content, title, and excerpt are empty.")
        if len(str(body.get("title", "")).encode()) > TITLE_BYTES_MAX:
            raise Refusal(500, "db_insert_error", "Could not insert post into the database.")
        number = self._store.next_number("posts")
        row = self._row(person, body, number)
        self._store.put("posts", str(number), row)
        return self._post(row)

    def trash_post(self, person: Person, number: int) -> Document:
        row = self._store.get("posts", str(number))
        if row is None:
            raise Refusal(404, "rest_post_invalid_id", "Invalid post ID.")
        right = "delete_posts" if row["author"] == person.number else "delete_others_posts"
        if right not in person.rights:
            raise person.refusal("rest_cannot_delete")
        if row["status"] == "trash":
            raise Refusal(410, "rest_already_trashed", "The post has already been deleted.")
        self._store.drop("slugs", row["slug"])
        trashed = {**row, "status": "trash", "slug": f"{row['slug']}__trashed"}
        self._store.put("posts", str(number), trashed)
        return self._post(trashed)

    def _row(self, person: Person, body: Body, number: int) -> Row:
        at = self._date(body)
        is_future = at > self._clock.now().replace(tzinfo=None)
        status = str(body.get("status", "draft"))
        known = {str(key) for key, _ in self._store.rows("media")}
        featured = body.get("featured_media", 0)
        return {
            "id": number,
            "date_gmt": at.isoformat(timespec="seconds"),
            "slug": self._free_slug(str(body.get("slug") or body.get("title") or number), number),
            "status": "future" if is_future and status == "publish" else status,
            "title": str(body.get("title", "")),
            "content": str(body.get("content", "")),
            "excerpt": str(body.get("excerpt", "")),
            "author": person.number,
            "featured_media": featured if str(featured) in known else 0,
            "categories": self._known_terms("category", body.get("categories")) or [1],
            "tags": self._known_terms("post_tag", body.get("tags")),
        }

    def _date(self, body: Body) -> datetime:
        wanted = body.get("date_gmt")
        at = datetime.fromisoformat(wanted) if wanted else self._clock.now()
        return at.replace(tzinfo=None, microsecond=0)

    def _free_slug(self, wish: str, number: int) -> str:
        """The wish, or with the first number that makes it unique: `kruh-2`."""
        base = (slugified(wish) or str(number))[:SLUG_MAX]
        slug, count = base, 1
        while not self._store.add("slugs", slug, {"id": number}):
            count += 1
            slug = f"{base[: SLUG_MAX - len(str(count)) - 1]}-{count}"
        return slug

    def _post(self, row: Row) -> Document:
        texts = {name: _text(row[name]) for name in ("title", "content", "excerpt")}
        address = self._address(row)
        guid = {"rendered": address, "raw": address}
        return {**row, **texts, "link": address, "guid": guid, "type": "post"}

    def _address(self, row: Row) -> str:
        return f"{self._scene.public_base}/{row['id']}/"

    def simulated_posts(self) -> tuple[SimulatedPost, ...]:
        """Every live post as its readers see it."""
        rows = [row for _, row in self._store.rows("posts") if row["status"] == "publish"]
        return tuple(self._simulated(row) for row in rows)

    def _simulated(self, row: Row) -> SimulatedPost:
        media = self._store.get("media", str(row["featured_media"]))
        return SimulatedPost(
            remote_id=str(row["id"]),
            url=self._address(row),
            account=self._scene.handle,
            text=plain_text(row["content"]),
            created_at=datetime.fromisoformat(f"{row['date_gmt']}+00:00"),
            title=html.unescape(row["title"]),
            key=row["slug"],
            media=((media["source_url"], media["alt_text"]),) if media else (),
        )

    # Media

    def upload(self, person: Person, content: bytes, name: str) -> Document:
        if "upload_files" not in person.rights:
            raise person.refusal("rest_cannot_create")
        if not content:
            raise invalid("rest_upload_no_data", "No data supplied.")
        if not name:
            raise invalid("rest_upload_no_content_disposition", "No Content-Disposition supplied.")
        magic = _MAGIC.get(name.rpartition(".")[2].lower())
        if magic is None or not content.startswith(magic):
            message = "Sorry, you are not allowed to upload this file type."
            raise Refusal(500, "rest_upload_sideload_error", message)
        number = self._store.next_number("posts")
        address = f"{self._scene.public_base}/wp-content/uploads/{number}-{name}"
        row = {"id": number, "author": person.number, "source_url": address, "alt_text": ""}
        self._store.put("media", str(number), row)
        return _media(row)

    def describe(self, person: Person, number: int, body: Body) -> Document:
        row = self._store.get("media", str(number))
        if row is None:
            raise Refusal(404, "rest_post_invalid_id", "Invalid post ID.")
        if row["author"] != person.number and "edit_others_posts" not in person.rights:
            raise person.refusal("rest_cannot_edit")
        described = {**row, "alt_text": plain_text(str(body.get("alt_text", "")))}
        self._store.put("media", str(number), described)
        return _media(described)

    # Terms

    def terms(self, taxonomy: str, query: Mapping[str, str]) -> list[Document]:
        wanted = query.get("search", "").casefold()
        rows = [row for row in self._all_terms() if row["taxonomy"] == taxonomy]
        found = [dict(row) for row in rows if wanted in str(row["name"]).casefold()]
        return found[: _size(query)]

    def _all_terms(self) -> list[Row]:
        """Every term, also the category that a new site comes with."""
        return [FIRST_CATEGORY, *(row for _, row in self._store.rows("terms"))]

    def create_term(self, person: Person, taxonomy: str, body: Body) -> Document:
        right = "manage_categories" if taxonomy == "category" else "edit_posts"
        if right not in person.rights:
            raise person.refusal("rest_cannot_create")
        plain = str(body.get("name", "")).strip()
        name = html.escape(plain, quote=False)
        if not name:
            raise Refusal(500, "empty_term_name", "A name is required for this term.", None)
        key = json.dumps([taxonomy, name])
        number = self._store.next_number("terms") + 1
        row = {"id": number, "name": name, "slug": slugified(plain), "taxonomy": taxonomy}
        if not self._store.add("terms", key, row):
            known = self._store.get("terms", key) or row
            message = "A term with the name provided already exists with this parent."
            raise invalid("term_exists", message, {"term_id": known["id"]})
        return row

    def _known_terms(self, taxonomy: str, wanted: Iterable[int] | None) -> list[int]:
        """Those of the ids that exist; a site drops the others in silence."""
        known = {row["id"] for row in self._all_terms() if row["taxonomy"] == taxonomy}
        return [number for number in wanted or () if number in known]


def _statuses(person: Person, query: Mapping[str, str]) -> tuple[str, ...]:
    """The statuses asked for; whoever may not write sees live posts only."""
    asked = query.get("status", "publish")
    if asked != "publish" and "edit_posts" not in person.rights:
        status = 403 if person.number else 401
        inner = {"code": "rest_forbidden_status", "data": {"status": status}}
        data = {"params": {"status": "Status is forbidden."}, "details": {"status": inner}}
        raise invalid("rest_invalid_param", "Invalid parameter(s): status", data)
    return STATUSES if asked == "any" else tuple(asked.split(","))


def _size(query: Mapping[str, str]) -> int:
    size = int(query.get("per_page", "10"))
    if not 1 <= size <= PER_PAGE_MAX:
        said = {"per_page": "per_page must be between 1 (inclusive) and 100 (inclusive)"}
        raise invalid("rest_invalid_param", "Invalid parameter(s): per_page", {"params": said})
    return size


def _matches(row: Row, query: Mapping[str, str]) -> bool:
    slugs = query.get("slug", "")
    if slugs and row["slug"] not in slugs.split(","):
        return False
    if str(row["id"]) in query.get("exclude", "").split(","):
        return False
    if str(row["date_gmt"]) >= query.get("before", "9999").rstrip("Z"):
        return False
    return query.get("author", str(row["author"])) == str(row["author"])


def _check_types(body: Body) -> None:
    """Numbers where numbers belong, and a status that exists."""
    if body.get("status", "draft") not in STATUSES:
        raise _bad_param("status")
    for name in ("categories", "tags"):
        ids = body.get(name, [])
        if not isinstance(ids, list) or not all(isinstance(number, int) for number in ids):
            raise _bad_param(name)


def _bad_param(name: str) -> Refusal:
    message = f"Invalid parameter(s): {name}"
    return invalid("rest_invalid_param", message, {"params": {name: f"{name} is not valid."}})


def _text(value: str) -> Document:
    return {"raw": value, "rendered": value}


def _media(row: Row) -> Document:
    return {**row, "media_type": "image", "type": "attachment", "status": "inherit"}
