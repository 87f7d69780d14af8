"""Ghost's JSON to neutral values and back. Pure.

Shapes and codes: answers of Ghost 5.130.6, seen 2026-11-23.
"""

from __future__ import annotations

import html
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from skupnost.domain.payload import MediaItem, Payload
from skupnost.kit.dialects.articles import (
    body_html,
    clean_names,
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


@dataclass(frozen=True, slots=True)
class Uploaded:
    """A picture on the site, with what the post says of it."""

    address: str
    alt_text: str


def post_of(payload: Payload, *, slug: str, pictures: Sequence[Uploaded] = ()) -> dict[str, Any]:
    """The JSON that publishes a payload: the first picture is the feature image, the others follow
    the text. What is empty is left to Ghost, which calls a post without a title `(Untitled)`."""
    post: dict[str, Any] = {
        "status": "published",
        "slug": slug,
        "title": payload.title,
        "html": body_html(payload.text, map(figure, pictures[1:])),
    }
    optional = {
        "custom_excerpt": payload.excerpt,
        "tags": clean_names(payload.tags),
        "feature_image": pictures[0].address if pictures else "",
        "feature_image_alt": pictures[0].alt_text if pictures else "",
    }
    return post | {name: value for name, value in optional.items() if value}


def figure(picture: Uploaded) -> str:
    """A picture that Ghost's editor takes for its own."""
    address, alt = html.escape(picture.address), html.escape(picture.alt_text)
    return f'<figure class="kg-card kg-image-card"><img src="{address}" alt="{alt}"></figure>'


def alt_text_of(item: MediaItem) -> str:
    return "" if item.decorative else item.alt_text


def picture_address(document: Document) -> str:
    """Where an uploaded picture is; Unreachable where the answer does not say (nothing is live)."""
    images = document.get("images")
    first = images[0] if isinstance(images, list) and images else None
    address = first.get("url") if isinstance(first, dict) else None
    if not isinstance(address, str) or not address:
        raise Unreachable("answer_unreadable")
    return address


def only_post(document: Document) -> Document:
    """The post of an answer to a writing request; OutcomeUnknown where there is none."""
    found = rows(document)
    if not found:
        raise OutcomeUnknown("answer_unreadable")
    return found[0]


def rows(document: Document) -> list[Document]:
    """The posts of an answer, as far as they are posts."""
    posts = document.get("posts")
    return [row for row in posts if isinstance(row, dict)] if isinstance(posts, list) else []


def listed(document: Document) -> list[Document]:
    """The posts of a list; Refused where the answer is no list of Ghost's."""
    if not isinstance(document.get("posts"), list):
        raise Refused("not_the_api")
    return rows(document)


def receipt(post: Document) -> Receipt:
    """The receipt of a post; OutcomeUnknown where the answer is no post."""
    post_id, url = post.get("id"), post.get("url")
    if not isinstance(post_id, str) or not isinstance(url, str):
        raise OutcomeUnknown("answer_unreadable")
    return Receipt(post_id, url, moment(post.get("published_at")))


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
    oldest = min(ours, key=lambda post: copies_of(slug).index(str(post["slug"])))
    return Sighting(Presence.THERE, receipt(oldest), n_copies=len(ours))


def own_post(post: Document) -> OwnPost:
    """A post of the site as its readers see it."""
    markup = str(post.get("html") or "")
    return OwnPost(
        remote_id=id_of(post),
        remote_url=str(post.get("url") or ""),
        text=plain_text(markup),
        published_at=moment(post.get("published_at")) or datetime.fromtimestamp(0, UTC),
        title=str(post.get("title") or ""),
        n_media=n_pictures(markup) + bool(post.get("feature_image")),
    )


def account(site: Document, *, server: str) -> Account:
    """The publication that the key belongs to; an integration has no person behind it."""
    address = str(site.get("url") or server).rstrip("/")
    parts = urlsplit(address)
    return Account(
        remote_id=str(site.get("site_uuid") or address),
        handle=f"{parts.netloc}{parts.path}".strip("/") or address,
        display_name=str(site.get("title") or parts.netloc or address),
        url=address,
        avatar_url=str(site.get("icon") or site.get("logo") or ""),
    )


def id_of(post: Document) -> str:
    """The id of a post that was read; Refused where the answer is not Ghost's."""
    post_id = post.get("id")
    if not isinstance(post_id, str) or not post_id:
        raise Refused("not_the_api")
    return post_id


def moment(text: object) -> datetime | None:
    """A time of the API, in UTC; None where there is none."""
    try:
        value = datetime.fromisoformat(str(text))
    except ValueError:
        return None
    return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def fault(answer: Answer) -> Document:
    """The first error of a refusal: `type`, `code`, `message`, `context`; empty where Ghost did not
    speak."""
    try:
        errors = answer.document().get("errors")
    except ConnectorError:
        return {}
    first = errors[0] if isinstance(errors, list) and errors else None
    return first if isinstance(first, dict) else {}


def check(answer: Answer, *, now: datetime) -> None:
    """Returns for a success; raises what Ghost, or the host before it, means otherwise."""
    if not answer.is_success:
        raise _error(answer, now)


def _error(answer: Answer, now: datetime) -> ConnectorError:
    status, said = answer.status, fault(answer)
    params = _params(status, said)
    if status == 429 or (status == 503 and tells_when(answer.headers)):
        return RateLimited(retry_at(answer.headers, now=now), params=params)
    if said.get("type") == "MaintenanceError":
        return Unreachable("unavailable", params)
    if status >= 500:
        return (Unreachable if answer.reads else OutcomeUnknown)("server_error", params)
    if status < 400:
        return Refused("server_moved", params)
    return _reconnect(status, said, params) or Refused(_refusal(status, said), params)


def _reconnect(
    status: int, said: Document, params: Mapping[str, str | int]
) -> NeedsReconnect | None:
    """What a person has to mend by connecting again. The same code means an old token with 401 and
    one that is no token with 400 (seen)."""
    if said.get("code") == "INVALID_JWT" and status == 400:
        return NeedsReconnect("key_malformed", params)
    if status == 401:
        return NeedsReconnect("token_expired", params)
    if status == 403 and said.get("type") == "NoPermissionError":
        return NeedsReconnect("permission_missing", params)
    return None


def _refusal(status: int, said: Document) -> str:
    if not said:
        return {403: "blocked_by_site", 413: "content_refused"}.get(status, "not_the_api")
    if status in (404, 406):
        return "not_found"
    return "refused_for_good" if status == 403 else "content_refused"


def _params(status: int, said: Document) -> dict[str, str | int]:
    """The status and the first words of Ghost's explanation."""
    words = said.get("context") or said.get("message")
    return {"status": status} | ({"said": words[:200]} if isinstance(words, str) else {})
