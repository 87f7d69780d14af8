"""WordPress's JSON to neutral values and back. Pure.

Shapes and codes: answers of WordPress 6.1.9, seen 2026-11-23; REST API handbook, 2025-06-04.
"""

from __future__ import annotations

import html
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from skupnost.domain.payload import MediaItem, Payload
from skupnost.kit.dialects.articles import (
    as_words,
    body_html,
    copies_of,
    n_pictures,
    plain_text,
)
from skupnost.kit.errors import (
    ConnectorError,
    NeedsReconnect,
    OutcomeUnknown,
    RateLimited,
    Refused,
    Unreachable,
)
from skupnost.kit.http import Answer
from skupnost.kit.http.rates import retry_at, tells_when
from skupnost.kit.values import Account, Order, OwnPost, Presence, Receipt, Sighting

Document = Mapping[str, Any]

PUBLISHING = "publish_posts"
TELLING = (PUBLISHING, "upload_files", "manage_categories", "delete_published_posts")
GONE = frozenset({"rest_post_invalid_id", "rest_already_trashed"})


@dataclass(frozen=True, slots=True)
class Uploaded:
    """A picture in the site's media library, with what the post says of it."""

    id: int
    address: str
    alt_text: str


def post_of(
    payload: Payload,
    *,
    slug: str,
    pictures: Sequence[Uploaded] = (),
    categories: Sequence[int] = (),
    tags: Sequence[int] = (),
) -> dict[str, Any]:
    """The JSON that publishes a payload: the first picture is the featured one, the others follow
    the text. What is empty is left to the site."""
    post: dict[str, Any] = {
        "status": "publish",
        "slug": slug,
        "title": as_words(payload.title),
        "content": body_html(payload.text, map(figure, pictures[1:])),
    }
    optional = {
        "excerpt": as_words(payload.excerpt),
        "categories": list(categories),
        "tags": list(tags),
        "featured_media": pictures[0].id if pictures else 0,
    }
    return post | {name: value for name, value in optional.items() if value}


def figure(picture: Uploaded) -> str:
    """A picture as WordPress's own editor writes it; the class lets it serve smaller sizes."""
    address, alt = html.escape(picture.address), html.escape(picture.alt_text)
    return (
        f'<figure class="wp-block-image"><img src="{address}" alt="{alt}" '
        f'class="wp-image-{picture.id}" /></figure>'
    )


def uploaded(document: Document, item: MediaItem) -> Uploaded:
    """A media item of the answer; Unreachable where the answer is none, for nothing is public."""
    media_id, address = document.get("id"), document.get("source_url")
    if not isinstance(media_id, int) or not isinstance(address, str):
        raise Unreachable("answer_unreadable")
    return Uploaded(media_id, address, alt_text_of(item))


def alt_text_of(item: MediaItem) -> str:
    return "" if item.decorative else item.alt_text


def receipt(post: Document) -> Receipt:
    """The receipt of a post; OutcomeUnknown where the answer is no post."""
    post_id, link = post.get("id"), post.get("link")
    if not isinstance(post_id, int) or not isinstance(link, str):
        raise OutcomeUnknown("answer_unreadable")
    return Receipt(str(post_id), link, moment(post.get("date_gmt")))


def sighting(order: Order, slug: str, posts: Sequence[Document]) -> Sighting:
    """What the posts found under the slug and its copies say of the order: `slug-2` is the mark of
    a post that was sent twice."""
    ours = [
        post
        for post in posts
        if post.get("slug") in copies_of(slug) and id_of(post) not in order.taken
    ]
    if not ours:
        return Sighting(Presence.ABSENT)
    oldest = min(ours, key=lambda post: int(id_of(post)))
    return Sighting(Presence.THERE, receipt(oldest), n_copies=len(ours))


def own_post(post: Document) -> OwnPost:
    """A post of the site as its readers see it."""
    content = rendered(post, "content")
    return OwnPost(
        remote_id=id_of(post),
        remote_url=str(post.get("link") or ""),
        text=plain_text(content),
        published_at=moment(post.get("date_gmt")) or datetime.fromtimestamp(0, UTC),
        title=plain_text(rendered(post, "title")),
        n_media=n_pictures(content) + bool(post.get("featured_media")),
    )


def oldest(posts: Collection[OwnPost]) -> tuple[datetime | None, tuple[str, ...]]:
    """The moment of the oldest of the posts, and the ids of all that share it."""
    if not posts:
        return None, ()
    least = min(post.published_at for post in posts)
    return least, tuple(post.remote_id for post in posts if post.published_at == least)


def account(user: Document, site: Document, *, server: str) -> Account:
    """The person whose password it is, under the name of the site; `scopes` are those rights that
    publishing knows. NeedsReconnect where the person may not publish."""
    rights = _mapping(user.get("capabilities"))
    if not rights.get(PUBLISHING):
        raise NeedsReconnect("permission_missing", {"said": PUBLISHING})
    home = str(site.get("home") or site.get("url") or server)
    return Account(
        remote_id=id_of(user),
        handle=f"{user.get('slug') or user.get('name')}@{urlsplit(home).netloc}".rstrip("@"),
        display_name=html.unescape(str(site.get("name") or user.get("name") or home)),
        url=home,
        avatar_url=str(_mapping(user.get("avatar_urls")).get("96") or ""),
        scopes=tuple(right for right in TELLING if rights.get(right)),
    )


def term_named(name: str, terms: Iterable[Document]) -> int | None:
    """The id of the category or tag of that name, whatever the letters' case."""
    wanted = name.casefold()
    for term in terms:
        if html.unescape(str(term.get("name", ""))).casefold() == wanted:
            return int(id_of(term))
    return None


def term_that_exists(answer: Answer) -> int:
    """The id that a `term_exists` refusal names."""
    return int(id_of({"id": _mapping(answer.document().get("data")).get("term_id")}))


def id_of(document: Document) -> str:
    """The id of anything that was read; Refused where the answer is not WordPress's."""
    number = document.get("id")
    if not isinstance(number, int):
        raise Refused("not_the_api")
    return str(number)


def rendered(post: Document, field: str) -> str:
    value = post.get(field)
    return str(value.get("rendered") or "") if isinstance(value, Mapping) else ""


def moment(text: object) -> datetime | None:
    """A `date_gmt` of the API, in UTC; None where there is none."""
    try:
        value = datetime.fromisoformat(str(text))
    except ValueError:
        return None
    return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def said(answer: Answer) -> str:
    """The stable code of a refusal (`rest_cannot_create`); empty where WordPress did not speak."""
    try:
        code = answer.document().get("code")
    except ConnectorError:
        return ""
    return code[:100] if isinstance(code, str) else ""


def check(answer: Answer, *, now: datetime) -> None:
    """Returns for a success; raises what WordPress, or the host before it, means otherwise."""
    if not answer.is_success:
        raise _error(answer, now)


def _error(answer: Answer, now: datetime) -> ConnectorError:
    status, code = answer.status, said(answer)
    params: dict[str, str | int] = {"status": status} | ({"said": code} if code else {})
    if status == 429 or (status == 503 and tells_when(answer.headers)):
        return RateLimited(retry_at(answer.headers, now=now), params=params)
    if status >= 500:
        return (Unreachable if answer.reads else OutcomeUnknown)("server_error", params)
    if status < 400:
        return Refused("server_moved", params)
    right = _missing_right(answer)
    if status == 401 or right == 401:
        return NeedsReconnect("credentials_refused", params)
    if right == 403 or (status == 403 and code):
        return NeedsReconnect("permission_missing", params)
    return Refused(_refusal(status, code), params)


def _refusal(status: int, code: str) -> str:
    if status == 403:
        return "blocked_by_site"
    if status == 404:
        return "not_found" if code else "not_the_api"
    return "content_refused" if code or status == 413 else "not_the_api"


def _missing_right(answer: Answer) -> int | None:
    """The status hidden in a 400: asking for posts of any status without the right to (seen)."""
    if answer.status != 400 or said(answer) != "rest_invalid_param":
        return None
    data = _mapping(answer.document().get("data"))
    inner = _mapping(_mapping(data.get("details")).get("status"))
    if inner.get("code") != "rest_forbidden_status":
        return None
    return 401 if _mapping(inner.get("data")).get("status") == 401 else 403


def _mapping(value: object) -> Document:
    return value if isinstance(value, Mapping) else {}
