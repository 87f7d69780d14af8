"""The content of a simulated Ghost publication, and what it takes."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from skupnost.kit.clock import Clock
from skupnost.kit.dialects.articles import plain_text, slugified
from skupnost.kit.http import Upload
from skupnost.kit.simulation import Row, Scene, SimulatedPost, Store

Document = dict[str, Any]
Body = Mapping[str, Any]

STATUSES = ("published", "draft", "scheduled", "sent")
TITLE_MAX = 255
ALT_TEXT_MAX = 191
CHECKED_BY_SCHEMA = {"custom_excerpt": 300, "slug": 191}
TAG_MAX = 191
PAST_GRACE = timedelta(minutes=2)
EXTENSIONS = (".jpg", ".jpeg", ".gif", ".png", ".svg", ".svgz", ".ico", ".webp")
_MAGIC = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"RIFF", b"<svg", b"<?xml", b"\0\0\1\0")
_ID = re.compile("[0-9a-f]{24}")


class Refusal(Exception):
    """An answer that is no success, as Ghost words it."""

    def __init__(
        self, status: int, kind: str, message: str, *, code: str | None = None, context: str = ""
    ) -> None:
        super().__init__(kind)
        self.status = status
        told = {"message": message, "context": context or None, "type": kind, "code": code}
        self.document = {"errors": [told]}


def not_found(status: int, kind: str, code: str | None = None) -> Refusal:
    return Refusal(status, kind, "Resource not found error.", code=code)


def invalid(context: str) -> Refusal:
    """The 422 of every rule that a post breaks; nothing is stored."""
    message = "Validation error, cannot save post."
    return Refusal(422, "ValidationError", message, context=context)


class Publication:
    """Posts and pictures in a store."""

    def __init__(self, store: Store, clock: Clock, scene: Scene) -> None:
        self._store = store
        self._clock = clock
        self._scene = scene

    def site(self) -> Document:
        site = {
            "title": self._scene.handle.title(),
            "url": f"{self._scene.public_base}/",
            "version": "5.130",
            "icon": None,
            "logo": None,
        }
        return {"site": site}

    def list_posts(self, query: Mapping[str, str]) -> Document:
        """By `filter` (slugs, or published ones), newest first, a page of `limit`."""
        rows = [row for _, row in self._store.rows("posts") if _matches(row, query)]
        rows.sort(key=lambda row: row["published_at"] or "", reverse=True)
        limit, page = int(query.get("limit", "15")), int(query.get("page", "1"))
        chosen = rows[(page - 1) * limit : page * limit]
        posts = [_shown(row, query) for row in chosen]
        pagination = {"page": page, "limit": limit, "total": len(rows)}
        return {"posts": posts, "meta": {"pagination": pagination}}

    def read_post(self, slug: str) -> Document:
        for _, row in self._store.rows("posts"):
            if row["slug"] == slug:
                return {"posts": [_shown(row, {})]}
        raise not_found(404, "NotFoundError")

    def create_post(self, body: Body, *, from_html: bool) -> Document:
        posts = body.get("posts")
        if not isinstance(posts, list) or not posts or not isinstance(posts[0], dict):
            raise invalid("Validation failed for posts.")
        post = posts[0]
        _check_schema(post)
        self._check_date(post)
        number = self._store.next_number("posts")
        row = self._row(post, number, from_html)
        self._store.put("posts", row["id"], row)
        return {"posts": [_shown(row, {})]}

    def delete_post(self, post_id: str) -> None:
        if not _ID.fullmatch(post_id):
            raise invalid("Validation (matches) failed for id undefined.id")
        row = self._store.get("posts", post_id)
        if row is None:
            raise not_found(404, "NotFoundError")
        self._store.drop("posts", post_id)
        self._store.drop("slugs", row["slug"])

    def upload(self, uploads: Sequence[Upload], form: Mapping[str, str]) -> Document:
        if not uploads:
            raise Refusal(422, "ValidationError", "Please select an image.")
        (file,) = uploads
        if not file.filename.lower().endswith(EXTENSIONS):
            raise Refusal(415, "UnsupportedMediaTypeError", "Please select a valid image.")
        if not file.content.startswith(_MAGIC):
            message = "Request not understood error, cannot upload image."
            raise Refusal(400, "BadRequestError", message, context="Image processing failed")
        number = self._store.next_number("pictures")
        address = f"{self._scene.public_base}/content/images/{number}-{file.filename}"
        self._store.put("pictures", str(number), {"url": address})
        return {"images": [{"url": address, "ref": form.get("ref")}]}

    def simulated_posts(self) -> tuple[SimulatedPost, ...]:
        """Every live post as its readers see it."""
        rows = [row for _, row in self._store.rows("posts") if row["status"] == "published"]
        return tuple(self._simulated(row) for row in rows)

    def _check_date(self, post: Body) -> None:
        wanted = post.get("published_at")
        if post.get("status") != "scheduled" or not wanted:
            return
        if datetime.fromisoformat(wanted) < self._clock.now() - PAST_GRACE:
            raise invalid("Date must be at least -2 minutes in the future.")

    def _row(self, post: Body, number: int, from_html: bool) -> Row:
        post_id = f"{number:024x}"
        title = str(post["title"]).strip() or "(Untitled)"
        slug = self._free_slug(str(post.get("slug") or title), post_id)
        status = str(post.get("status", "draft"))
        return {
            "id": post_id,
            "title": title,
            "slug": slug,
            "status": status,
            "html": str(post.get("html") or "") if from_html else "",
            "custom_excerpt": post.get("custom_excerpt"),
            "tags": [{"name": name, "slug": slugified(name)} for name in _tag_names(post)],
            "feature_image": post.get("feature_image"),
            "feature_image_alt": post.get("feature_image_alt"),
            "published_at": self._published_at(post, status),
            "url": f"{self._scene.public_base}/{post_id}/",
            "email": None,
            "newsletter": None,
        }

    def _published_at(self, post: Body, status: str) -> str | None:
        if status == "draft":
            return None
        wanted = post.get("published_at")
        at = datetime.fromisoformat(wanted) if wanted else self._clock.now()
        return at.astimezone(UTC).replace(microsecond=0, tzinfo=None).isoformat() + ".000Z"

    def _free_slug(self, wish: str, post_id: str) -> str:
        """The wish, or with the first number that makes it unique: `kruh-2`."""
        base = slugified(wish) or "untitled"
        slug, count = base, 1
        while not self._store.add("slugs", slug, {"id": post_id}):
            count += 1
            slug = f"{base}-{count}"
        return slug

    def _simulated(self, row: Row) -> SimulatedPost:
        image = row["feature_image"]
        return SimulatedPost(
            remote_id=row["id"],
            url=row["url"],
            account=self._scene.handle,
            text=plain_text(row["html"]),
            created_at=datetime.fromisoformat(row["published_at"]),
            title=row["title"],
            key=row["slug"],
            media=((image, row["feature_image_alt"] or ""),) if image else (),
        )


def _shown(row: Row, query: Mapping[str, str]) -> Document:
    """The `fields` asked for; the HTML only where `formats` asks for it."""
    names = set(filter(None, query.get("fields", "").split(",")))
    has_html = "html" in query.get("formats", "")
    return {
        name: value
        for name, value in row.items()
        if (has_html or name != "html") and (not names or name in names)
    }


def _matches(row: Row, query: Mapping[str, str]) -> bool:
    wanted = query.get("filter", "")
    if wanted.startswith("slug:["):
        return f"'{row['slug']}'" in wanted.removeprefix("slug:[").removesuffix("]").split(",")
    return wanted != "status:published" or row["status"] == "published"


def _check_schema(post: Body) -> None:
    """Ghost's rules for a post, in its order; lengths count code points (seen)."""
    if "title" not in post:
        raise invalid("Validation failed for posts[0].")
    for name, most in CHECKED_BY_SCHEMA.items():
        if len(str(post.get(name) or "")) > most:
            raise invalid(f"Validation failed for {name}.")
    if post.get("status", "draft") not in STATUSES:
        raise invalid("Validation failed for status.")
    for index, name in enumerate(_tag_names(post)):
        if len(name) > TAG_MAX or name.startswith(","):
            raise invalid(f"Validation failed for tags[{index}].")
        if not name.strip():
            raise invalid("Value in [tags.name] cannot be blank. tags.name")
    if len(str(post["title"])) > TITLE_MAX:
        raise invalid(f"Value in [posts.title] exceeds maximum length of {TITLE_MAX} characters.")
    if len(str(post.get("feature_image_alt") or "")) > ALT_TEXT_MAX:
        raise invalid("Value in [post_revisions.feature_image_alt] exceeds maximum length.")


def _tag_names(post: Body) -> list[str]:
    """Tags come as names or as objects with a name."""
    tags = post.get("tags") or []
    return [str(tag["name"]) if isinstance(tag, dict) else str(tag) for tag in tags]
